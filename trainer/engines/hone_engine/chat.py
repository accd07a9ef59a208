"""Conversations as token ids, in Hone's own forms or in a model's chat template, equal to Hone's trainer's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from hone_engine.failure import RunFailure

Messages = list[dict[str, str]]


class Refused(Exception):
    """The template can't write this conversation, or which tokens are the answer's is not certain."""


class Words:
    """A model directory's tokenizer, and what the files beside it say about marks and ends."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.library: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(directory, trust_remote_code=False)
        self.plain = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self.plain.encode_special_tokens = True  # somebody's text never becomes a mark
        file = directory / "tokenizer_config.json"
        self.config: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
        self.user = self._mark("hone_user_token")
        self.assistant = self._mark("hone_assistant_token")
        if self.library.eos_token_id is None:
            raise RunFailure("unknown-model", "The tokenizer names no eos_token.")
        self.end: int = self.library.eos_token_id
        self.begin: int = self.library.bos_token_id if self.library.bos_token_id is not None else self.end
        self.pad: int = self.library.pad_token_id if self.library.pad_token_id is not None else 0
        self.ends = {self.end}
        for name in ("generation_config.json", "config.json"):
            path = directory / name
            named = json.loads(path.read_text()).get("eos_token_id") if path.exists() else None
            self.ends.update(named if isinstance(named, list) else [] if named is None else [named])

    def _mark(self, name: str) -> int | None:
        return self.library.convert_tokens_to_ids(self.config[name]) if name in self.config else None

    @property
    def has_chat_marks(self) -> bool:
        return self.user is not None and self.assistant is not None

    def ids(self, text: str) -> list[int]:
        space = " " if self.config.get("hone_space_in_front") else ""
        return self.plain.encode(space + text, add_special_tokens=False).ids

    def own_template(self) -> str:
        """What the model was trained in; `document` if nobody says."""
        return self.config.get("hone_chat_template") or ("model" if self.library.chat_template else "document")


class HonesForm:
    """User mark, prompt, assistant mark, answer, end. A system turn stands in front of the user turn that follows it."""

    def __init__(self, words: Words):
        self.words = words
        if not words.has_chat_marks:
            raise RunFailure("bad-recipe", "The recipe asks for Hone's form, and the model's tokenizer has no marks for it.")

    def question(self, conversation: Messages) -> list[int]:
        ids, before = [], ""
        for turn in system_first(conversation):
            if turn["role"] == "system":
                before += turn["content"] + "\n"
            elif turn["role"] == "user":
                ids += [self.words.user, *self.words.ids(before + turn["content"])]
                before = ""
            else:
                ids += [self.words.assistant, *self.words.ids(turn["content"]), self.words.end]
        return [*ids, self.words.assistant]

    def example(self, conversation: Messages, response: str) -> tuple[list[int], list[int]]:
        return self.question(conversation), [*self.words.ids(response), self.words.end]


def system_first(conversation: Messages) -> Messages:
    """Trailing system turns go in front of the last user turn, or become it."""
    rest = len(conversation)
    while rest > 0 and conversation[rest - 1]["role"] != "user":
        rest -= 1
    trailing = [turn for turn in conversation[rest:] if turn["role"] == "system"]
    if not trailing:
        return conversation
    turns = conversation[:rest] + [turn for turn in conversation[rest:] if turn["role"] != "system"]
    if turns and turns[-1]["role"] == "user":
        return turns[:-1] + trailing + turns[-1:]
    return turns + trailing[:-1] + [{"role": "user", "content": trailing[-1]["content"]}]


class Continued:
    """As a document would have it, for a model that has only seen documents: every turn on a line of its own, or not even that."""

    def __init__(self, words: Words, between: str):
        self.words, self.between = words, between

    def question(self, conversation: Messages) -> list[int]:
        if self.between:
            return [self.words.begin, *self.words.ids("".join(turn["content"] + self.between for turn in conversation))]
        return [self.words.begin, *(i for turn in conversation for i in self.words.ids(turn["content"]))]

    def example(self, conversation: Messages, response: str) -> tuple[list[int], list[int]]:
        return self.question(conversation), [*self.words.ids(response), self.words.end]


class OfTheModel:
    """The chat template that the model's files bring, in transformers' hands."""

    def __init__(self, words: Words):
        self.words = words
        self.marks = [token for token in words.library.all_special_tokens if token]

    def question(self, conversation: Messages) -> list[int]:
        return self._ids(self._text(conversation, True))

    def example(self, conversation: Messages, response: str) -> tuple[list[int], list[int]]:
        question = self._text(conversation, True)
        whole = self._text([*conversation, {"role": "assistant", "content": response}], False)
        if not whole.startswith(question):
            raise Refused("what the template writes for the question is not how it begins the question with its answer")
        asked, every = self._ids(question), self._ids(whole)
        rest = every[len(asked) :] if every[: len(asked)] == asked else self._ids(whole[len(question) :])
        for place, token in enumerate(rest):
            if token in self.words.ends:
                return asked, rest[: place + 1]
        return asked, [*rest, self.words.end]

    def _text(self, conversation: Messages, asks: bool) -> str:
        for turn in conversation:
            for mark in self.marks:
                if mark in turn["content"]:
                    raise Refused(f"the text holds the mark {mark}")
        try:
            return self.words.library.apply_chat_template(conversation, tokenize=False, add_generation_prompt=asks)
        except Exception as e:  # whatever a template raises concerns this conversation
            raise Refused(str(e)) from e

    def _ids(self, text: str) -> list[int]:
        return self.words.library(text, add_special_tokens=False)["input_ids"]


Template = HonesForm | Continued | OfTheModel


def asked(name: str, words: Words) -> tuple[str, Template]:
    """The template that a recipe asks for, and its name in checkpoints."""
    chosen = words.own_template() if name == "auto" else name
    if chosen == "hone":
        return chosen, HonesForm(words)
    if chosen in ("document", "text"):
        return chosen, Continued(words, "\n" if chosen == "document" else "")
    if words.library.chat_template and (name == "auto" or chosen in ("model", words.own_template())):
        return chosen, OfTheModel(words)
    raise RunFailure(
        "bad-recipe",
        f"This engine has no chat template '{chosen}' for a model without one; it has auto, hone, document, text, and what the "
        "model's files bring. Train this stage with Hone's own trainer.",
    )


def described(name: str, words: Words) -> str:
    if name in ("hone", "document", "text"):
        return f"Hone's form '{name}'"
    return "the model's own, as transformers reads it"
