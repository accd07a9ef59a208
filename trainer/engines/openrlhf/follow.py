"""OpenRLHF's processes while they train: what they tell becomes events, what they save becomes checkpoints."""

from __future__ import annotations

import fcntl
import json
import math
import os
import shutil
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator

from arguments import CHECKPOINTS, MODULES
from hone_engine.checkpoints import Checkpoints, synced
from hone_engine.failure import Paused, RunFailure
from hone_engine.plan import Plan
from process import LOCK, STOP, TOLD

PROGRAM = Path(__file__).resolve().parent / "process.py"
LOOK_SECONDS = 0.2
FAILURES = {
    "out-of-memory": "There was not enough memory; use a smaller batch or shorter rows and start again.",
    "disk-full": "The disk is full; free some space, then start the run again.",
}


@dataclass
class Following:
    """@param tokens of each step; @param held_out how many rows are measured; @param contents writes a checkpoint of a saved folder"""

    plan: Plan
    checkpoints: Checkpoints
    folder: Path
    tokens: list[int]
    held_out: int
    contents: Callable[[Path], Callable[[Path], None]]
    step: int
    stopped: bool = False

    def train(self, options: list[str]) -> None:
        """Returns after the last step, once OpenRLHF has saved the finished model."""
        for name in (TOLD, STOP):
            (self.folder / name).unlink(missing_ok=True)
        told = self.folder / TOLD
        told.touch()
        child = subprocess.Popen(self._command(options), cwd=self.folder, env=self._environment(), start_new_session=True)
        try:
            with open(told, "rb") as lines:
                while self._tell(whole(lines)) or child.poll() is None:
                    if self.plan.run.stopping():
                        (self.folder / STOP).touch()
                    self._wait(child)
                self._tell(whole(lines))
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
                child.wait()
        if self.stopped:
            raise Paused(f"stopped after step {self.step}; the next start goes on from there")
        if child.returncode != 0 or self.step != self.plan.steps:
            raise RuntimeError(f"OpenRLHF ended with {child.returncode} after step {self.step} of {self.plan.steps}")

    def _wait(self, child: subprocess.Popen[bytes]) -> None:
        try:
            child.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            pass

    def _command(self, options: list[str]) -> list[str]:
        launcher = [sys.executable, "-m", "deepspeed.launcher.runner", "--no_local_rank"]
        place = ["--num_gpus", str(self.plan.processes), "--master_port", str(free_port())]
        module = MODULES[self.plan.run.recipe["kind"]]
        return [*launcher, *place, str(PROGRAM), str(os.getpid()), module, *options]

    def _environment(self) -> dict[str, str]:
        threads = max(1, self.plan.run.job["threads"] // self.plan.processes)
        cache = {"HF_DATASETS_CACHE": str(self.folder / "cache"), "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
        # DeepSpeed compiles its optimizer at the first start, with the ninja that lies beside Python.
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return {**os.environ, **cache, "PATH": path, "OMP_NUM_THREADS": str(threads)}

    def _tell(self, lines: Iterator[dict[str, Any]]) -> bool:
        """Whether there was anything to tell."""
        any_ = False
        for line in lines:
            any_ = True
            match line["kind"]:
                case "step":
                    self._step(line["step"], line["metrics"])
                case "evaluation" if self.held_out:
                    metrics = {**evaluated(line["metrics"]), self._unit: float(self.held_out)}
                    self.plan.run.tell("run.evaluation", step=line["step"], name="held-out", metrics=metrics)
                case "saved":
                    self._saved(line["step"])
                case "stopped":
                    self.stopped = True
                case "failed":
                    raise RunFailure(line["cause"], FAILURES[line["cause"]])
        return any_

    @property
    def _unit(self) -> str:
        return "rows" if self.plan.run.recipe["kind"] == "sft" else "pairs"

    def _step(self, step: int, told: dict[str, float]) -> None:
        if step != self.step + 1:
            raise RuntimeError(f"OpenRLHF told of step {step} after step {self.step}")
        self.step = step
        run = self.plan.run
        metrics = named(run.recipe["kind"], told)
        for name in ("loss", "grad_norm"):
            if not math.isfinite(metrics[name]):
                raise RunFailure("nan-loss", f"The {name} was not a number at step {step}. Try a lower learning rate.")
        rate = run.recipe["learningRate"] * self.plan.rate(step - 1)
        metrics = {**metrics, "lr": rate, "num_tokens": float(self.tokens[step - 1]), **self.plan.metrics}
        run.tell("run.step", step=step, steps=self.plan.steps, metrics=metrics)

    def _saved(self, step: int) -> None:
        """The state that OpenRLHF goes on from first, then the checkpoint with the same weights as transformers has them."""
        place = self.folder / CHECKPOINTS
        state, weights = place / f"global_step{step}", place / f"global_step{step}_hf"
        for file in state.rglob("*"):
            synced(file)
        synced(place)
        self.checkpoints.save(step, self.contents(weights), str(state.relative_to(self.plan.run.folder)))
        shutil.rmtree(weights)


def whole(lines: Any) -> Iterator[dict[str, Any]]:
    """What has been written since the last look; half a line waits for its end."""
    while True:
        begin = lines.tell()
        line = lines.readline()
        if not line.endswith(b"\n"):
            lines.seek(begin)
            return
        yield json.loads(line)


def named(kind: str, told: dict[str, float]) -> dict[str, float]:
    """OpenRLHF's numbers by Hone's names."""
    norm = {"grad_norm": told["grad_norm"]}
    if kind == "sft":
        return {"loss": told["gpt_loss"], **norm}
    margin = told["chosen_reward"] - told["reject_reward"]
    if kind == "reward":
        return {"loss": told["loss"], "accuracy": told["acc"], "margin": margin, **norm}
    rewards = {"rewards/chosen": told["chosen_reward"], "rewards/rejected": told["reject_reward"], "rewards/margins": margin}
    logps = {name: told[name] for name in ("logps/chosen", "logps/rejected")}
    return {"loss": told["loss"], "rewards/accuracies": told["acc"], **rewards, **logps, **norm}


def evaluated(told: dict[str, float]) -> dict[str, float]:
    names = {"eval gpt_loss": "loss", "eval_loss": "loss", "acc_mean": "accuracy"}
    return {names[name]: value for name, value in told.items() if name in names}


def alone(folder: Path) -> None:
    """Waits until no process of an engine that was killed is left; they look for it twice a second."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / LOCK, "a+b") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)


def go_on_from(checkpoints: Path, state: str | None) -> None:
    """OpenRLHF goes on from the state that a file names: it is to be the one of the last checkpoint that was reported."""
    if state is None:
        shutil.rmtree(checkpoints, ignore_errors=True)
        return
    (checkpoints / "latest").write_text(Path(state).name)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
