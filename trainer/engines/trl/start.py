"""What all stages do before the first step: verify the model, find what to go on from, read the template; and the files of a model."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accelerate import PartialState
from datasets import Dataset, load_from_disk
from hone_engine import chat
from hone_engine.checkpoints import Checkpoints, dataset_sha256, verified
from hone_engine.failure import RunFailure
from hone_engine.job import Run
from steps import Plan
from transformers import AutoConfig

COPIED = ("tokenizer.json", "generation_config.json", "special_tokens_map.json", "chat_template.jinja", "LICENSE", "SOURCE.md")


@dataclass
class Start:
    """@param finished the address of the model, if an earlier worker died after writing it; @param resume a state of transformers'"""

    checkpoints: Checkpoints
    finished: str | None
    resume: str | None

    @property
    def fresh(self) -> bool:
        return self.resume is None


def refuse(run: Run, *unsupported: str) -> None:
    """What a recipe may ask for and this engine does not do: another number would be worse than none."""
    for name in unsupported:
        if name in run.recipe and run.recipe[name] not in (False, "last"):
            raise RunFailure(
                "unsupported-recipe",
                f"The recipe sets {name}, which the engine trl does not train; take it out, or train this stage with Hone's own trainer.",
            )
    if (run.model / "adapter_config.json").exists():
        raise RunFailure(
            "unsupported-model",
            "The model is an adapter, and the engine trl trains whole models: write it and its base as one model first.",
        )


def tokens_max(run: Run) -> int:
    positions = AutoConfig.from_pretrained(run.model, trust_remote_code=False).max_position_embeddings
    return min(run.recipe["sequenceTokensMax"], positions)


def started(run: Run, plan: Plan, name: str, words: chat.Words) -> Start:
    """Reports the start; after a crash, also the checkpoint that was written but not reported."""
    checkpoints = Checkpoints(run, verified(run.model), dataset_sha256(run.data), plan.steps)
    latest = checkpoints.latest()
    resume = None
    if latest is not None:
        verified(run.models / latest["sha256"])
        if latest["state"] is not None:
            resume = str(run.folder / latest["state"])
            if not Path(resume).is_dir():
                raise RunFailure("unreadable-checkpoint", f"The state of step {latest['step']} is gone; start a new run.")
    # What a worker left behind that died while it saved.
    if run.rank == 0:
        for state in (run.folder / "state").glob("checkpoint-*"):
            if str(state.relative_to(run.folder)) not in [kept["state"] for kept in checkpoints.kept]:
                shutil.rmtree(state)
    run.tell(
        "run.started",
        fromStep=latest["step"] if latest else 0,
        steps=plan.steps,
        machine=run.machine,
        threads=run.job["threads"],
        chatTemplate=chat.described(name, words),
    )
    if latest is not None:
        checkpoints.report(latest)
    return Start(checkpoints, latest["sha256"] if latest and latest["state"] is None else None, resume)


def shared(run: Run, name: str, found: list[dict[str, Any]]) -> Dataset:
    """The same rows for all processes: what TRL computes of them lies beside them, and one process reads what another wrote."""
    place = run.folder / "state" / name
    with PartialState().main_process_first():
        if run.rank == 0:
            shutil.rmtree(place, ignore_errors=True)
            Dataset.from_list(found).save_to_disk(place)
        return load_from_disk(place)


def files(folder: Path, parent: Path, template: str, config: dict[str, Any], tokenizer: dict[str, Any]) -> None:
    """Configuration and tokenizer as the model brought them, with what training changed: Hone reads what it has read before."""
    changed = json.loads((parent / "config.json").read_text())
    for name in ("dtype", "torch_dtype"):
        if name in changed:
            changed[name] = "float32"
    (folder / "config.json").write_text(json.dumps({**changed, **config}, ensure_ascii=False))
    words = json.loads((parent / "tokenizer_config.json").read_text())
    words.update(tokenizer, hone_chat_template=template)
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
