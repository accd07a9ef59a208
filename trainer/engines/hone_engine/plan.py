"""How many steps a run has, which rows each of them learns from, and with which rate."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from hone_engine.failure import RunFailure
from hone_engine.job import Run
from hone_engine.rows import LeftOut


@dataclass
class Plan:
    """How many steps, and which rows each of them learns from.

    @param rows of the train side; the dataset holds one more, which fills up the last batch of an epoch and weighs nothing
    @param batch rows of a step; @param micro rows of a process at a time
    """

    run: Run
    rows: int
    batch: int
    micro: int
    epochs: int
    processes: int
    final_share: float
    every: dict[str, int]
    metrics: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.batch % self.processes:
            raise RunFailure(
                "bad-recipe", f"A step learns from {self.batch} rows, which {self.processes} processes can't share equally."
            )
        share = self.batch // self.processes
        self.micro = max(size for size in range(1, min(self.micro, share) + 1) if share % size == 0)

    #: optimizer's steps that are told as one
    updates = 1

    @property
    def per_epoch(self) -> int:
        return math.ceil(self.rows / self.batch)

    @property
    def steps(self) -> int:
        return self.per_epoch * self.epochs

    @property
    def accumulated(self) -> int:
        return self.batch // (self.micro * self.processes)

    @property
    def warmup(self) -> int:
        return math.floor(self.run.recipe["warmupShare"] * self.steps + 0.5)

    def rate(self, step: int) -> float:
        """The share of the peak: linear warm-up, then half a cosine down to the final share."""
        warmup = self.warmup
        if step < warmup:
            return step / warmup
        progress = (step - warmup) / max(1, self.steps - warmup)
        return self.final_share + (1 - self.final_share) * 0.5 * (1 + math.cos(math.pi * progress))


def of_rows(run: Run, rows: int, processes: int, final_share: float, left_out: LeftOut) -> Plan:
    """For stages whose recipes say how many rows a step learns from."""
    recipe = run.recipe
    every = {"evaluate": recipe["evaluateEverySteps"], "save": recipe["checkpointEverySteps"]}
    size = (recipe["batchRows"], recipe["microBatchRows"])
    return Plan(run, rows, *size, recipe["epochs"], processes, final_share, every, left_out.metrics())


def of_judgments(run: Run, judgments: int, micro: int, processes: int, left_out: LeftOut, tokens_max: int) -> Plan:
    """For reward models, which learn from whole judgments and are measured after each epoch."""
    recipe = run.recipe
    batch = recipe["batchGroups"]
    if judgments < batch:
        raise RunFailure(
            "too-few-preferences",
            f"The dataset holds {judgments} judgments with a winner that can be learned from, and a step learns from {batch}; "
            f"collect more, or set batchGroups lower. Of the others, {left_out.sentence(tokens_max)}",
        )
    every = {"evaluate": math.ceil(judgments / batch), "save": recipe["checkpointEverySteps"]}
    return Plan(run, judgments, batch, micro, recipe["epochs"], processes, 0.1, every, left_out.metrics())
