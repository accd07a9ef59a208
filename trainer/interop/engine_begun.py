"""An engine as a command, and what is waited for while it trains."""

import os
import subprocess
import time
from typing import Callable, NamedTuple

from hone import events

PATIENCE = 300
LOOK_SECONDS = 0.01


class Engine:
    """@param command that a job's file is added to; @param name in the names of runs"""

    def __init__(self, program, command, name="trl", **environment):
        self.program, self.command, self.name = program, command, name
        self.environment = {**os.environ, "OMP_NUM_THREADS": "1", **environment}

    def begun(self, name, case, data):
        job, _ = self.program.prepared(name, case.recipe, data, case.model, seed=7, reward=case.reward)
        with open(job.with_suffix(".log"), "a") as log:
            return subprocess.Popen([*self.command, str(job)], stdout=log, stderr=subprocess.STDOUT, env=self.environment)

    def trained(self, name, case, data):
        code = self.begun(name, case, data).wait(PATIENCE)
        if code != 0:
            raise RuntimeError(f"the run {name} ended with {code}; see {self.program.place / 'runs' / name}")
        return events(self.program.place, name)


class Moment(NamedTuple):
    """A moment of a run, told from outside. @param words go on from “killed”; @param come of the program and the run's name"""

    words: str
    come: Callable[..., bool]

    def wait(self, program, name, process):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and process.poll() is None:
            if self.come(program, name):
                return
            time.sleep(LOOK_SECONDS)
        if process.poll() is None:
            raise RuntimeError(f"the run {name} did not come to be {self.words} within {PATIENCE} s")


def told(kind, times, words):
    """Once the run has told of something so many times."""

    def come(program, name):
        file = program.place / "runs" / name / "run" / "events.jsonl"
        return file.exists() and file.read_bytes().count(f'"{kind}"'.encode()) >= times

    return Moment(words, come)


def saving(states):
    """@param states a pattern of what the engine writes for itself, before the checkpoint that goes with it"""
    return Moment("while it saved", lambda program, name: any((program.place / "runs" / name / "run").glob(states)))


STARTED = told("run.started", 1, "before its first step")
SAVED = told("run.checkpoint", 1, "after its first checkpoint")


def steps(count):
    return told("run.step", count, f"after step {count}")


def checkpoints(count):
    return told("run.checkpoint", count, f"after checkpoint {count}")
