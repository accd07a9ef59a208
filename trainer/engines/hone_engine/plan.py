"""How many steps a run has, which rows each of them learns from, and with which rate."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from hone_engine.failure import RunFailure
from hone_engine.job import Run


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
