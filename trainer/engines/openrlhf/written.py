"""Rows as the text that OpenRLHF reads: it makes tokens of strings by itself, so each row is looked at with its tokenizer first.

A row is written only if those tokens are Hone's, question and answer alike; others are left out and counted with what the chat
template refuses. What OpenRLHF has no place for, weights and rankings, ends the run in a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hone_engine import chat
from hone_engine.failure import RunFailure
from hone_engine.job import Run
from hone_engine.rows import Examples, LeftOut, groups, rows

#: The fields of a line, by stage: what `--data.input_key` and its like name.
SFT_KEYS = ("input", "output")
PAIR_KEYS = ("prompt", "chosen", "rejected")


@dataclass
class Side:
    """The lines of the train side or of the held-out side, and how many tokens of each count as learned."""

    lines: list[dict[str, Any]]
    tokens: list[int]

    def add(self, tokens: int, **line: Any) -> None:
        self.lines.append(line)
        self.tokens.append(tokens)

    def first(self, most: int) -> Side:
        return Side(self.lines[:most], self.tokens[:most])


class Texts:
    """Token rows as text, or nothing where OpenRLHF's tokens would be others."""

    def __init__(self, words: chat.Words, left_out: LeftOut):
        self.words, self.left_out = words, left_out
        self.end = words.library.eos_token

    def of(self, question: list[int], answers: list[list[int]]) -> tuple[str, list[str]] | None:
        prompt, responses = self._text(question), [self._text(answer) for answer in answers]
        alike = self._ids(prompt) == question and all(
            response.endswith(self.end) and self._ids(prompt + response) == question + answer
            for response, answer in zip(responses, answers)
        )
        if not alike:
            self.left_out.refused += 1
            return None
        return prompt, responses

    def _text(self, ids: list[int]) -> str:
        return self.words.library.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)

    def _ids(self, text: str) -> list[int]:
        return self.words.library(text, add_special_tokens=False)["input_ids"]


def demonstrations(run: Run, split: str, examples: Examples, texts: Texts) -> tuple[Side, list[dict[str, Any]]]:
    """Written answers, and the prompts that were asked."""
    side, asked = Side([], []), []
    for row in rows(run.data, "dataset.demonstration"):
        if row["split"] != split:
            continue
        asked.append({"promptId": row["promptId"], "prompt": row["prompt"]})
        made = examples.all(row["prompt"], [row["response"]])
        text = texts.of(made[0][0], [made[0][1]]) if made else None
        if text is not None:
            whole(row["weight"])
            side.add(len(made[0][1]), **dict(zip(SFT_KEYS, (text[0], text[1][0]))))
    return side, asked


def pairs(run: Run, split: str, examples: Examples, texts: Texts) -> tuple[Side, list[dict[str, Any]]]:
    """Preferences, a pair a line. Tokens are those of both rows, as a reward model reads them."""
    side, asked = Side([], []), []
    for group in groups(run.data, split):
        asked.append({"promptId": group["promptId"], "prompt": group["prompt"]})
        if run.recipe["kind"] == "reward" and len(group["pairs"]) > 1:
            raise RunFailure(
                "unsupported-dataset",
                "The dataset holds rankings of more than two answers, and a step of batchGroups judgments would not have the same "
                "number of pairs each time, which OpenRLHF needs: train this stage with Hone's own trainer.",
            )
        for pair in group["pairs"]:
            made = examples.all(group["prompt"], [group["answers"][pair["better"]], group["answers"][pair["worse"]]])
            text = texts.of(made[0][0], [made[0][1], made[1][1]]) if made else None
            if text is not None:
                whole(pair["weight"])
                line = dict(zip(PAIR_KEYS, (text[0], *text[1])))
                side.add(sum(len(question) + len(answer) for question, answer in made), **line, margin=float(pair["margin"]))
    return side, asked


def whole(weight: float) -> None:
    if weight != 1:
        raise RunFailure(
            "unsupported-dataset",
            f"The dataset gives a row the weight {weight:g}, as parts of rankings have and labels that are trusted less, and OpenRLHF "
            "counts all rows alike: train this stage with Hone's own trainer, or with the engine trl.",
        )
