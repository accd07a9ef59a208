"""Rows and settings for comparing engines: small, and with everything that a loss may hang on."""

import random

NAMES = "Milo Ada Tom Lea Ben Eva Max Ida".split()
THINGS = ["a red ball", "a small boat", "a warm coat", "three apples", "an old book"]
PLACES = ["the garden", "the kitchen", "the park", "a big house"]


def rows(judgments=30):
    """Written answers and preferences with weights, margins, rankings, system turns and longer conversations."""
    chance = random.Random(1)
    found = []
    for i in range(37):
        name, thing, place = chance.choice(NAMES), chance.choice(THINGS), chance.choice(PLACES)
        prompt = [{"role": "user", "content": f"Where is {name}?" if i % 3 else f"Tell me a story about {name} and {thing}."}]
        if i % 5 == 0:
            prompt = [{"role": "system", "content": "Be kind."}, *prompt]
        if i % 7 == 0:
            prompt += [{"role": "assistant", "content": f"{name} is here."}, {"role": "user", "content": "Are you sure?"}]
        found.append(
            {
                "kind": "dataset.demonstration",
                "position": len(found),
                "split": "held-out" if i % 6 == 5 else "train",
                "promptId": f"p{i}",
                "judgmentId": f"j{i}",
                "prompt": prompt,
                "response": f"{name} is in {place}. " + f"There is {thing}. " * (i % 4),
                "weight": 1.0 if i % 4 else 0.5,
            }
        )
    for i in range(judgments):
        name, thing = chance.choice(NAMES), chance.choice(THINGS)
        answers = [f"{name} found {thing}. " * (1 + k) + f"Number {k}." for k in range(3)]
        chance.shuffle(answers)
        pairs = [(0, 1, 1 / 3, 1.0)] if i % 3 else [(0, 1, 1 / 3, 1 / 3), (0, 2, 2 / 3, 1 / 3), (1, 2, 1 / 3, 1 / 3)]
        for better, worse, margin, weight in pairs:
            found.append(
                {
                    "kind": "dataset.preference",
                    "position": len(found),
                    "split": "held-out" if i % 5 == 4 else "train",
                    "promptId": f"q{i}",
                    "judgmentId": f"k{i}",
                    "group": f"k{i}",
                    "prompt": [{"role": "user", "content": f"Tell me a story about {name}."}],
                    "chosen": answers[better],
                    "rejected": answers[worse],
                    "margin": margin,
                    "weight": weight,
                }
            )
    return found


COMMON = {
    "epochs": 2,
    "sequenceTokensMax": 256,
    "warmupShare": 0.1,
    "weightDecay": 0.01,
    "gradientNormMax": 1.0,
    "chatTemplate": "auto",
}
PREFERENCE = {"beta": 0.1, "loss": "sigmoid", "labelSmoothing": 0.0}
