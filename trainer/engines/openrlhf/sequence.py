"""All rows of a run, in the order in which OpenRLHF will read them.

OpenRLHF shuffles by itself, leaves an epoch's last incomplete batch to the next epoch, and counts its steps as if it did not. So it is
given one epoch only: the rows of all epochs in Hone's order, an epoch's last batch filled up with the epoch's first rows. They stand
in the file so that OpenRLHF's shuffle puts them into this order: the place of a row is known from the seed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from hone_engine import order
from hone_engine.checkpoints import synced
from hone_engine.plan import Plan


def learned(plan: Plan) -> list[int]:
    """Rows in the order of learning, a batch of them for each step."""
    found: list[int] = []
    for epoch in range(plan.epochs):
        places = order.order(plan.rows, plan.run.seed, epoch)
        size = plan.per_epoch * plan.batch
        found += [places[i % plan.rows] for i in range(size)]
    return found


def shuffled(size: int, seed: int) -> list[int]:
    """Where OpenRLHF's `DistributedSampler` reads its first epoch's rows from."""
    return torch.randperm(size, generator=torch.Generator().manual_seed(seed)).tolist()


def laid_out(rows: list[int], seed: int) -> list[int]:
    """Rows as the file has them, for OpenRLHF to read them in their order."""
    file = [0] * len(rows)
    for row, place in zip(rows, shuffled(len(rows), seed)):
        file[place] = row
    return file


def write(file: Path, lines: list[dict[str, Any]], places: list[int]) -> None:
    with open(file, "w", encoding="utf-8") as out:
        for place in places:
            out.write(json.dumps(lines[place], ensure_ascii=False) + "\n")
    synced(file)
