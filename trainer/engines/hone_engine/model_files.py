"""The files of a model beside its weights, and weights that are placed without being copied."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

COPIED = ("tokenizer.json", "generation_config.json", "special_tokens_map.json", "chat_template.jinja", "LICENSE", "SOURCE.md")


def files(
    folder: Path,
    parent: Path,
    template: str,
    config: dict[str, Any] | None = None,
    tokenizer: dict[str, Any] | None = None,
    dtype: str = "float32",
) -> None:
    """Configuration and tokenizer as the model brought them, with what training changed: Hone reads what it has read before."""
    changed = json.loads((parent / "config.json").read_text())
    for name in ("dtype", "torch_dtype"):
        if name in changed:
            changed[name] = dtype
    (folder / "config.json").write_text(json.dumps({**changed, **(config or {})}, ensure_ascii=False))
    words = json.loads((parent / "tokenizer_config.json").read_text())
    words.update(tokenizer or {}, hone_chat_template=template)
    if template == "hone":
        words.pop("chat_template", None)  # of a model with another one; other servers would use it
    (folder / "tokenizer_config.json").write_text(json.dumps(words, ensure_ascii=False))
    for name in COPIED:
        if (parent / name).is_file() and not (template == "hone" and name == "chat_template.jinja"):
            shutil.copyfile(parent / name, folder / name)


def without_dropout(directory: Path) -> dict[str, float]:
    """Hone's trainer has no dropout of whole models, and numbers are compared with its."""
    config = json.loads((directory / "config.json").read_text())
    return {
        name: 0.0 for name, value in config.items() if ("dropout" in name or name.endswith("pdrop")) and isinstance(value, float)
    }


def placed(file: Path, target: Path) -> None:
    """The same bytes without copying them where the file system can. The library's own files are their writer's alone."""
    mask = os.umask(0)
    os.umask(mask)
    file.chmod(0o666 & ~mask)
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)
