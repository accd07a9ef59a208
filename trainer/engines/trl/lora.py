"""Models as directories describe them, adapters added up; and the adapter that a run trains, which begins as Hone's trainer draws it."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from hone_engine import adapters, order
from hone_engine.job import Run
from hone_engine.model_files import without_dropout
from peft import LoraConfig, PeftModel
from transformers import AutoConfig, PretrainedConfig, PreTrainedModel
from transformers.pytorch_utils import Conv1D

HEAD = "score"


def config_of(directory: Path, **changed: Any) -> PretrainedConfig:
    """Of an adapter, too: its directory says what its base does."""
    return AutoConfig.from_pretrained(directory, trust_remote_code=False, **without_dropout(directory), **changed)


def loaded(kind: Any, directory: Path, **changed: Any) -> PreTrainedModel:
    """The model of a directory in float32. An adapter is added to the weights of its base.

    @param kind one of transformers' classes that find the family; @param changed of the configuration
    """
    base, *added = adapters.parts(directory)
    model = kind.from_pretrained(base, config=config_of(directory, **changed), dtype=torch.float32)
    for adapter in added:
        model = PeftModel.from_pretrained(model, adapter).merge_and_unload()
    return model.requires_grad_(True)  # adding an adapter had kept them still


@dataclass(frozen=True)
class RunAdapter:
    """The adapter that a run trains. @param matrices that it changes, in the order of the network"""

    run: Run
    task: str
    matrices: list[str]
    transposed: bool

    @property
    def lora(self) -> dict[str, Any]:
        return self.run.recipe["lora"]

    def config(self) -> LoraConfig:
        return LoraConfig(
            task_type=self.task,
            r=self.lora["rank"],
            lora_alpha=self.lora["alpha"],
            lora_dropout=self.lora.get("dropout") or 0.0,
            use_rslora=self.lora.get("scaling") == "rslora",
            target_modules=self.matrices,
            modules_to_save=[HEAD] if self.task == "SEQ_CLS" else None,
            fan_in_fan_out=self.transposed,
        )

    @torch.no_grad()
    def start(self, model: PeftModel) -> None:
        """A uniform within 1/√in, B zero; the same numbers that Hone's trainer draws from the run's seed."""
        chance = torch.Generator().manual_seed(order.mix(self.run.seed, -1))
        for matrix in self.matrices:
            layer = model.base_model.model.get_submodule(matrix)
            a = layer.lora_A["default"].weight
            limit = 1 / math.sqrt(a.shape[1])
            a.copy_(torch.empty(a.shape).uniform_(-limit, limit, generator=chance))
            layer.lora_B["default"].weight.zero_()

    def write(self, folder: Path) -> None:
        """What says how to read the adapter's weights, and which model they belong to."""
        base = adapters.address(self.run.model)
        said = adapters.described(base, self.task, self.lora, self.matrices, self.transposed)
        (folder / adapters.CONFIG).write_text(json.dumps(said))
        (folder / adapters.BASE).write_text(json.dumps({"sha256": base}))


def adapter_of(run: Run, model: PreTrainedModel, task: str) -> RunAdapter | None:
    """What the recipe's `lora` means for a model; nothing if all weights are trained."""
    if not run.recipe.get("lora"):
        return None
    found = {
        name: module
        for name, module in model.named_modules()
        if isinstance(module, (torch.nn.Linear, Conv1D)) and module is not model.get_output_embeddings() and name != HEAD
    }
    matrices = adapters.meant(list(found), run.recipe["lora"].get("targets"))
    return RunAdapter(run, task, matrices, any(isinstance(module, Conv1D) for module in found.values()))
