"""What OpenRLHF has saved, as a checkpoint of Hone's.

Policies are transformers' own files, in bfloat16. A reward model is a class of OpenRLHF's: the family's layers and a value head
without a bias, whose name its configuration says. With the name that transformers gives a head (`score`) it is the family's sequence
classifier with one label. Configuration and tokenizer are those of the model that the run started from, with what training changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import torch
from arguments import HEAD
from hone_engine.failure import RunFailure
from hone_engine.model_files import files, placed
from safetensors import safe_open
from safetensors.torch import save_file
from transformers import AutoModelForSequenceClassification
from transformers.models.auto.modeling_auto import MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING_NAMES

INDEX = "model.safetensors.index.json"


def classifier(model: Path) -> str:
    """The family's class for reward models."""
    kind = json.loads((model / "config.json").read_text()).get("model_type")
    name = MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING_NAMES.get(kind)
    if name is None:
        raise RunFailure(
            "unsupported-model", f"transformers has no sequence classifier for {kind}, so it can't be a reward model."
        )
    return name


@dataclass
class Saved:
    """@param parent the model that the run started from; @param config and @param tokenizer what their files say besides"""

    parent: Path
    template: str
    config: dict[str, Any]
    tokenizer: dict[str, Any]

    def contents(self, saved: Path) -> Callable[[Path], None]:
        """What writes the files of a checkpoint from those that OpenRLHF has saved."""

        def write(folder: Path) -> None:
            weights(saved, folder)
            files(folder, self.parent, self.template, self.config, self.tokenizer, dtype="bfloat16")

        return write


def weights(saved: Path, folder: Path) -> None:
    head = json.loads((saved / "config.json").read_text()).get("value_head_prefix", HEAD)
    shards = sorted(saved.glob("*.safetensors"))
    if not shards:
        raise RunFailure("unreadable-checkpoint", "OpenRLHF has saved no safetensors; see the run's log.")
    for shard in shards:
        with safe_open(shard, "pt") as tensors:
            renamed = {name: HEAD + name.removeprefix(head) for name in tensors.keys() if named(name, head)}
            if not renamed or head == HEAD:
                placed(shard, folder / shard.name)
                continue
            written = {renamed.get(name, name): tensors.get_tensor(name) for name in tensors.keys()}
        save_file(written, folder / shard.name, metadata={"format": "pt"})
    if (saved / INDEX).is_file():
        index = json.loads((saved / INDEX).read_text())
        places = {HEAD + name.removeprefix(head) if named(name, head) else name: at for name, at in index["weight_map"].items()}
        (folder / INDEX).write_text(json.dumps({**index, "weight_map": places}))


def named(tensor: str, head: str) -> bool:
    return tensor.startswith(head + ".")


def scorer(directory: Path, device: torch.device, pad_id: int) -> Callable[[list[list[int]]], list[float]]:
    """Scores of token rows by a reward model that has been read back."""
    model = AutoModelForSequenceClassification.from_pretrained(directory, dtype=torch.float32).to(device).eval()

    @torch.no_grad()
    def scores(rows: list[list[int]]) -> list[float]:
        width = max(map(len, rows))
        ids = torch.tensor([row + [pad_id] * (width - len(row)) for row in rows], device=device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows], device=device)
        return model(input_ids=ids, attention_mask=mask, use_cache=False).logits.squeeze(-1).float().tolist()

    return scores
