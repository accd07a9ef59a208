"""Conversation trees of OpenAssistant as rows of Hone's datasets: what people ranked, and what they ranked first."""

import json
import random


def trees(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def asked(message, path=()):
    """Every question of a tree with its answers: (conversation up to it, ranked answers of people, best first)."""
    here = (*path, {"role": "user" if message["role"] == "prompter" else "assistant", "content": message["text"]})
    replies = message.get("replies") or []
    if message["role"] == "prompter":
        people = [r for r in replies if not r.get("synthetic") and not r.get("deleted") and r.get("rank") is not None]
        yield list(here), [r["text"] for r in sorted(people, key=lambda r: r["rank"])]
    for reply in replies:
        yield from asked(reply, here)


def split(all_trees, share, seed):
    """By tree, so that no prompt is on both sides."""
    order = sorted(all_trees, key=lambda tree: tree["message_tree_id"])
    random.Random(seed).shuffle(order)
    cut = round(len(order) * share)
    return order[cut:], order[:cut]


def pairs(some, fits):
    """Every two answers to a question, the better one first, if both are short enough."""
    found = []
    for tree in some:
        for conversation, answers in asked(tree["prompt"]):
            short = [answer for answer in answers if fits(conversation, answer)]
            for better in range(len(short)):
                for worse in range(better + 1, len(short)):
                    found.append((tree["message_tree_id"], conversation, short[better], short[worse]))
    return found


def preference_rows(train, held_out):
    """Each pair is a judgment of its own, without margin, as RewardTrainer reads them."""
    return [
        {
            "kind": "dataset.preference",
            "position": position,
            "split": name,
            "promptId": tree,
            "judgmentId": f"pair-{position}",
            "group": f"pair-{position}",
            "prompt": conversation,
            "chosen": better,
            "rejected": worse,
            "margin": 0.0,
            "weight": 1.0,
        }
        for position, (name, (tree, conversation, better, worse)) in enumerate(
            [("train", pair) for pair in train] + [("held-out", pair) for pair in held_out]
        )
    ]
