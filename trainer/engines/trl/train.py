"""Trains one job of Hone's with TRL: `python train.py JOB.json`, or several processes of it by torchrun or accelerate.

Keeps the contract of trainer/contract/README.md for recipes of the kinds sft, reward, dpo and grpo.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # everything is in the job
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import torch  # noqa: E402
from hone_engine import job  # noqa: E402
from hone_engine.failure import RunFailure  # noqa: E402
from hone_engine.start import on_a_gpu  # noqa: E402
from transformers.utils import logging  # noqa: E402

STAGES = ("sft", "reward", "dpo", "grpo")


def stage(run: job.Run) -> str:
    kind = run.recipe["kind"]
    if kind not in STAGES:
        raise RunFailure(
            "unsupported-recipe", f"The engine trl trains sft, reward, dpo and grpo, not {kind}: leave it to Hone's own trainer."
        )
    on_a_gpu(run, torch.cuda.is_available())  # it refuses before anything is read
    processes = int(os.environ.get("WORLD_SIZE", "1"))
    torch.set_num_threads(max(1, run.job["threads"] // int(os.environ.get("LOCAL_WORLD_SIZE", "1"))))
    return __import__(kind).train(run, processes)


def main() -> int:
    if len(sys.argv) != 2:
        print("Usage: train.py JOB.json", file=sys.stderr)
        return 2
    logging.set_verbosity_error()
    versions = [(name, version(name)) for name in ("trl", "transformers", "torch", "accelerate", "peft")]
    machine = job.described("trl", versions, int(os.environ.get("WORLD_SIZE", "1")))
    return job.main(Path(sys.argv[1]), machine, stage)


if __name__ == "__main__":
    sys.exit(main())
