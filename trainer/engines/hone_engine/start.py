"""What all stages do before the first step: refuse what can't be kept, verify the model, find what to go on from."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from transformers import AutoConfig

from hone_engine import adapters, chat
from hone_engine.checkpoints import Checkpoints, dataset_sha256, verified
from hone_engine.failure import RunFailure
from hone_engine.job import Run
from hone_engine.plan import Plan


@dataclass
class Start:
    """@param finished the address of the model, if an earlier worker died after writing it; @param resume a state of the engine's own"""

    checkpoints: Checkpoints
    finished: str | None
    resume: str | None

    @property
    def fresh(self) -> bool:
        return self.resume is None


def engine_of(run: Run) -> str:
    return run.machine.split()[0]


def refuse(run: Run, *unsupported: str) -> None:
    """What a recipe may ask for and this engine does not do: another number would be worse than none."""
    for name in unsupported:
        if name in run.recipe and run.recipe[name] not in (False, "last"):
            raise RunFailure(
                "unsupported-recipe",
                f"The recipe sets {name}, which the engine {engine_of(run)} does not train; take it out, or train this stage with "
                "Hone's own trainer.",
            )


def on_a_gpu(run: Run, there: bool) -> bool:
    """Where a run computes: as its recipe says, and otherwise on a GPU where there is one.

    @param there: whether the engine's libraries find a GPU
    """
    asked = run.recipe.get("device")
    if asked == "cuda" and not there:
        raise RunFailure(
            "no-gpu",
            f"The recipe asks for a GPU (device cuda), and the engine {engine_of(run)} finds none that it can use. Install NVIDIA's "
            "driver (nvidia-smi has to show a GPU) and a PyTorch for CUDA, or take device out of the recipe.",
        )
    return there and asked != "cpu"


def refuse_adapters(run: Run) -> None:
    """For an engine that reads whole models only."""
    if adapters.is_adapter(run.model):
        raise RunFailure(
            "unsupported-model",
            f"The model is an adapter, and the engine {engine_of(run)} trains whole models: write it and its base as one model "
            "first.",
        )


def tokens_max(run: Run) -> int:
    positions = AutoConfig.from_pretrained(run.model, trust_remote_code=False).max_position_embeddings
    return min(run.recipe["sequenceTokensMax"], positions)


def started(run: Run, plan: Plan, name: str, words: chat.Words, states: str) -> Start:
    """Reports the start; after a crash, also the checkpoint that was written but not reported.

    @param states a pattern of the engine's own states in its folder; those of no checkpoint are removed
    """
    if run.rank == 0 and run.recipe.get("lora"):
        adapters.put_beside(run.models, run.model)
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
        for state in run.folder.glob(states):
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
