"""Mean and deviation of a reward model's scores, on fresh answers of the model that it started from."""

from __future__ import annotations

import math
from typing import Any, Callable

from hone_engine import chat, order
from hone_engine.answers import sampled
from hone_engine.job import Run
from hone_engine.rows import prompts

ASKED_TOGETHER = 16


def longest_answer(template: chat.Template, found: list[dict[str, Any]]) -> int:
    """Tokens of the longest answer that people judged and the template can write."""
    longest = 1
    for text in (text for group in found for text in group["answers"]):
        try:
            longest = max(longest, len(template.example([{"role": "user", "content": "?"}], text)[1]))
        except chat.Refused:
            continue
    return longest


def scale(
    run: Run,
    writer: Callable[[], Any],
    scores_of: Callable[[list[list[int]]], list[float]],
    words: chat.Words,
    template: chat.Template,
    longest: int,
    step: int,
) -> dict[str, float]:
    """For the configuration of the model. Every process samples the same.

    @param writer reads the model that the run started from and brings it to where it answers; @param longest tokens of an answer in
    the data; @param step of the run at which they are told
    """
    samples = run.recipe["normalizeSamples"]
    if samples == 0:
        return {}
    model = writer()
    room = model.config.max_position_embeddings
    tokens = min(longest, room - 1)
    questions = []
    for one in prompts(run.data):
        try:
            questions.append(template.question(one["prompt"]))
        except chat.Refused:
            continue
    questions = [question for question in questions if len(question) + tokens <= room]
    if not questions:
        return {}
    asked = [questions[order.order(len(questions), run.seed, i // len(questions))[i % len(questions)]] for i in range(samples)]
    scores: list[float] = []
    for begin in range(0, samples, ASKED_TOGETHER):
        some = asked[begin : begin + ASKED_TOGETHER]
        made = sampled(model, words, some, order.mix(run.seed, begin) >> 11, tokens)
        rows = [q + a + ([] if a[-1] in words.ends else [words.end]) for q, a in zip(some, made)]
        scores += scores_of(rows)
    mean = sum(scores) / samples
    deviation = math.sqrt(sum((score - mean) ** 2 for score in scores) / max(1, samples - 1))
    deviation = deviation if deviation > 1e-6 else 1.0
    metrics = {"score/mean": mean, "score/deviation": deviation, "samples": float(samples)}
    run.tell("run.evaluation", step=step, name="score-scale", metrics=metrics)
    return {"hone_score_mean": mean, "hone_score_deviation": deviation}
