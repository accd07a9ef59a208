"""Adapters as Hone keeps them: PEFT's files beside the hash of the model that they were trained on, which lies next to them."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from hone_engine.failure import RunFailure

CONFIG = "adapter_config.json"
WEIGHTS = "adapter_model.safetensors"
BASE = "hone_base.json"
CHAIN_MAX = 32


def is_adapter(directory: Path) -> bool:
    return (directory / CONFIG).exists()


def parts(directory: Path) -> list[Path]:
    """What a directory's model is added up from: whole weights, then each adapter on them."""
    found = [directory]
    while is_adapter(found[0]):
        if len(found) > CHAIN_MAX:
            raise RunFailure(
                "unreadable-checkpoint", f"The model can't be loaded: it leads over more than {CHAIN_MAX} adapters to its base."
            )
        found.insert(0, base_of(found[0]))
    return found


def base_of(adapter: Path) -> Path:
    """The very model that an adapter was trained on."""
    named = adapter / BASE
    if not named.is_file():
        raise RunFailure(
            "unreadable-checkpoint",
            f"The model can't be loaded: it is an adapter without {BASE}, so it is not known which model it belongs to; "
            "merge it into its base, or train it here.",
        )
    wanted = json.loads(named.read_text()).get("sha256", "")
    if not (len(wanted) == 64 and set(wanted) <= set("0123456789abcdef")):
        raise RunFailure("unreadable-checkpoint", f"The model can't be loaded: its {BASE} names no model by its sha256.")
    beside = adapter.resolve().parent / wanted
    if not beside.is_dir():
        raise RunFailure(
            "unreadable-checkpoint",
            f"The model can't be loaded: its base {wanted} is not beside it; put the base's folder, or a link to it, there "
            "under that name.",
        )
    if address(beside) != wanted:
        raise RunFailure(
            "unreadable-checkpoint",
            f"The model can't be loaded: the model in {wanted} is not the base that the adapter was trained on.",
        )
    return beside.resolve()


def address(model: Path) -> str:
    """The sha256 of a model's manifest; of one from elsewhere, that of its weights."""
    manifest = model / "manifest.json"
    digest = hashlib.sha256()
    for file in [manifest] if manifest.exists() else weights(model):
        with open(file, "rb") as bytes_:
            while block := bytes_.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def weights(model: Path) -> list[Path]:
    if is_adapter(model):
        return [model / WEIGHTS]
    index = model / "model.safetensors.index.json"
    if not index.exists():
        return [model / "model.safetensors"]
    return [model / name for name in dict.fromkeys(json.loads(index.read_text())["weight_map"].values())]


def put_beside(models: Path, base: Path) -> None:
    """A model from elsewhere gets a link in the folder of models, so that adapters there find it."""
    place = models / address(base)
    if place.is_dir():
        return
    models.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)  # a link to where the base once was
    try:
        place.symlink_to(os.path.relpath(base.resolve(), models.resolve()))
    except FileExistsError:
        pass  # another run was quicker


def described(base: str, task: str, lora: dict[str, Any], matrices: list[str], transposed: bool) -> dict[str, Any]:
    """What adapter_config.json says of an adapter; the same words in the same order for the same adapter.

    @param base the sha256 of the model that it is trained on; @param task `CAUSAL_LM`, or `SEQ_CLS` whose head is kept with it
    """
    return {
        "peft_type": "LORA",
        "task_type": task,
        "base_model_name_or_path": f"../{base}",
        "r": lora["rank"],
        "lora_alpha": lora["alpha"],
        "lora_dropout": lora.get("dropout") or 0.0,
        "use_rslora": lora.get("scaling") == "rslora",
        "use_dora": False,
        "bias": "none",
        "fan_in_fan_out": transposed,
        "inference_mode": True,
        "init_lora_weights": True,
        "target_modules": matrices,
        "modules_to_save": ["score"] if task == "SEQ_CLS" else None,
        "rank_pattern": {},
        "alpha_pattern": {},
    }


def meant(matrices: list[str], targets: list[str] | None) -> list[str]:
    """The matrices that a recipe's targets name, by their whole names or the last parts of them; all where it names none."""
    if not targets or "all-linear" in targets:
        return matrices

    def named(matrix: str, target: str) -> bool:
        return matrix == target or matrix.endswith("." + target)

    for target in targets:
        if not any(named(matrix, target) for matrix in matrices):
            parts_ = sorted({matrix.rpartition(".")[2] for matrix in matrices})
            raise RunFailure(
                "bad-recipe",
                f"The recipe can't be used: lora.targets names {target}, and this model has no such matrix; it has "
                f"{', '.join(parts_)}.",
            )
    return [matrix for matrix in matrices if any(named(matrix, target) for target in targets)]
