"""The engine openrlhf beside Hone's own trainer, on processors: its own tests, losses, a run that was ended, models read back.

OpenRLHF is made for accelerators. Here it finds a stand-in for flash-attn, which it imports and never calls, and calls of CUDA by name
mean the processor (`trainer/engines/tests/on_processors`); everything else is OpenRLHF and DeepSpeed as pip installs them.
"""

import json
import os
import signal
import subprocess

import report
from engine_rows import COMMON, PREFERENCE, rows
from hone import ENGINES, checkpoint_of, events

TRAIN = ENGINES / "openrlhf" / "train.py"
STAND_INS = ENGINES / "tests" / "on_processors"
#: OpenRLHF holds weights in bfloat16, which has three digits; Hone's in f32.
TOLERANCE = 0.03
COMMON_BF16 = {**COMMON, "precision": "bf16", "batchRows": 8, "microBatchRows": 4, "sampleCount": 1, "sampleTokensMax": 16}
OFTEN = {"evaluateEverySteps": 3, "checkpointEverySteps": 3}
REWARD = {**COMMON, "precision": "bf16", "batchGroups": 8, "normalizeSamples": 16, "checkpointEverySteps": 3}
RECIPES = {
    "sft": {"kind": "sft", **COMMON_BF16, **OFTEN, "learningRate": 5e-4},
    "reward": {"kind": "reward", **REWARD, "learningRate": 5e-4},
    "dpo": {"kind": "dpo", **COMMON_BF16, **OFTEN, **PREFERENCE, "learningRate": 1e-4},
}


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
        found.append({**row, "weight": 1.0})
    return found


def command(python):
    return ["env", f"PYTHONPATH={STAND_INS}", str(python), str(TRAIN), "--processes=1", "--ds.attn_implementation=eager"]


def own_tests(python):
    done = subprocess.run(
        [str(python), "-m", "unittest", "discover", "-s", str(ENGINES / "tests"), "-p", "test_openrlhf.py", "-v"],
        capture_output=True,
        text=True,
    )
    ran = "skipped" not in done.stderr and "... ok" in done.stderr
    report.check("OpenRLHF's parser, datasets and reward model beside the engine's files", done.returncode == 0 and ran, done.stderr[-600:])


def losses(name, ours, theirs):
    def told(found):
        return {e["step"]: e["metrics"]["loss"] for e in found if e["kind"] == "run.step"}

    mine, others = told(ours), told(theirs)
    worst = max(abs(mine[step] - others[step]) / max(1.0, abs(mine[step])) for step in mine)
    report.check(
        f"{name} by OpenRLHF: losses of {len(mine)} steps, at most {worst:.1e} apart",
        mine.keys() == others.keys() and worst <= TOLERANCE,
        (mine, others),
    )


def compared(program, engine, stage, data, base):
    _, ours = program.train(f"{stage}-hone-bf16", RECIPES[stage], data, base, seed=7)
    theirs = engine.trained(f"{stage}-openrlhf", RECIPES[stage], data, base)
    losses(stage, ours, theirs)
    model = checkpoint_of(program.place, f"{stage}-openrlhf")
    if stage != "reward":
        found = program.run("inspect", model)
        return report.check(f"{stage} by OpenRLHF: Hone reads the model", found.returncode == 0, found.stderr)
    asked = program.place / "asked-openrlhf.jsonl"
    asked.write_text('{"prompt":[{"role":"user","content":"Where is Milo?"}],"response":"Milo is in the garden."}\n')
    found = program.run("score", model, asked, program.place / "scores-openrlhf.jsonl")
    return report.check("reward by OpenRLHF: Hone scores with the model", found.returncode == 0, found.stderr)


def interrupted(program, engine, data, base, how, await_event):
    name = f"sft-openrlhf-{how}"
    process = engine.begun(name, RECIPES["sft"], data, base)
    await_event(program, name, "run.checkpoint")
    process.send_signal(signal.SIGKILL if how == "killed" else signal.SIGTERM)
    process.wait()
    again = engine.trained(name, RECIPES["sft"], data, base)
    starts = [e["fromStep"] for e in again if e["kind"] == "run.started"]
    report.check(f"{name}: it went on from a checkpoint", len(starts) < 2 or starts[1] > 0, starts)
    report.check(f"{name}: sequences have no gap", [e["sequence"] for e in again] == list(range(1, len(again) + 1)))
    whole = checkpoint_of(program.place, "sft-openrlhf") / "model.safetensors"
    ended = checkpoint_of(program.place, name) / "model.safetensors"
    report.check(f"{name}: the model has the bytes of a run that was not", whole.read_bytes() == ended.read_bytes())


def refused(program, engine, data, base):
    code = engine.begun("refused-openrlhf", {**RECIPES["sft"], "precision": "f32"}, data, base).wait()
    last = events(program.place, "refused-openrlhf")[-1]
    report.check("OpenRLHF: f32 is refused in a sentence", (code, last["cause"]) == (1, "unsupported-recipe"), last)


def all_of_it(program, engine_of, await_event, base):
    """@param engine_of makes an engine of a command; HONE_OPENRLHF_PYTHON is the Python that has OpenRLHF"""
    python = os.environ.get("HONE_OPENRLHF_PYTHON")
    if not python:
        return report.skip("the engine openrlhf", "pip could not install OpenRLHF and DeepSpeed here")
    data = program.place / "plain-rows.jsonl"
    data.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in plain_rows()))
    engine = engine_of(program, command(python))
    own_tests(python)
    for stage in RECIPES:
        report.attempt(f"{stage} by OpenRLHF", lambda: compared(program, engine, stage, data, base))
    for how in ("killed", "stopped"):
        report.attempt(f"sft by OpenRLHF {how}", lambda: interrupted(program, engine, data, base, how, await_event))
    report.attempt("OpenRLHF refuses", lambda: refused(program, engine, data, base))
    report.skip("flash attention, accelerators and several processes by OpenRLHF", "there is no accelerator, and flash-attn is built for CUDA")
