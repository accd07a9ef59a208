"""The job's file, the signal to stop, and how a stage ends: exit codes and the last event."""

from __future__ import annotations

import json
import os
import platform
import signal
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

from hone_engine.events import Log
from hone_engine.failure import InUse, Paused, RunFailure

SUCCEEDED, FAILED, CRASHED, TRY_AGAIN = 0, 1, 70, 75


@dataclass
class Run:
    """A job with its paths made absolute. Of several processes only the first one has a log.

    @param rank of this process among those that train together
    """

    job: dict[str, Any]
    base: Path
    rank: int
    machine: str
    log: Log | None = None
    asked_to_stop: bool = field(default=False)

    @property
    def id(self) -> str:
        return self.job["runId"]

    @property
    def recipe(self) -> dict[str, Any]:
        return self.job["recipe"]

    @property
    def seed(self) -> int:
        return self.job["seed"]

    @property
    def folder(self) -> Path:
        return (self.base / self.job["folder"]).resolve()

    @property
    def models(self) -> Path:
        return (self.base / self.job["models"]).resolve()

    @property
    def model(self) -> Path:
        return (self.base / self.job["model"]).resolve()

    @property
    def data(self) -> Path:
        if "data" not in self.job:
            raise RunFailure("bad-recipe", "The job names no data, and this stage needs some.")
        return (self.base / self.job["data"]).resolve()

    @property
    def reward(self) -> Path:
        if "reward" not in self.job:
            raise RunFailure("bad-recipe", "The job names no reward model, and this stage needs one, or a verifier in its recipe.")
        return (self.base / self.job["reward"]).resolve()

    def stopping(self) -> bool:
        """By SIGTERM, or by a file where no signal of the trainer's machine arrives."""
        return self.asked_to_stop or (self.folder / "stop").exists()

    def tell(self, kind: str, **fields: Any) -> None:
        if self.log is not None:
            self.log.append(kind, **fields)


def read(file: Path, machine: str) -> Run:
    try:
        job = json.loads(file.read_text())
        for name in ("runId", "recipe", "model", "folder", "models", "seed", "threads"):
            job[name]
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise RunFailure("bad-recipe", f"The job {file.name} can't be used: {e!r}.") from e
    return Run(job, file.resolve().parent, int(os.environ.get("RANK", "0")), machine)


def described(engine: str, versions: list[tuple[str, str]], processes: int) -> str:
    """What events and manifests say of the machine: the engine first, then what its numbers depend on."""
    said = [f"{engine} {versions[0][1]}", *(f"{name} {version}" for name, version in versions[1:])]
    return ", ".join([*said, platform.machine(), f"{processes} process" + ("" if processes == 1 else "es")])


def main(file: Path, machine: str, stage: Callable[[Run], str]) -> int:
    """Runs a job to its end. The stage returns the sha256 of the finished model."""
    try:
        run = read(file, machine)
    except RunFailure as e:
        print(e.sentence, file=sys.stderr)
        return FAILED
    signal.signal(signal.SIGTERM, lambda *_: setattr(run, "asked_to_stop", True))
    try:
        if run.rank == 0:
            run.log = Log(run.folder, run.id)
            if run.log.ended:
                return SUCCEEDED
        checkpoint = stage(run)
        run.tell("run.succeeded", checkpoint=checkpoint)
        return SUCCEEDED
    except InUse as e:
        print(e, file=sys.stderr)
        return TRY_AGAIN
    except Paused as e:
        print(e)
        return TRY_AGAIN
    except RunFailure as e:
        return failed(run, e)
    except Exception as e:
        if type(e).__name__ == "OutOfMemoryError" or "can't allocate memory" in str(e):
            return failed(
                run,
                RunFailure("out-of-memory", "There was not enough memory; use a smaller batch or shorter rows and start again."),
            )
        if isinstance(e, OSError) and e.errno == 28:
            return failed(run, RunFailure("disk-full", "The disk is full; free some space, then start the run again."))
        traceback.print_exc()  # a bug: the supervisor sees a crash and tries again
        return CRASHED
    finally:
        if run.log is not None:
            run.log.file.close()


def failed(run: Run, failure: RunFailure) -> int:
    print(failure.sentence, file=sys.stderr)
    kept = run.log.last_checkpoint if run.log else None
    run.tell("run.failed", reason=failure.sentence, cause=failure.word, **({"lastGoodCheckpoint": kept} if kept else {}))
    return FAILED
