"""Rules that say whether an answer is right, equal to those of Hone's trainer. A rule that can't be kept to the letter is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Callable

from hone_engine.failure import RunFailure
from hone_engine.rows import rows

#: What Java's `strip` takes away: blanks but those that keep words together.
BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f \u1680\u2028\u2029\u205f\u3000" + "".join(map(chr, {*range(0x2000, 0x200B)} - {0x2007}))
REFUSED = {
    "regex": "Java's regular expressions are not Python's",
    "json-schema": "another library would read schemas in another way",
}

Prompt = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """@param judges whether it can say anything about a prompt; @param is_right of a prompt and the text of an answer"""

    judges: Callable[[Prompt], bool]
    is_right: Callable[[Prompt, str], bool]


def rule(verifier: dict[str, Any], data: Path) -> Rule:
    kind = verifier["kind"]
    if kind == "exact":
        return written(data, verifier.get("wordsMax"))
    if kind == "arithmetic":
        return Rule(lambda one: result(last_question(one)) is not None, lambda one, text: worked_out(one, text))
    if kind == "first-of":
        return first_of([rule(one, data) for one in verifier["rules"]])
    why = REFUSED.get(kind, "it is not known here")
    raise RunFailure(
        "unsupported-recipe",
        f"The recipe's verifier is of the kind {kind}, which the engine trl does not keep, because {why}; train this stage with "
        "Hone's own trainer.",
    )


def first_of(rules: list[Rule]) -> Rule:
    def of(one: Prompt) -> Rule | None:
        return next((some for some in rules if some.judges(one)), None)

    def is_right(one: Prompt, text: str) -> bool:
        first = of(one)
        return first is not None and first.is_right(one, text)

    return Rule(lambda one: of(one) is not None, is_right)


def written(data: Path, words_max: int | None) -> Rule:
    """One of the answers that people wrote, whatever its letter case, its last full stop and the blanks between its words."""
    answers: dict[str, list[str]] = {}
    for row in rows(data, "dataset.demonstration"):
        answers.setdefault(row["promptId"], []).append(row["response"])
    if words_max is not None:
        answers = {prompt: some for prompt, some in answers.items() if all(words(text) <= words_max for text in some)}
    same_ones = {prompt: {same(text) for text in some} for prompt, some in answers.items()}
    return Rule(lambda one: one["promptId"] in same_ones, lambda one, text: same(text) in same_ones.get(one["promptId"], ()))


def words(text: str) -> int:
    return len(re.split(r"\s+", text.strip(BLANKS), flags=re.ASCII))


def same(text: str) -> str:
    plain = re.sub(r"\s+", " ", text.strip(BLANKS), flags=re.ASCII).lower()
    return plain[:-1].strip(BLANKS) if plain.endswith(".") else plain


QUESTION_CHARACTERS_MAX = 20_000
NUMBER = r"\d{1,18}"
OPERATOR = r"(?:\+|-|−|\*|×|plus|minus|times)"
CALCULATION = re.compile(
    rf"(?<![\w.])[-−]?{NUMBER}(?:\s{{0,9}}{OPERATOR}\s{{0,9}}{NUMBER}){{1,50}}(?![\w]|\.\d)",
    re.ASCII,
)
PART = re.compile(f"{NUMBER}|{OPERATOR}", re.ASCII)
LAST = re.compile(r"(?:(?<![\w)])[-−])?(?:\d{1,3}(?:,\d{3}){1,12}(?!\d)|\d{1,40})(?:\.\d{1,40})?", re.ASCII)


def last_question(one: Prompt) -> str:
    asked = [turn["content"] for turn in one["prompt"] if turn["role"] == "user"]
    return asked[-1] if asked else ""


def worked_out(one: Prompt, text: str) -> bool:
    return result(last_question(one)) == last(text)


def result(question: str) -> int | None:
    """Of the one calculation in a question; None unless there is exactly one. Products come before sums."""
    if len(question.encode("utf-16-le")) // 2 > QUESTION_CHARACTERS_MAX:
        return None
    found = CALCULATION.findall(question.lower())
    if len(found) != 1:
        return None
    total, product, negative, begun = 0, 1, False, False
    for part in PART.findall(found[0]):
        if part in ("+", "plus", "-", "−", "minus"):
            if begun:
                total, product = total + (-product if negative else product), 1
            negative = part not in ("+", "plus")
        elif part not in ("*", "×", "times"):
            product, begun = product * int(part), True
    return total + (-product if negative else product)


def last(answer: str) -> int | None:
    """The last number of an answer; None if it is not a whole one."""
    found = LAST.findall(answer)
    if not found:
        return None
    number = Fraction(found[-1].replace(",", "").replace("−", "-"))
    return int(number) if number.denominator == 1 else None
