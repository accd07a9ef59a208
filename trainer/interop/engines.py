"""The same jobs by Hone's own trainer and by the engines trl and openrlhf: losses, killed and resumed runs, several processes, models read back.

`./hone interop engines` runs it: equal data, seeds and settings on the small base model, on the processor.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

import engine_processes
import engine_rollouts
import openrlhf_engine
import report
import worlds
from engine_begun import PATIENCE, SAVED, STARTED, Engine, checkpoints, saving, steps
from engine_ended import Ended, interrupted, kill, none_lost
from engine_recipes import ADAPTERS, ON_ADAPTERS, RECIPES, ROLLOUTS, Case, case_of
from engine_rows import rows
from engine_same import TOLERANCE, alike, same_lineage, told
from hone import ENGINES, Hone, checkpoint_of, events

TRL = ENGINES / "trl" / "train.py"
SAVING = saving("state/checkpoint-*")
#: When a run of each stage is killed, once.
KILLS = {
    "sft": STARTED,
    "reward": steps(1),
    "dpo": SAVING,
    "sft-lora": SAVED,
    "reward-lora": checkpoints(2),
    "dpo-lora": SAVING,
    "grpo": steps(3),
    "grpo-verified": SAVED,
    "grpo-on-adapter": SAVING,
    "grpo-lora": checkpoints(3),
}


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


def refused(program, engine, data):
    every = Case({**RECIPES["sft"], "learnedAnswers": "all"})
    code = engine.begun("refused", every, data).wait(PATIENCE)
    last = events(program.place, "refused")[-1]
    report.check(
        "a recipe that learns all answers is refused in a sentence",
        (code, last["kind"], last["cause"]) == (1, "run.failed", "unsupported-recipe"),
        last,
    )


def by_trl(program):
    return Engine(program, [sys.executable, str(TRL)])


def own_tests(_program, _data):
    unit = subprocess.run(
        [sys.executable, "-m", "unittest", "discover", "-s", str(ENGINES / "tests")], capture_output=True, text=True
    )
    report.check("the engines' own tests", unit.returncode == 0, unit.stderr[-600:])


def stages(program, data, names):
    for stage in names:
        report.attempt(stage, lambda: compared(program, by_trl(program), stage, case_of(program, stage), data))


def rollouts(program, data):
    report.attempt("formulas of grpo", lambda: engine_rollouts.formulas(program))
    for stage in ROLLOUTS:
        report.attempt(stage, lambda: engine_rollouts.compared(program, by_trl(program), stage, case_of(program, stage), data))


def templates(program, data):
    for family, template in (("llama", worlds.GENERATION), ("qwen3", worlds.MARKS)):
        report.attempt(family, lambda: with_template(program, by_trl(program), family, template, data))
    report.attempt("refused", lambda: refused(program, by_trl(program), data))


def kills(program, data, names):
    for stage in names:
        end = kill(KILLS[stage])
        report.attempt(
            f"{stage} killed", lambda: interrupted(program, by_trl(program), stage, case_of(program, stage), data, end)
        )
    none_lost("trl", len(names))


def stops(program, data):
    for how in ("stopped", "told-by-file"):
        end = Ended(how, SAVED)
        report.attempt(f"sft {how}", lambda: interrupted(program, by_trl(program), "sft", case_of(program, "sft"), data, end))


#: In this order: later ones compare with runs of earlier ones.
PARTS = {
    "tests": own_tests,
    "stages": lambda program, data: stages(program, data, [one for one in RECIPES if one not in ADAPTERS]),
    "adapters": lambda program, data: stages(program, data, [*ADAPTERS, *ON_ADAPTERS]),
    "rollouts": rollouts,
    "templates": templates,
    "kills": lambda program, data: kills(program, data, [one for one in KILLS if one not in ROLLOUTS]),
    "rollout-kills": lambda program, data: kills(program, data, list(ROLLOUTS)),
    "stops": stops,
    "processes": lambda program, data: engine_processes.all_of_them(program, str(TRL), data),
    "openrlhf": openrlhf_engine.compared_all,
    "openrlhf-kills": openrlhf_engine.kills,
}


def main():
    parse = argparse.ArgumentParser(prog="./hone interop engines", description=__doc__)
    parse.add_argument("--parts", default=",".join(PARTS), help="some of " + ", ".join(PARTS))
    parse.add_argument("--keep", action="store_true", help="runs of earlier parts stay")
    parse.add_argument("--place", type=Path, required=True, help=argparse.SUPPRESS)
    parse.add_argument("--hone", nargs=argparse.REMAINDER, default=[], help=argparse.SUPPRESS)
    given = parse.parse_args()
    if not given.keep:
        shutil.rmtree(given.place, ignore_errors=True)
    given.place.mkdir(parents=True, exist_ok=True)
    data = given.place / "rows.jsonl"
    data.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows()))
    program = Hone(given.hone, given.place)
    for part in given.parts.split(","):
        report.attempt(part, lambda: PARTS[part](program, data))
    report.finish()


if __name__ == "__main__":
    main()
