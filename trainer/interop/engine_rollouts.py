"""GRPO by both engines. Each draws its own answers, so runs are alike; what is computed of given numbers is equal."""

import math
import os
import sys

import torch

import report
from checks import Checks
from engine_recipes import BASE, GRPO
from engine_same import alike, same_lineage, told
from hone import ENGINES

#: Numbers that hang on the recipe and the data alone.
EQUAL = ("lr", "episode", "prompts_too_long", "prompts_refused")
LAST = 3
ADVANTAGES = ("group", "batch", "none", "leave-one-out")
LOSSES = ("grpo", "bnpo", "dr_grpo", "dapo")


def compared(program, engine, stage, case, data):
    _, ours = program.train(f"{stage}-hone", case.recipe, data, case.model, seed=7, reward=case.reward)
    theirs = engine.trained(f"{stage}-trl", case, data)
    for metric in EQUAL:
        alike(f"{stage}: {metric} of every iteration", told(ours, "run.step", metric), told(theirs, "run.step", metric))
    started_alike(stage, ours, theirs)
    for who, run in (("Hone", ours), ("TRL", theirs)):
        scores = told(run, "run.step", "objective/scores")
        gained = sum(scores[-LAST:]) / LAST - scores[0]
        spread = told(run, "run.step", "objective/scores_deviation")[0]
        report.check(
            f"{stage}: {who}'s answers score {gained:+.2f} at the end, where {spread:.2f} is a deviation",
            gained > spread / 2,
            scores,
        )
    same_lineage(program, stage, ours, theirs)


def started_alike(stage, ours, theirs):
    """The first answers come from the same model to the same prompts: their numbers differ by chance only."""
    answers = GRPO["rolloutsPerIteration"]
    a, b = (told(run, "run.step", "objective/scores")[0] for run in (ours, theirs))
    spread = (told(run, "run.step", "objective/scores_deviation")[0] for run in (ours, theirs))
    error = math.hypot(*(deviation / math.sqrt(answers) for deviation in spread))
    report.check(f"{stage}: first scores {a:.3f} and {b:.3f}, by chance {error:.3f} apart", abs(a - b) <= 3 * error, (a, b))
    first = [told(run, "run.step", "objective/kl")[:1] for run in (ours, theirs)]
    if any(first):
        alike(f"{stage}: nothing has moved before the first iteration", sum(first, []), [0.0, 0.0], 1e-4)


def several(program, engine, case, data):
    """Two processes draw other answers than one, in the same order of prompts."""
    found = engine.trained("grpo-torchrun", case, data)
    machine = next(e["machine"] for e in found if e["kind"] == "run.started")
    report.check("grpo by torchrun: 2 processes", machine.endswith("2 processes"), machine)
    scores = told(found, "run.step", "objective/scores")
    report.check("grpo by torchrun: answers get better", sum(scores[-LAST:]) / LAST > scores[0], scores)


def formulas(program):
    """What TRL computes of given numbers, in the layout of the golden numbers, which Hone compares itself with."""
    into = Checks(program.place / "formulas")
    for how in ADVANTAGES:
        advantages(program, into, how)
    for loss in LOSSES:
        losses(program, into, loss)
    found = program.golden(into.folder)
    report.check("formulas of grpo: all of them were compared", len(found) == len(ADVANTAGES) + len(LOSSES), found)
    for one in found:
        report.check(f"Hone's {one['check']} is TRL's (error {one.get('error', math.nan):.1e})", one.get("ok", False), one)


def of_trl(program, recipe, rewards):
    """The engine's own trainer, whose answers get the given rewards."""
    sys.path[:0] = [str(ENGINES / "trl")]
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import grpo
    from datasets import Dataset
    from hone_engine import chat, job
    from transformers import AutoModelForCausalLM

    file, _ = program.prepared("formulas", recipe, BASE / "config.json", BASE, seed=7)
    run = job.read(file, "trl")
    run.folder.mkdir(exist_ok=True)
    words = chat.Words(BASE)
    model = AutoModelForCausalLM.from_pretrained(BASE, dtype=torch.float32)
    plan = grpo.Iterations(run, 2, recipe["minibatchRows"], 16, 1, 1, 1.0, {"evaluate": 0, "save": 0})

    def reward(place, **_):
        return rewards[: len(place)]

    trainer = grpo.Trainer(
        model=model,
        reward_funcs=reward,
        args=grpo.configured(run, plan, model, words, words.ends),
        train_dataset=Dataset.from_list([{"prompt": str(place), "place": place} for place in range(2)]),
        processing_class=words.library,
    )
    trainer.begin(plan, None, None)
    trainer.answer([words.ids("Where is Milo?"), words.ids("Who is there?")], words.ends)
    trainer.current_gradient_accumulation_steps = trainer.args.gradient_accumulation_steps
    trainer.model.train()
    return trainer


SMALL = {**GRPO, "rolloutsPerIteration": 12, "minibatchRows": 6, "groupSize": 4, "responseTokensMax": 8}


def advantages(program, into, how):
    chance = torch.Generator().manual_seed(5)
    rewards = [0.5] * 4 + torch.randn(8, generator=chance).tolist()
    trainer = of_trl(program, {**SMALL, "advantage": how}, rewards)
    made = trainer._generate_and_score_completions([{"prompt": str(i // 8), "place": i // 8} for i in range(12)])
    into.add(
        f"advantages-{how}",
        "grpo-advantages",
        group_size=SMALL["groupSize"],
        scale=how,
        eps=1e-4,
        inputs={"rewards": rewards},
        expected={"advantages": made["advantages"].tolist()},
    )


def losses(program, into, loss):
    trainer = of_trl(program, {**SMALL, "lossType": loss}, [0.0] * 12)
    chance = torch.Generator().manual_seed(6)
    lengths, width = [8, 3, 5, 1, 8, 6], SMALL["responseTokensMax"]

    def drawn(scale, around=0.0):
        return around + scale * torch.randn(len(lengths), width, generator=chance)

    logprobs = drawn(0.6, -1.5).requires_grad_()
    old, reference = logprobs.detach() + drawn(0.25), logprobs.detach() + drawn(0.4)
    mask = (torch.arange(width) < torch.tensor(lengths)[:, None]).int()
    of_answers = torch.randn(len(lengths), generator=chance)
    items = int(mask.sum()) + 23  # with those of the other half
    trainer._get_per_token_logps_and_entropies = lambda *_, **__: (logprobs, torch.zeros_like(logprobs), None)
    question = torch.ones(len(lengths), 1, dtype=torch.long)
    found = trainer._compute_loss(
        trainer.model,
        {
            "prompt_ids": question,
            "prompt_mask": question,
            "completion_ids": torch.ones_like(mask),
            "completion_mask": mask,
            "advantages": of_answers,
            "num_items_in_batch": torch.tensor(items),
            "old_per_token_logps": old,
            "ref_per_token_logps": reference,
        },
    )
    found.backward()
    told_of = trainer._metrics["train"]
    into.add(
        f"loss-{loss}",
        "grpo-loss",
        loss_type=loss,
        epsilon_low=SMALL["epsilonLow"],
        epsilon_high=SMALL["epsilonHigh"],
        beta=SMALL["beta"],
        max_completion_length=width,
        num_items_in_batch=items * SMALL["minibatchRows"] / SMALL["rolloutsPerIteration"],
        inputs={
            "logprobs": logprobs.tolist(),
            "old_logprobs": old.tolist(),
            "ref_logprobs": reference.tolist(),
            "mask": mask.tolist(),
            "advantages": of_answers.tolist(),
        },
        expected={
            "loss": found.item(),
            "kl": told_of["kl"][-1],
            "clip_low": told_of["clip_ratio/low_mean"][-1],
            "clip_high": told_of["clip_ratio/high_mean"][-1],
            "grad_logprobs": logprobs.grad.tolist(),
        },
    )
