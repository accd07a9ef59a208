"""Checkpoints in the folder of models: files first, then the manifest, then one rename to the address, then the pointer."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any, Callable

from hone_engine.failure import RunFailure
from hone_engine.job import Run

MANIFEST = "manifest.json"
POINTER = "checkpoints.json"
KEPT = 2


def sha256(file: Path) -> str:
    with open(file, "rb") as bytes_:
        return hashlib.file_digest(bytes_, "sha256").hexdigest()


def verified(folder: Path) -> str | None:
    """The sha256 of a model's manifest, once all its files were compared with it; None for a model from elsewhere."""
    manifest = folder / MANIFEST
    if not folder.is_dir():
        raise RunFailure("unreadable-checkpoint", f"There is no model directory {folder.name} to start from.")
    if not manifest.exists():
        return None
    for file in json.loads(manifest.read_text())["files"]:
        path = folder / file["name"]
        if not path.is_file() or path.stat().st_size != file["bytes"] or sha256(path) != file["sha256"]:
            raise RunFailure(
                "wrong-hash",
                f"The file {file['name']} of checkpoint {folder.name} is missing or not the one it was saved with; "
                "restore it from a backup.",
            )
    return sha256(manifest)


def synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def dataset_sha256(data: Path) -> str:
    """Over all rows as they were published, each with its line feed: what the dataset's manifest says, too."""
    return sha256(data)


class Checkpoints:
    """@param parent sha256 of the model that the run starts from; @param dataset sha256 of its rows"""

    def __init__(self, run: Run, parent: str | None, dataset: str, steps: int):
        self.run, self.parent, self.dataset, self.steps = run, parent, dataset, steps
        run.models.mkdir(parents=True, exist_ok=True)
        self.pointer = run.folder / POINTER
        self.kept: list[dict[str, Any]] = json.loads(self.pointer.read_text()) if self.pointer.exists() else []
        if run.rank == 0:
            for left in run.models.glob(f".unfinished-{run.id}-*"):
                shutil.rmtree(left)

    def latest(self) -> dict[str, Any] | None:
        """`step`, `sha256`, and `state`: the engine's own folder to go on from, None for the finished model."""
        return self.kept[-1] if self.kept else None

    def save(self, step: int, write: Callable[[Path], None], state: str | None) -> str:
        """@param write puts the files into a folder; @param state of the engine, which lies on the disk already"""
        building = self.run.models / f".unfinished-{self.run.id}-{step}"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        write(building)
        files = []
        for file in sorted(building.iterdir()):
            synced(file)
            files.append({"name": file.name, "bytes": file.stat().st_size, "sha256": sha256(file)})
        job = self.run.job
        manifest = {
            "format": 1,
            "runId": self.run.id,
            "stage": self.run.recipe["kind"],
            "step": step,
            "steps": self.steps,
            "seed": job["seed"],
            "recipe": self.run.recipe,
            **({"parent": self.parent} if self.parent else {}),
            "dataset": self.dataset,
            "machine": self.run.machine,
            "threads": job["threads"],
            "files": files,
        }
        (building / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False))
        synced(building / MANIFEST)
        synced(building)
        address = sha256(building / MANIFEST)
        target = self.run.models / address
        if target.exists():
            shutil.rmtree(building)  # the same run reached the same step with the same bytes
        else:
            os.rename(building, target)
        synced(self.run.models)
        self._point({"step": step, "sha256": address, "state": state})
        self.report(self.kept[-1])
        return address

    def report(self, saved: dict[str, Any]) -> None:
        """Unless an earlier process died between writing and reporting it."""
        if self.run.log and not self.run.log.told("run.checkpoint", sha256=saved["sha256"]):
            size = sum(file.stat().st_size for file in (self.run.models / saved["sha256"]).iterdir())
            self.run.tell("run.checkpoint", step=saved["step"], sha256=saved["sha256"], bytes=size)

    def _point(self, saved: dict[str, Any]) -> None:
        intermediate = [old for old in self.kept if old["step"] < saved["step"]] + [saved]
        finished = saved["step"] == self.steps
        dropped = intermediate[: -KEPT - finished]
        again = [old for old in self.kept if old["step"] >= saved["step"] and old["sha256"] != saved["sha256"]]
        self.kept = intermediate[-KEPT - finished :]
        fresh = self.pointer.with_suffix(".new")
        fresh.write_text(json.dumps(self.kept))
        synced(fresh)
        os.rename(fresh, self.pointer)
        synced(self.run.folder)
        for old in dropped + again:
            shutil.rmtree(self.run.models / old["sha256"], ignore_errors=True)
        states = {old["state"] for old in self.kept}
        for old in dropped + again:
            if old["state"] and old["state"] not in states:
                shutil.rmtree(self.run.folder / old["state"], ignore_errors=True)
