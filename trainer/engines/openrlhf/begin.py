"""The model that OpenRLHF starts from, in a folder of its own: it runs code that a model's files name, which Hone never does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from hone_engine import chat
from hone_engine.marks import start_marks_as_line_breaks
from hone_engine.model_files import COPIED, without_dropout
from transformers import AutoModelForCausalLM

#: Names of a model's code, and what OpenRLHF has noted in a configuration of its own.
DROPPED = ("auto_map", "custom_pipelines", "value_head_prefix", "normalize_reward", "mean", "std")


def staged(model: Path, folder: Path, words: chat.Words, new_marks: bool) -> None:
    """@param new_marks whether the marks of turns are to begin as line breaks, as a base that knows documents only needs it"""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    weights = sorted(file for file in model.iterdir() if file.name.endswith((".safetensors", ".safetensors.index.json")))
    if new_marks or not weights:
        loaded = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32, trust_remote_code=False)
        if new_marks:
            start_marks_as_line_breaks(loaded, words)
        loaded.save_pretrained(folder)
    else:
        for file in weights:
            (folder / file.name).symlink_to(file)
    copied(model / "config.json", folder / "config.json", **without_dropout(model))
    copied(model / "tokenizer_config.json", folder / "tokenizer_config.json")
    for name in COPIED:
        if (model / name).is_file():
            shutil.copyfile(model / name, folder / name)


def copied(source: Path, target: Path, **changed: object) -> None:
    said = {name: value for name, value in json.loads(source.read_text()).items() if name not in DROPPED}
    target.write_text(json.dumps({**said, **changed}, ensure_ascii=False))
