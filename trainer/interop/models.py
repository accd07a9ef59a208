"""Hone's models in the hands of transformers and peft, and theirs in Hone's. `./hone interop models` runs it.

    models.py --place PLACE --hone COMMAND...      PLACE: a folder for all of it; COMMAND: how Hone's trainer is called
"""

import argparse
import shutil
from pathlib import Path

import torch
from transformers.utils import logging

import brought
import checks
import exported
import report
import worlds
from hone import Hone

HALF = {"llama": torch.bfloat16, "qwen2": torch.float16}


def compared(program, folder):
    """What Hone makes of the numbers that transformers and peft computed."""
    for line in program.golden(folder):
        if "skipped" in line:
            report.skip(line["check"], line["skipped"])
            continue
        what = line["check"] + (f" (error {line['error']:.1e})" if "error" in line else "")
        report.check(what, line.get("ok", False), line.get("failed", f"tolerance {line.get('tolerance')}"))


def main():
    torch.set_num_threads(1)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    parse = argparse.ArgumentParser(prog="./hone interop models")
    parse.add_argument("--place", type=Path, required=True)
    parse.add_argument("--family", nargs="+", default=[], help="of these alone; otherwise of all, and what is refused")
    parse.add_argument("--hone", nargs=argparse.REMAINDER, required=True)
    given = parse.parse_args()
    place = given.place
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    program = Hone(given.hone, place)
    into = checks.Checks(place / "checks")

    def wanted(family):
        return not given.family or family in given.family

    for i, family in enumerate(worlds.families()):
        if not wanted(family):
            continue
        template = worlds.TEMPLATES[i % len(worlds.TEMPLATES)]
        family_of = report.attempt(family, lambda: exported.Family(program, into, place, family, template))
        if family_of:
            family_of.run()
    for family, dtype in HALF.items():
        if not wanted(family):
            continue
        report.attempt(f"{family} in {dtype}", lambda: exported.half_precision(program, into, place, family, dtype))
    for family in brought.READ:
        if not wanted(family):
            continue
        report.attempt(f"adapters of {family} made by peft", lambda: brought.read(program, into, place, family))
    if not given.family:
        report.attempt("a reward model's adapter made by peft", lambda: brought.reward(program, place))
        report.attempt("what is refused", lambda: brought.refused(program, place))
    compared(program, into.folder)
    report.skip("shards of an export", "a file holds 5 GB, and these models are tiny; ShardsTest reads smaller ones")
    report.finish()


if __name__ == "__main__":
    main()
