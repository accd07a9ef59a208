"""What says how good an answer is: a reward model, on its own scale, or a verifier."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Callable

import torch
from hone_engine import chat
from hone_engine.answers import text
from hone_engine.checkpoints import sha256, verified
from hone_engine.failure import RunFailure
from hone_engine.job import Run
from hone_engine.marks import padding
from hone_engine.verifiers import Prompt, Rule
from lora import config_of, loaded
from reward import padded, scores_of
from transformers import AutoModelForSequenceClassification

READ_TOGETHER = 32

#: @param prompts of the answers; @param rows questions with whole answers; @param answers their tokens alone
Judge = Callable[[list[Prompt], list[list[int]], list[list[int]]], list[float]]


def by_rule(rule: Rule, words: chat.Words) -> Judge:
    """1 for a right answer, 0 for another."""

    def judge(prompts: list[Prompt], _: list[list[int]], answers: list[list[int]]) -> list[float]:
        return [float(rule.is_right(one, text(words, ids))) for one, ids in zip(prompts, answers)]

    return judge


def by_model(run: Run, device: torch.device, closing: int) -> Judge:
    """@param closing what every row ends with"""
    verified(run.reward)
    require_same_tokenizer(run.model, run.reward)
    mean, deviation = scale_of(run.reward)
    words = chat.Words(run.reward)
    mark = padding(words, closing)
    if mark is None:
        raise RunFailure(
            "unknown-model", "The reward model's tokenizer has no mark to fill up rows with that no answer ends with."
        )
    pad_id = words.library.convert_tokens_to_ids(mark)
    model = loaded(AutoModelForSequenceClassification, run.reward, num_labels=1, pad_token_id=pad_id).to(device).eval()

    @torch.no_grad()
    def judge(_: list[Prompt], rows: list[list[int]], __: list[list[int]]) -> list[float]:
        scores = [0.0] * len(rows)
        by_length = sorted(range(len(rows)), key=lambda place: len(rows[place]))
        for begin in range(0, len(rows), READ_TOGETHER):
            some = by_length[begin : begin + READ_TOGETHER]
            batch = {name: ids.to(device) for name, ids in padded([rows[place] for place in some], pad_id).items()}
            for place, score in zip(some, scores_of(model, batch).float().tolist()):
                if not math.isfinite(score):
                    raise RunFailure("not-finite", "The reward model's score of an answer is no number; it can't be used.")
                scores[place] = (score - mean) / deviation
        return scores

    return judge


def scale_of(reward: Path) -> tuple[float, float]:
    """A classifier from elsewhere has none, and its scores are used as they are."""
    config = json.loads((reward / "config.json").read_text())
    mean, deviation = float(config.get("hone_score_mean", 0.0)), float(config.get("hone_score_deviation", 1.0))
    if not (math.isfinite(mean) and math.isfinite(deviation) and deviation > 0):
        raise RunFailure("unreadable-checkpoint", "The reward model's config.json holds no usable scale of its scores.")
    return mean, deviation


def require_same_tokenizer(policy: Path, reward: Path) -> None:
    written, read = (config_of(directory).vocab_size for directory in (policy, reward))
    why = None
    if written != read:
        why = f"it knows {read} tokens, the policy {written}"
    elif sha256(policy / "tokenizer.json") != sha256(reward / "tokenizer.json"):
        why = "its tokenizer is another"
    if why:
        raise RunFailure(
            "wrong-reward-model",
            f"The reward model does not fit the policy: {why}. Train a reward model from this policy's SFT model.",
        )
