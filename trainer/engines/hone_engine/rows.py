"""The rows of a frozen dataset, as token ids; what is too long or refused is left out and counted, never cut."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

from hone_engine.chat import Refused, Template
from hone_engine.failure import RunFailure


def rows(data: Path, kind: str) -> Iterator[dict[str, Any]]:
    with open(data, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            try:
                row = json.loads(line)
                if row["kind"] == kind:
                    yield row
            except (ValueError, KeyError) as e:
                raise RunFailure(
                    "unreadable-dataset", f"Row {number} of the dataset can't be used: {e!r}. Publish it again."
                ) from e


def prompts(data: Path, split: str = "train") -> list[dict[str, Any]]:
    """Every prompt of a side once, whatever kind of row it is in."""
    found: dict[str, dict[str, Any]] = {}
    with open(data, encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row.get("split") == split and "prompt" in row:
                found.setdefault(row["promptId"], {"promptId": row["promptId"], "prompt": row["prompt"]})
    return list(found.values())


@dataclass
class LeftOut:
    """@param unit as metrics name it: `rows`, `groups`, `pairs`, `prompts`"""

    unit: str
    too_long: int = 0
    refused: int = 0

    def metrics(self) -> dict[str, float]:
        return {f"{self.unit}_too_long": float(self.too_long), f"{self.unit}_refused": float(self.refused)}

    def sentence(self, tokens_max: int) -> str:
        return f"{self.too_long} are too long (more than {tokens_max} tokens), {self.refused} are refused by the chat template."


class Examples:
    """How a run writes its examples: in which template, and how long a row may be."""

    def __init__(self, template: Template, tokens_max: int, left_out: LeftOut):
        self.template, self.tokens_max, self.left_out = template, tokens_max, left_out

    def all(self, prompt: list[dict[str, str]], responses: list[str]) -> list[tuple[list[int], list[int]]] | None:
        """One example of several answers: question and answer each; None and counted if one of them is left out."""
        try:
            made = [self.template.example(prompt, response) for response in responses]
        except Refused:
            self.left_out.refused += 1
            return None
        if any(len(question) + len(answer) > self.tokens_max for question, answer in made):
            self.left_out.too_long += 1
            return None
        return made


def groups(data: Path, split: str) -> list[dict[str, Any]]:
    """What people preferred, judgment by judgment: the distinct answers to one prompt, and pairs of their places."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows(data, "dataset.preference"):
        if row["split"] != split:
            continue
        group = found.setdefault(row["group"], {"prompt": row["prompt"], "promptId": row["promptId"], "answers": [], "pairs": []})
        for side in ("chosen", "rejected"):
            if row[side] not in group["answers"]:
                group["answers"].append(row[side])
        better, worse = (group["answers"].index(row[side]) for side in ("chosen", "rejected"))
        group["pairs"].append({"better": better, "worse": worse, "margin": row["margin"], "weight": row["weight"]})
    return list(found.values())
