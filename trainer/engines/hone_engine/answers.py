"""Answers of a model: a few for people to look at, and many for the scale of a reward model."""

from __future__ import annotations

import hashlib
from typing import Any

import torch
from hone_engine import order
from hone_engine.chat import Refused, Template, Words
from hone_engine.job import Run

SHOWN = 4  # where a recipe says nothing of it


@torch.no_grad()
def sampled(model: Any, words: Words, questions: list[list[int]], seed: int, tokens: int) -> list[list[int]]:
    """At temperature 1, each up to and including its end, without disturbing what training draws."""
    device = next(model.parameters()).device
    width = max(map(len, questions))
    ids = torch.tensor([[words.pad] * (width - len(question)) + question for question in questions], device=device)
    mask = torch.tensor([[0] * (width - len(question)) + [1] * len(question) for question in questions], device=device)
    was_training = model.training
    model.eval()
    forbidden = [words.pad] if words.pad not in words.ends else None
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        made = model.generate(
            input_ids=ids,
            attention_mask=mask,
            max_new_tokens=tokens,
            do_sample=True,
            temperature=1.0,
            top_k=0,
            top_p=1.0,
            eos_token_id=sorted(words.ends),
            pad_token_id=words.pad,
            suppress_tokens=forbidden,
        )
    model.train(was_training)
    answers = []
    for row in made[:, width:].tolist():
        ends = [place for place, token in enumerate(row) if token in words.ends]
        answers.append(row[: ends[0] + 1] if ends else row)
    return answers


def text(words: Words, ids: list[int]) -> str:
    written = words.library.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    return written.strip() if words.config.get("hone_space_in_front") else written


def seed_of(run_seed: int, prompt_id: str, k: int) -> int:
    """53 bits, so that every JSON parser keeps it exactly."""
    prompt = int.from_bytes(hashlib.sha256(prompt_id.encode()).digest()[:8], "big", signed=True)
    return order.mix(order.mix(run_seed, prompt), k) >> 11


def show(run: Run, purpose: str, model: Any, words: Words, template: Template, asked: list[dict[str, Any]], room: int) -> None:
    """Tells of answers before or after training, unless an earlier worker has. Every process samples, as a sharded model needs."""
    recipe = run.recipe
    count = recipe.get("sampleCount", SHOWN)
    tokens = max(1, recipe.get("sampleTokensMax") or recipe.get("responseTokensMax", 1))
    shown = []
    for one in asked:
        if len(shown) == count:
            break
        try:
            question = template.question(one["prompt"])
        except Refused:
            continue
        if len(question) + tokens <= room:
            shown.append((one, question))
    if not shown or (run.log is not None and run.log.told("run.answers", purpose=purpose)):
        return
    answers = []
    for one, question in shown:
        seed = seed_of(run.seed, one["promptId"], 0)
        ids = sampled(model, words, [question], seed, tokens)[0]
        answers.append(
            {
                "promptId": one["promptId"],
                "k": 0,
                "prompt": one["prompt"],
                "text": text(words, ids),
                "seed": seed,
                "tokens": len(ids),
                "ended": ids[-1] in words.ends,
            }
        )
    version = {"modelVersionId": run.job["modelVersionId"]} if purpose == "before" and "modelVersionId" in run.job else {}
    run.tell("run.answers", purpose=purpose, **version, temperature=1.0, topP=1.0, answers=answers)
