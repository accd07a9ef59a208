"""The engine openrlhf beside Hone's own trainer, on processors: its own tests, losses, a run that was ended, models read back.

OpenRLHF is made for accelerators. Here it finds a stand-in for flash-attn, which it imports and never calls, and calls of CUDA by name
mean the processor (`trainer/engines/tests/on_processors`); everything else is OpenRLHF and DeepSpeed as pip installs them.
"""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import report
from engine_rows import rows
from hone import ENGINES, checkpoint_of, events

TRAIN = ENGINES / "openrlhf" / "train.py"
STAND_INS = ENGINES / "tests" / "on_processors"
BASE = ENGINES.parent / "base"
#: OpenRLHF computes with weights in bfloat16, which has three digits; Hone's are f32. DPO's small first steps are lost in that rounding
#: for weights that are large: its losses fall later.
TOLERANCE = {"sft": 0.03, "reward": 0.03, "dpo": 0.1}
PATIENCE = 300
COMMON = {
    "epochs": 2,
    "sequenceTokensMax": 256,
    "warmupShare": 0.1,
    "weightDecay": 0.01,
    "gradientNormMax": 1.0,
    "chatTemplate": "auto",
    "precision": "bf16",
    "checkpointEverySteps": 3,
}
POLICY = {**COMMON, "batchRows": 8, "microBatchRows": 4, "sampleCount": 1, "sampleTokensMax": 16, "evaluateEverySteps": 3}
RECIPES = {
    "sft": {"kind": "sft", **POLICY, "learningRate": 5e-4},
    "reward": {"kind": "reward", **COMMON, "learningRate": 5e-4, "batchGroups": 8, "normalizeSamples": 16},
    "dpo": {"kind": "dpo", **POLICY, "beta": 0.1, "loss": "sigmoid", "labelSmoothing": 0.0, "learningRate": 1e-4},
}


class Engine:
    """@param python of the environment that OpenRLHF is installed in"""

    def __init__(self, program, python, data):
        self.program, self.data = program, data
        self.command = [str(python), str(TRAIN), "--processes=1", "--ds.attn_implementation=eager"]

    def begun(self, name, recipe):
        job, _ = self.program.prepared(name, recipe, self.data, BASE, seed=7)
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(STAND_INS)}
        with open(job.with_suffix(".log"), "a") as log:
            return subprocess.Popen([*self.command, str(job)], stdout=log, stderr=subprocess.STDOUT, env=environment)

    def trained(self, name, recipe):
        code = self.begun(name, recipe).wait(PATIENCE)
        if code != 0:
            raise RuntimeError(f"the run {name} ended with {code}; see {self.program.place / 'runs' / name}")
        return events(self.program.place, name)

    def await_checkpoint(self, name):
        file = self.program.place / "runs" / name / "run" / "events.jsonl"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if file.exists() and "run.checkpoint" in file.read_text():
                return
            time.sleep(0.02)
        raise RuntimeError(f"the run {name} wrote no checkpoint within {PATIENCE} s")


def plain_rows():
    """Without weights and with one pair of each ranking, which is what OpenRLHF has a place for; as many as fill whole batches."""
    left, found = {"dataset.demonstration": 24, "dataset.preference": 24}, []
    seen = set()
    for row in rows():
        kind, group = row["kind"], row.get("group", row["judgmentId"])
        if group in seen or (row["split"] == "train" and left[kind] == 0):
            continue
        seen.add(group)
        left[kind] -= row["split"] == "train"
        found.append({**row, "position": len(found), "weight": 1.0})
    return found


def own_tests(python):
    done = subprocess.run(
        [str(python), "-m", "unittest", "discover", "-s", str(ENGINES / "tests"), "-p", "test_openrlhf.py", "-v"],
        capture_output=True,
        text=True,
    )
    ran = "skipped" not in done.stderr and "... ok" in done.stderr
    report.check(
        "OpenRLHF's parser, datasets and reward model beside the engine's files", done.returncode == 0 and ran, done.stderr[-600:]
    )


def losses(name, ours, theirs):
    def told(found):
        return {e["step"]: e["metrics"]["loss"] for e in found if e["kind"] == "run.step"}

    mine, others = told(ours), told(theirs)
    worst = max(abs(mine[step] - others[step]) / max(1.0, abs(mine[step])) for step in mine)
    report.check(
        f"{name} by OpenRLHF: losses of {len(mine)} steps, at most {worst:.1e} apart",
        mine.keys() == others.keys() and worst <= TOLERANCE[name],
        (mine, others),
    )


def compared(program, engine, stage):
    _, ours = program.train(f"{stage}-hone-bf16", RECIPES[stage], engine.data, BASE, seed=7)
    theirs = engine.trained(f"{stage}-openrlhf", RECIPES[stage])
    losses(stage, ours, theirs)
    model = checkpoint_of(program.place, f"{stage}-openrlhf")
    if stage != "reward":
        found = program.run("inspect", model)
        return report.check(f"{stage} by OpenRLHF: Hone reads the model", found.returncode == 0, found.stderr)
    asked = program.place / "asked-openrlhf.jsonl"
    row = {"prompt": [{"role": "user", "content": "Where is Milo?"}], "response": "Milo is in the garden."}
    asked.write_text(json.dumps(row) + "\n")
    found = program.run("score", model, asked, program.place / "scores-openrlhf.jsonl")
    return report.check("reward by OpenRLHF: Hone scores with the model", found.returncode == 0, found.stderr)


def interrupted(program, engine, how):
    name = f"sft-openrlhf-{how}"
    process = engine.begun(name, RECIPES["sft"])
    engine.await_checkpoint(name)
    process.send_signal(signal.SIGKILL if how == "killed" else signal.SIGTERM)
    code = process.wait(PATIENCE)
    report.check(f"{name}: the exit code says so", code == (-signal.SIGKILL if how == "killed" else 75), code)
    before = [e for e in events(program.place, name) if e["kind"] == "run.checkpoint"][-1]["step"]
    again = engine.trained(name, RECIPES["sft"])
    starts = [e["fromStep"] for e in again if e["kind"] == "run.started"]
    report.check(f"{name}: it went on from step {before}", starts == [0, before], starts)
    report.check(f"{name}: sequences have no gap", [e["sequence"] for e in again] == list(range(1, len(again) + 1)))
    whole, ended = ((checkpoint_of(program.place, run) / "model.safetensors").read_bytes() for run in ("sft-openrlhf", name))
    report.check(f"{name}: the model has the bytes of a run that was not", whole == ended)


def refused(program, engine):
    code = engine.begun("refused-openrlhf", {**RECIPES["sft"], "precision": "f32"}).wait(PATIENCE)
    last = events(program.place, "refused-openrlhf")[-1]
    report.check("OpenRLHF: f32 is refused in a sentence", (code, last["cause"]) == (1, "unsupported-recipe"), last)


def all_of_it(program):
    """HONE_OPENRLHF_PYTHON is the Python that has OpenRLHF; without it pip could not install it."""
    python = os.environ.get("HONE_OPENRLHF_PYTHON")
    if not python:
        return report.skip("the engine openrlhf", "pip could not install OpenRLHF and DeepSpeed here")
    data = program.place / "plain-rows.jsonl"
    data.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in plain_rows()))
    engine = Engine(program, Path(python), data)
    own_tests(python)
    for stage in RECIPES:
        report.attempt(f"{stage} by OpenRLHF", lambda: compared(program, engine, stage))
    for how in ("killed", "stopped"):
        report.attempt(f"sft by OpenRLHF {how}", lambda: interrupted(program, engine, how))
    report.attempt("OpenRLHF refuses", lambda: refused(program, engine))
    report.skip(
        "OpenRLHF with flash attention and several processes", "flash-attn is built for CUDA, and there is no accelerator"
    )
