"""Rows that several processes read as one dataset on the disk."""

from __future__ import annotations

import shutil
from typing import Any

from accelerate import PartialState
from datasets import Dataset, load_from_disk
from hone_engine.job import Run


def shared(run: Run, name: str, found: list[dict[str, Any]]) -> Dataset:
    """The same rows for all processes: what TRL computes of them lies beside them, and one process reads what another wrote."""
    place = run.folder / "state" / name
    with PartialState().main_process_first():
        if run.rank == 0:
            shutil.rmtree(place, ignore_errors=True)
            Dataset.from_list(found).save_to_disk(place)
        return load_from_disk(place)
