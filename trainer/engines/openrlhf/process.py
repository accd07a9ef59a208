"""One of the processes that DeepSpeed starts: OpenRLHF's own program, which tells the engine what it has done after each step.

    process.py ENGINE MODULE OPTIONS...    ENGINE: the engine's process id; MODULE: the program, with its OPTIONS

It runs in the folder where the first process writes told.jsonl, and where a file asks all of them to stop.

OpenRLHF's trainers have no callbacks. They write numbers to TensorBoard's writer and save where `save_logs_and_checkpoints` says so,
once for each step: the writer is replaced by `Told`, and that method is called with a checkpoint due when the run is to stop.
"""

from __future__ import annotations

import fcntl
import importlib
import json
import os
import runpy
import sys
import threading
import time
from pathlib import Path
from typing import Any

TRAINERS = {
    "openrlhf.cli.train_sft": ("openrlhf.trainer.sft_trainer", "SFTTrainer"),
    "openrlhf.cli.train_rm": ("openrlhf.trainer.rm_trainer", "RewardModelTrainer"),
    "openrlhf.cli.train_dpo": ("openrlhf.trainer.dpo_trainer", "DPOTrainer"),
}
LOCK, TOLD, STOP = "processes.lock", "told.jsonl", "stop"


class Told:
    """In place of TensorBoard's writer: numbers by name, until a step is told of. Only the first process has a file."""

    def __init__(self, file: Path | None):
        self.file, self.numbers = file, {}

    def add_scalar(self, name: str, value: float, _step: int) -> None:
        self.numbers[name] = float(value)

    def close(self) -> None:
        pass

    def tell(self, **line: Any) -> None:
        if self.file is not None:
            with open(self.file, "a", encoding="utf-8") as out:
                out.write(json.dumps(line) + "\n")

    def under(self, prefix: str) -> dict[str, float]:
        return {name.removeprefix(prefix): value for name, value in self.numbers.items() if name.startswith(prefix)}


class Means:
    """Means over a step's micro-batches and all processes. OpenRLHF logs those of the last micro-batch, or of one process."""

    def __init__(self, strategy: Any):
        self.seen: list[dict[str, float]] = []
        self.reduce = strategy.all_reduce

    def all_reduce(self, data: Any, op: str = "mean") -> Any:
        reduced = self.reduce(data, op)
        if isinstance(data, dict) and "lr" in data:
            self.seen.append(reduced)
        return reduced

    def taken(self) -> dict[str, float]:
        seen, self.seen = self.seen, []
        return {name: sum(one[name] for one in seen) / len(seen) for name in seen[0] if name not in ("lr", "grad_norm")}


def watched(trainer: type) -> None:
    """Changes a trainer's class so that it tells what it does, and stops when it is asked to."""
    begin, step_done = trainer.__init__, trainer.save_logs_and_checkpoints

    def __init__(self: Any, *args: Any, **options: Any) -> None:
        begin(self, *args, **options)
        self.told = Told(Path(TOLD) if self.strategy.is_rank_0() else None)
        self._tensorboard = self.told
        self.means = Means(self.strategy)
        self.strategy.all_reduce = self.means.all_reduce
        self.logps: list[tuple[float, float]] = []
        if trainer.__name__ == "DPOTrainer":
            self.loss_fn.register_forward_pre_hook(lambda _, inputs: see_logps(self, inputs))

    def save_logs_and_checkpoints(self: Any, args: Any, step: int, bar: Any, logs: Any = None, states: Any = None) -> None:
        metrics = {**self.means.taken(), "grad_norm": logs["grad_norm"], **logps(self)}
        last = states["consumed_samples"] >= len(self.train_dataloader.dataset)
        stopping = not last and self.means.reduce(float(Path(STOP).exists()), "max") > 0
        every = args.ckpt.save_steps
        if stopping:
            args.ckpt.save_steps = 1
        elif last:
            args.ckpt.save_steps = float("inf")  # the finished model follows
        saves = step % args.ckpt.save_steps == 0
        self.told.tell(kind="step", step=step, metrics=metrics)
        step_done(self, args, step, bar, logs, states)
        args.ckpt.save_steps = every
        held_out = self.told.under("eval/")
        self.told.numbers.clear()
        if held_out:
            self.told.tell(kind="evaluation", step=step, metrics=held_out)
        if saves:
            self.told.tell(kind="saved", step=step)
        if stopping:
            self.told.tell(kind="stopped", step=step)
            sys.exit(0)

    trainer.__init__, trainer.save_logs_and_checkpoints = __init__, save_logs_and_checkpoints


def see_logps(trainer: Any, inputs: tuple[Any, ...]) -> None:
    if trainer.model.training:
        trainer.logps.append((float(inputs[0].mean()), float(inputs[1].mean())))


def logps(trainer: Any) -> dict[str, float]:
    seen, trainer.logps = trainer.logps, []
    if not seen:
        return {}
    chosen, rejected = (sum(side) / len(seen) for side in zip(*seen))
    return trainer.means.reduce({"logps/chosen": chosen, "logps/rejected": rejected}, "mean")


def end_with(engine: int) -> None:
    """An engine that was killed must not leave processes behind that train on while its successor starts."""

    def watch() -> None:
        while lives(engine):
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")  # ended, even if nobody has asked for its exit code yet


def main() -> None:
    engine, module = int(sys.argv[1]), sys.argv[2]
    end_with(engine)
    lock = open(LOCK, "rb")
    fcntl.lockf(lock, fcntl.LOCK_SH)
    place, name = TRAINERS[module]
    watched(getattr(importlib.import_module(place), name))
    sys.argv = [module, *sys.argv[3:]]
    try:
        runpy.run_module(module, run_name="__main__")
    except Exception as e:
        if type(e).__name__ == "OutOfMemoryError":
            Told(Path(TOLD)).tell(kind="failed", cause="out-of-memory")
        elif isinstance(e, OSError) and e.errno == 28:
            Told(Path(TOLD)).tell(kind="failed", cause="disk-full")
        raise


if __name__ == "__main__":
    main()
