"""Stages by an engine through a running Hone: import, freeze, runs that are killed and go on, and what became of them.

`./hone interop engines` starts a Hone whose trainer has HONE_ENGINE=trl and a command for OpenRLHF, too.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import NamedTuple

import report
from engine_api import asked, every_event, manifest_of, published, until, with_judgments
from engine_begun import PATIENCE
from engine_pages import Admin
from engine_rows import COMMON, PREFERENCE

POLICY = {
    **COMMON,
    "batchRows": 8,
    "microBatchRows": 4,
    "evaluateEverySteps": 5,
    "checkpointEverySteps": 5,
    "sampleCount": 1,
    "sampleTokensMax": 16,
}
SFT = {**POLICY, "epochs": 6, "learningRate": 5e-4}
REWARD = {**COMMON, "epochs": 3, "batchGroups": 8, "learningRate": 5e-4, "normalizeSamples": 32, "checkpointEverySteps": 5}
DPO = {**POLICY, **PREFERENCE, "epochs": 4, "learningRate": 1e-4}
GRPO = {
    "iterations": 10,
    "rolloutsPerIteration": 32,
    "responseTokensMax": 24,
    "groupSize": 8,
    "epochs": 2,
    "minibatchRows": 16,
    "learningRate": 1e-3,
    "chatTemplate": "auto",
    "checkpointEveryIterations": 2,
    "verifier": {"kind": "first-of", "rules": [{"kind": "arithmetic"}, {"kind": "exact"}]},
}
BF16 = {"precision": "bf16"}


class Case(NamedTuple):
    """@param setting of the project; @param killed when the run of a stage is killed: at its first event of a kind"""

    engine: str
    setting: str
    recipes: dict
    killed: dict


STAGE_BY_STAGE = Case("trl", "default", {"sft": SFT, "reward": REWARD, "dpo": DPO}, {"sft": "run.checkpoint"})
ROUNDS = {
    "app-adapters": Case(
        "trl",
        "trl",
        {"sft": {**SFT, "learningRate": 5e-3, "lora": {"rank": 4, "alpha": 8.0}}, "grpo": GRPO},
        {"sft": "run.checkpoint", "grpo": "run.step"},
    ),
    "app-openrlhf": Case(
        "openrlhf",
        "openrlhf",
        {"sft": {**SFT, **BF16, "epochs": 3}, "reward": {**REWARD, **BF16, "epochs": 1}},
        {"sft": "run.checkpoint"},
    ),
}


def engine_process(run_id):
    """The process that trains a run, found by the job in its command line."""
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                words = (place / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if any(run_id.encode() in word and word.endswith(b"job.json") for word in words):
                return int(place.name)
    return None


def watched(project, run, kill, admin):
    """A run to its end, its page looked at all the time: the run, and the curves that were seen."""
    number, curves, due = run["number"], set(), kill is not None
    end = time.monotonic() + PATIENCE
    while run["state"] in ("waiting", "running") and time.monotonic() < end:
        time.sleep(0.1)
        if due and any(e["kind"] == kill for e in every_event(project, number)):
            pid = engine_process(run["id"])
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
                due = False
        curves.add(admin.curve(f"/p/{project}/runs/{number}"))
        run = asked("GET", f"/projects/{project}/runs/{number}")
    return run, curves - {None}


def followed(project, stage, run, case, admin):
    """What the app says of a run while it trains and of its model afterwards: the model's name."""
    what = f"{stage} by {case.engine} in the app"
    kill, policy = case.killed.get(stage), run["inputs"]["policy"]
    run, curves = watched(project, run, kill, admin)
    number = run["number"]
    report.check(f"{what}: the run succeeds", run["state"] == "succeeded", run)
    told = every_event(project, number)
    starts = [e["body"] for e in told if e["kind"] == "run.started"]
    named = run["inputs"].get("engine", "default")
    report.check(f"{what}: the run's request names what the project has chosen, {named}", named == case.setting, run)
    report.check(
        f"{what}: its engine is told ({starts[0]['machine']})",
        all(s["machine"].startswith(case.engine + " ") for s in starts),
        starts,
    )
    report.check(f"{what}: its page showed the curve while it ran ({len(curves)} looks saw another one)", len(curves) > 1, curves)
    steps = [e["body"]["step"] for e in told if e["kind"] == "run.step"]
    report.check(f"{what}: every step was told", set(steps) == set(range(1, starts[0]["steps"] + 1)), steps)
    if kill:
        saved = [s["fromStep"] for s in starts]
        least = 1 if kill == "run.checkpoint" else 0
        report.check(
            f"{what}: killed at its first {kill}, it went on from step {saved[-1]}", len(saved) == 2 and saved[1] >= least, saved
        )
    lineage(project, what, run, policy, case.engine)
    return run["model"]


def lineage(project, what, run, policy, engine):
    model = asked("GET", f"/projects/{project}/models/{run['model']}")
    manifest = manifest_of(project, run["model"])
    parent = asked("GET", f"/projects/{project}/models/{policy}")
    dataset = asked("GET", f"/projects/{project}/datasets/{run['inputs']['dataset']}")
    says = {
        "the run that made it": (model["run"], run["number"]),
        "the model before": (model["parent"], policy),
        "the parent's hash": (manifest["parent"], parent["sha256"]),
        "the dataset's hash": (manifest["dataset"], dataset["sha256"]),
        "the run's id": (manifest["runId"], run["id"]),
        "the engine": (manifest["machine"].split(" ")[0], engine),
    }
    for of, (found, due) in says.items():
        report.check(f"{what}: the model names {of}", found == due, (found, due))


def stage_by_stage(case, admin):
    """Each stage started by hand on a frozen dataset, and the last policy made the current one."""
    project = with_judgments("Engines", case.setting)
    dataset = published(project, asked("POST", f"/projects/{project}/datasets", {})["number"])
    print("dataset", json.dumps(dataset)[:500])
    policy = base = asked("GET", f"/projects/{project}/models")["data"][-1]["name"]
    for stage, recipe in case.recipes.items():
        sent = {"stage": stage, "dataset": dataset["number"], "policy": policy, "recipe": recipe}
        made = followed(project, stage, asked("POST", f"/projects/{project}/runs", sent), case, admin)
        policy = made if policy == base else policy
    asked("POST", f"/projects/{project}/models/{policy}/current", {"why": "An engine trained it."})


def whole_round(name, case, admin):
    """A round of the project's own, whose stages and recipes an admin has chosen on the page."""
    project = with_judgments(name, case.setting)
    admin.see(f"/p/{project}/rounds/stages")
    chosen = {stage: "on" for stage in case.recipes}
    admin.send("/rounds/stages", **chosen, **{f"{stage}Recipe": json.dumps(recipe) for stage, recipe in case.recipes.items()})
    admin.see(f"/p/{project}/rounds")
    admin.send("/rounds")
    for number, stage in enumerate(case.recipes, 1):
        run = until(f"run {number} of the round", lambda: numbered(project, number))
        report.check(f"{name}: the round's run {number} is {stage}", run["stage"] == stage, run)
        followed(project, stage, run, case, admin)
    page = f"/p/{project}/rounds/1"
    until("the round's end", lambda: admin.state(page) != "Running")
    report.check(f"{name}: the round is done", admin.state(page) == "Done", admin.state(page))


def numbered(project, number):
    return next((run for run in asked("GET", f"/projects/{project}/runs")["data"] if run["number"] == number), None)


def main():
    admin = Admin()
    for part in sys.argv[1].split(","):
        if part == "app":
            report.attempt(part, lambda: stage_by_stage(STAGE_BY_STAGE, admin))
        elif part == "app-openrlhf" and "HONE_ENGINES_OPENRLHF_COMMAND" not in os.environ:
            report.skip(part, "pip could not install OpenRLHF here")
        else:
            report.attempt(part, lambda: whole_round(part, ROUNDS[part], admin))
    report.finish()


if __name__ == "__main__":
    sys.exit(main())
