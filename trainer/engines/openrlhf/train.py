"""Trains one job of Hone's with OpenRLHF: `python train.py JOB.json [--processes N] [--ds.zero_stage=3 …]`.

Keeps the contract of trainer/contract/README.md for recipes of the kinds sft, reward and dpo, on one machine: writes OpenRLHF's data
and arguments, starts it by DeepSpeed's launcher, follows it, and reads its checkpoints back.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # everything is in the job
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import torch  # noqa: E402
from hone_engine import job  # noqa: E402
from stage import train  # noqa: E402
from transformers.utils import logging  # noqa: E402


def main() -> int:
    parse = argparse.ArgumentParser(allow_abbrev=False)
    parse.add_argument("job", type=Path)
    parse.add_argument("--processes", type=int, default=max(1, torch.cuda.device_count()), help="one for each accelerator")
    given, options = parse.parse_known_args()
    logging.set_verbosity_error()
    versions = [(name, version(name)) for name in ("openrlhf", "deepspeed", "transformers", "torch")]
    machine = job.described("openrlhf", versions, given.processes)
    return job.main(given.job, machine, lambda run: train(run, given.processes, options))


if __name__ == "__main__":
    sys.exit(main())
