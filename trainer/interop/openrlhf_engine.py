"""The engine openrlhf beside Hone's own trainer, on processors: its own tests, losses, a run that was ended, models read back.

OpenRLHF is made for accelerators. Here it finds a stand-in for flash-attn, which it imports and never calls, and calls of CUDA by name
mean the processor (`trainer/engines/tests/on_processors`); everything else is OpenRLHF and DeepSpeed as pip installs them.
"""

import json
import os
import subprocess

import report
from engine_begun import PATIENCE, SAVED, STARTED, Engine, saving, steps
from engine_ended import Ended, interrupted, kill, none_lost
from engine_recipes import BASE, Case
from engine_rows import rows
from hone import ENGINES, checkpoint_of, events

TRAIN = ENGINES / "openrlhf" / "train.py"
STAND_INS = ENGINES / "tests" / "on_processors"
#: OpenRLHF computes with weights in bfloat16, which has three digits; Hone's are f32. DPO's small first steps are lost in that rounding
#: for weights that are large: its losses fall later.
TOLERANCE = {"sft": 0.03, "reward": 0.03, "dpo": 0.1}
KILLS = {"sft": SAVED, "reward": steps(1), "dpo": saving("state/checkpoints/global_step*")}
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


def begun_by(program):
    """HONE_OPENRLHF_PYTHON is the Python that has OpenRLHF; without it pip could not install it."""
    python = os.environ.get("HONE_OPENRLHF_PYTHON")
    if not python:
        report.skip("the engine openrlhf", "pip could not install OpenRLHF and DeepSpeed here")
        return None
    command = [python, str(TRAIN), "--processes=1", "--ds.attn_implementation=eager"]
    return Engine(program, command, "openrlhf", PYTHONPATH=str(STAND_INS))


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


def written(program):
    data = program.place / "plain-rows.jsonl"
    data.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in plain_rows()))
    return data


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


def compared(program, engine, stage, data):
    _, ours = program.train(f"{stage}-hone-bf16", RECIPES[stage], data, BASE, seed=7)
    theirs = engine.trained(f"{stage}-openrlhf", Case(RECIPES[stage]), data)
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


def refused(program, engine, data):
    code = engine.begun("refused-openrlhf", Case({**RECIPES["sft"], "precision": "f32"}), data).wait(PATIENCE)
    last = events(program.place, "refused-openrlhf")[-1]
    report.check("OpenRLHF: f32 is refused in a sentence", (code, last["cause"]) == (1, "unsupported-recipe"), last)


def compared_all(program, _):
    engine = begun_by(program)
    if engine is None:
        return
    data = written(program)
    own_tests(engine.command[0])
    for stage in RECIPES:
        report.attempt(f"{stage} by OpenRLHF", lambda: compared(program, engine, stage, data))
    report.attempt("OpenRLHF refuses", lambda: refused(program, engine, data))
    report.skip(
        "OpenRLHF with flash attention and several processes", "flash-attn is built for CUDA, and there is no accelerator"
    )


def kills(program, _):
    engine = begun_by(program)
    if engine is None:
        return
    data = written(program)
    for stage, end in [("sft", Ended("stopped", STARTED)), *((stage, kill(moment)) for stage, moment in KILLS.items())]:
        what = f"{stage} by OpenRLHF {end.how}"
        report.attempt(what, lambda: interrupted(program, engine, stage, Case(RECIPES[stage]), data, end))
    none_lost("openrlhf", len(KILLS))
