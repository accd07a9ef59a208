"""The same jobs by Hone's own trainer and by the engines trl and openrlhf: losses, killed and resumed runs, several processes, models read back.

`./hone interop engines` runs it: equal data, seeds and settings on the small base model, on the processor.
"""

import argparse
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import engine_rollouts
import openrlhf_engine
import report
import worlds
from engine_recipes import ADAPTERS, BASE, ON_ADAPTERS, RECIPES, ROLLOUTS, Case
from engine_rows import rows
from engine_same import TOLERANCE, alike, same_lineage, told, weights_of
from hone import ENGINES, Hone, checkpoint_of, events

TRL = ENGINES / "trl" / "train.py"
PATIENCE = 300


class Engine:
    """@param command that a job's file is added to"""

    def __init__(self, program, command):
        self.program, self.command = program, command

    def begun(self, name, case, data):
        job, _ = self.program.prepared(name, case.recipe, data, case.model, seed=7, reward=case.reward)
        log = open(job.with_suffix(".log"), "a")
        return subprocess.Popen(
            [*self.command, str(job)], stdout=log, stderr=subprocess.STDOUT, env={**os.environ, "OMP_NUM_THREADS": "1"}
        )

    def trained(self, name, case, data):
        code = self.begun(name, case, data).wait(PATIENCE)
        if code != 0:
            raise RuntimeError(f"the run {name} ended with {code}; see {self.program.place / 'runs' / name}")
        return events(self.program.place, name)


def case_of(program, stage):
    """Where a stage begins: at the base, at another run's adapter, or at a model that a reward model has something to say of."""
    if stage in ON_ADAPTERS:
        return Case(ON_ADAPTERS[stage], checkpoint_of(program.place, "sft-lora-hone"))
    if stage in ROLLOUTS:
        policy, reward = ("sft-lora", "reward-lora") if stage.endswith("-on-adapter") else ("sft", "reward")
        return Case(ROLLOUTS[stage], *(checkpoint_of(program.place, f"{earlier}-hone") for earlier in (policy, reward)))
    return Case(RECIPES[stage])


def await_event(program, name, kind):
    """The run's events once there is one of a kind."""
    end = time.monotonic() + PATIENCE
    file = program.place / "runs" / name / "run" / "events.jsonl"
    while time.monotonic() < end:
        if file.exists() and any(
            f'"{kind}"' in line for line in file.read_text().splitlines(keepends=True) if line.endswith("\n")
        ):
            return
        time.sleep(0.02)
    raise RuntimeError(f"the run {name} told of no {kind} within {PATIENCE} s")


def with_template(program, engine, family, template, data):
    """A model that brings a chat template and another architecture: rows have to be the same tokens, and what is refused the same."""
    model = worlds.model(family, program.place / f"model-{family}", template)
    case = Case({**RECIPES["sft"], "learningRate": 5e-3, "sampleCount": 0}, model)
    _, ours = program.train(f"{family}-hone", case.recipe, data, model, seed=7)
    theirs = engine.trained(f"{family}-trl", case, data)
    for metric in ("loss", "num_tokens", "rows_too_long", "rows_refused"):
        alike(f"sft of {family} in its chat template: {metric}", told(ours, "run.step", metric), told(theirs, "run.step", metric))
    found = program.run("inspect", checkpoint_of(program.place, f"{family}-trl"))
    report.check(f"sft of {family} in its chat template: Hone reads the model", found.returncode == 0, found.stderr)


def compared(program, engine, stage, case, data):
    _, ours = program.train(f"{stage}-hone", case.recipe, data, case.model, seed=7)
    theirs = engine.trained(f"{stage}-trl", case, data)
    for metric in ("loss", "lr", "num_tokens", "grad_norm"):
        alike(
            f"{stage}: {metric} of every step",
            told(ours, "run.step", metric),
            told(theirs, "run.step", metric),
            0.01 if metric == "grad_norm" else TOLERANCE,
        )
    alike(f"{stage}: held-out losses", told(ours, "run.evaluation", "loss"), told(theirs, "run.evaluation", "loss"))
    same_lineage(program, stage, ours, theirs)
    read_by_hone(program, stage, case.recipe["kind"])


def read_by_hone(program, stage, kind):
    model = checkpoint_of(program.place, f"{stage}-trl")
    if kind != "reward":
        if (model / "adapter_config.json").exists():
            whole = program.place / f"{stage}-whole"
            program.must("merge", model, whole)
            model = whole
        found = program.run("inspect", model)
        return report.check(f"{stage}: Hone reads the model", found.returncode == 0, found.stderr)
    asked = program.place / "asked.jsonl"
    lines = [{"prompt": row["prompt"], "response": row["chosen"]} for row in rows() if row["kind"] == "dataset.preference"]
    asked.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = []
    for who in ("hone", "trl"):
        program.must("score", checkpoint_of(program.place, f"{stage}-{who}"), asked, program.place / f"scores-{who}.jsonl")
        found.append([json.loads(line)["score"] for line in (program.place / f"scores-{who}.jsonl").read_text().splitlines()])
    alike(f"{stage}: Hone's scores by both models", *found)


def interrupted(program, engine, stage, case, data, how, by="trl"):
    """A run that is ended after its first checkpoint and started again ends with the bytes of one that was not."""
    name = f"{stage}-{by}-{how}"
    process = engine.begun(name, case, data)
    await_event(program, name, "run.checkpoint")
    if how == "killed":
        process.send_signal(signal.SIGKILL)
    elif how == "stopped":
        process.send_signal(signal.SIGTERM)
    else:
        (program.place / "runs" / name / "run" / "stop").touch()
    code = process.wait(PATIENCE)
    (program.place / "runs" / name / "run" / "stop").unlink(missing_ok=True)
    if code == 0:
        return report.skip(name, "it had ended before it was noticed")
    due = -signal.SIGKILL if how == "killed" else 75 if by == "trl" else 1  # torchrun has a code of its own
    report.check(f"{name}: the exit code says so", code == due, code)
    before = [e for e in events(program.place, name) if e["kind"] == "run.checkpoint"][-1]["step"]
    again = engine.trained(name, case, data)
    starts = [e["fromStep"] for e in again if e["kind"] == "run.started"]
    report.check(f"{name}: it went on from step {before}", starts == [0, before], starts)
    report.check(f"{name}: sequences have no gap", [e["sequence"] for e in again] == list(range(1, len(again) + 1)))
    whole, resumed = (weights_of(program, run)[1] for run in (f"{stage}-{by}", name))
    report.check(f"{name}: the model has the bytes of a run that was not", whole == resumed, (whole, resumed))


def refused(program, engine, data):
    every = Case({**RECIPES["sft"], "learnedAnswers": "all"})
    code = engine.begun("refused", every, data).wait(PATIENCE)
    last = events(program.place, "refused")[-1]
    report.check(
        "a recipe that learns all answers is refused in a sentence",
        (code, last["kind"], last["cause"]) == (1, "run.failed", "unsupported-recipe"),
        last,
    )


def several(program, stages, data, how, command, processes=2):
    engine = Engine(program, command)
    for stage in stages:
        name = f"{stage}-{how}"
        found = engine.trained(name, Case(RECIPES[stage]), data)
        alone = events(program.place, f"{stage}-trl")
        alike(f"{stage} by {how}: losses", told(alone, "run.step", "loss"), told(found, "run.step", "loss"))
        alike(f"{stage} by {how}: held-out losses", told(alone, "run.evaluation", "loss"), told(found, "run.evaluation", "loss"))
        machine = next(e["machine"] for e in found if e["kind"] == "run.started")
        report.check(
            f"{stage} by {how}: {processes} processes", machine.endswith(f"{processes} process" + "es" * (processes > 1)), machine
        )


def by_ray(program, data):
    """A cluster of two nodes on this machine, one processor each, so that Ray has to place the processes on both."""
    if importlib.util.find_spec("ray") is None:
        return report.skip(
            "two processes by Ray", "ray is not installed: pip install -r trainer/engines/trl/ray-requirements.txt"
        )
    place = tempfile.mkdtemp(prefix="ray-")  # short: sockets have short names
    one = ["--block", "--num-cpus=1", "--num-gpus=0", "--object-store-memory=100000000", "--disable-usage-stats"]
    ray = [sys.executable, "-m", "ray.scripts.scripts", "start", *one]
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "1"},
    }
    here = socket.gethostbyname(socket.gethostname())
    nodes = [subprocess.Popen([*ray, "--head", "--port=26379", "--include-dashboard=false", f"--temp-dir={place}"], **quiet)]
    try:
        await_port(here, 26379)
        nodes.append(subprocess.Popen([*ray, f"--address={here}:26379"], **quiet))
        command = [sys.executable, str(ENGINES / "trl" / "on_ray.py"), "--workers=2", f"--address={here}:26379"]
        several(program, ("sft",), data, "ray", command)
    finally:
        for node in reversed(nodes):
            node.terminate()
            node.wait(60)
        shutil.rmtree(place, ignore_errors=True)


def await_port(host, port):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            return socket.create_connection((host, port), 1).close()
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"nothing listens on {host}:{port} within {PATIENCE} s")


def main():
    parse = argparse.ArgumentParser(prog="./hone interop engines", description=__doc__)
    parse.add_argument("--place", type=Path, required=True, help=argparse.SUPPRESS)
    parse.add_argument("--hone", nargs=argparse.REMAINDER, default=[], help=argparse.SUPPRESS)
    given = parse.parse_args()
    shutil.rmtree(given.place, ignore_errors=True)
    given.place.mkdir(parents=True)
    data = given.place / "rows.jsonl"
    data.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows()))
    program = Hone(given.hone, given.place)
    engine = Engine(program, [sys.executable, str(TRL)])
    unit = subprocess.run(
        [sys.executable, "-m", "unittest", "discover", "-s", str(ENGINES / "tests")], capture_output=True, text=True
    )
    report.check("the engines' own tests", unit.returncode == 0, unit.stderr[-600:])
    for stage, recipe in RECIPES.items():
        report.attempt(stage, lambda: compared(program, engine, stage, Case(recipe), data))
    for stage in ON_ADAPTERS:
        report.attempt(stage, lambda: compared(program, engine, stage, case_of(program, stage), data))
    report.attempt("formulas of grpo", lambda: engine_rollouts.formulas(program))
    for stage in ROLLOUTS:
        report.attempt(stage, lambda: engine_rollouts.compared(program, engine, stage, case_of(program, stage), data))
    for family, template in (("llama", worlds.GENERATION), ("qwen3", worlds.MARKS)):
        report.attempt(family, lambda: with_template(program, engine, family, template, data))
    for stage in ("sft", "reward", "dpo", *ADAPTERS, *ROLLOUTS):
        report.attempt(
            f"{stage} killed", lambda: interrupted(program, engine, stage, case_of(program, stage), data, "killed")
        )
    for how in ("stopped", "told-by-file"):
        report.attempt(f"sft {how}", lambda: interrupted(program, engine, "sft", Case(RECIPES["sft"]), data, how))
    report.attempt("refused", lambda: refused(program, engine, data))
    scripts = Path(sys.executable).parent
    two = [str(scripts / "torchrun"), "--nproc-per-node=2", "--master-port=29611", str(TRL)]
    report.attempt("torchrun", lambda: several(program, ("sft", "reward", "dpo", *ADAPTERS), data, "torchrun", two))
    report.attempt("grpo by torchrun", lambda: engine_rollouts.several(program, Engine(program, two), case_of(program, "grpo"), data))
    report.attempt(
        "torchrun stopped",
        lambda: interrupted(program, Engine(program, two), "sft", Case(RECIPES["sft"]), data, "stopped", "torchrun"),
    )
    # On processors alone, accelerate starts several processes only by MPI.
    launch = [
        str(scripts / "accelerate"),
        "launch",
        "--cpu",
        "--num_processes=1",
        "--num_machines=1",
        "--mixed_precision=no",
        "--dynamo_backend=no",
        "--main_process_port=29612",
        str(TRL),
    ]
    report.attempt("accelerate", lambda: several(program, ("sft",), data, "accelerate", launch, 1))
    report.attempt("ray", lambda: by_ray(program, data))
    report.attempt("openrlhf", lambda: openrlhf_engine.all_of_it(program))
    report.finish()


if __name__ == "__main__":
    main()
