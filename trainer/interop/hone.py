"""Hone's trainer as a program: jobs in, directories out."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ENGINES = Path(__file__).resolve().parent.parent / "engines"
sys.path.append(str(ENGINES))

from hone_engine import order  # noqa: E402, F401  (rows go in the same order here)


class Hone:
    """@param command how its command line is called, as `./hone` does it"""

    def __init__(self, command, place):
        self.command = command
        self.place = place
        self.begun = set()

    def run(self, *words):
        return subprocess.run([*self.command, *map(str, words)], capture_output=True, text=True)

    def must(self, *words):
        done = self.run(*words)
        if done.returncode != 0:
            raise RuntimeError(f"hone {words[0]} ended with {done.returncode}: {(done.stderr or done.stdout)[-1500:]}")
        return done.stdout

    def prepared(self, name, recipe, data, model, seed=1, threads=1, reward=None):
        """A job's file, and what reads the events of its run. @param reward the directory of a reward model"""
        folder = self.place / "runs" / name
        if name not in self.begun:  # one of that name is from another day
            shutil.rmtree(folder, ignore_errors=True)
        self.begun.add(name)
        folder.mkdir(parents=True, exist_ok=True)
        job = {
            "runId": name,
            "recipe": recipe,
            "data": str(data.resolve()),
            "model": str(model.resolve()),
            "folder": "run",
            "models": str((self.place / "models").resolve()),
            "seed": seed,
            "threads": threads,
            **({"reward": str(reward.resolve())} if reward else {}),
        }
        (folder / "job.json").write_text(json.dumps(job))
        return folder / "job.json", lambda: events(self.place, name)

    def train(self, name, recipe, data, model, seed=1, threads=1, reward=None):
        """A finished run: the directory of its model, and its events."""
        job, told = self.prepared(name, recipe, data, model, seed, threads, reward)
        self.must("train", job)
        return checkpoint_of(self.place, name), told()

    def golden(self, folder):
        """Checks in the layout of the golden numbers, compared by Hone: (name, outcome) each."""
        lines = self.must("golden", folder, "--json").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


def events(place, name):
    """Those that are whole: a run that was killed may leave half a line."""
    file = place / "runs" / name / "run" / "events.jsonl"
    if not file.exists():
        raise RuntimeError(f"there is no run {name} here yet; the parts before this one make it")
    return [json.loads(line) for line in file.read_text().split("\n")[:-1]]


def finished(place, name):
    file = place / "runs" / name / "run" / "events.jsonl"
    return file.exists() and events(place, name)[-1]["kind"] == "run.succeeded"


def checkpoint_of(place, name):
    """The directory of a finished run's model."""
    return place / "models" / next(e["checkpoint"] for e in events(place, name) if e["kind"] == "run.succeeded")


def held_out(events):
    """The metrics of the last evaluation."""
    return [e["metrics"] for e in events if e["kind"] == "run.evaluation" and e["name"] == "held-out"][-1]


def lora(rank=4, **more):
    return {"rank": rank, "alpha": 2.0 * rank, **more}


def sft(**more):
    return {
        "kind": "sft",
        "epochs": 1,
        "batchRows": 4,
        "microBatchRows": 2,
        "sequenceTokensMax": 256,
        "learningRate": 0.01,
        "warmupShare": 0.0,
        "weightDecay": 0.0,
        "gradientNormMax": 1.0,
        "chatTemplate": "auto",
        "evaluateEverySteps": 1,
        "checkpointEverySteps": 0,
        "sampleCount": 0,
        "sampleTokensMax": 1,
        **more,
    }


def reward(**more):
    return {
        "kind": "reward",
        "epochs": 1,
        "batchGroups": 4,
        "sequenceTokensMax": 256,
        "learningRate": 0.01,
        "warmupShare": 0.0,
        "weightDecay": 0.0,
        "gradientNormMax": 1.0,
        "chatTemplate": "auto",
        "normalizeSamples": 0,
        "checkpointEverySteps": 0,
        **more,
    }
