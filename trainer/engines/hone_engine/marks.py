"""Marks that models need: where turns begin, and what fills up rows."""

from __future__ import annotations

from typing import Any

import torch

from hone_engine import chat


@torch.no_grad()
def start_marks_as_line_breaks(model: Any, words: chat.Words) -> None:
    """As noise the marks would have to be learned from a few hundred rows."""
    line_break = words.ids("\n")[-1]
    for weight in {id(w): w for w in (model.get_input_embeddings().weight, model.get_output_embeddings().weight)}.values():
        for mark in (words.user, words.assistant):
            weight[mark] = weight[line_break]


def padding(words: chat.Words, last: int) -> str | None:
    """A mark that no row ends with: transformers takes the score at the last token that is not the padding."""
    if words.library.pad_token_id not in (None, last):
        return words.library.pad_token

    def use(token: str) -> tuple[int, int]:
        known = (("pad",), ("reserved", "unused"), ("unk", "endoftext"))
        places = [place for place, parts in enumerate(known) if any(part in token.lower() for part in parts)]
        return (places[0] if places else 3, words.library.convert_tokens_to_ids(token))

    others = [token for token in words.library.all_special_tokens if words.library.convert_tokens_to_ids(token) != last]
    return min(others, key=use) if others else None
