"""events.jsonl: one JSON line an event, in order, each on the disk before anything else happens."""

from __future__ import annotations

import fcntl
import json
import os
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from hone_engine.failure import InUse, RunFailure

LAST = ("run.succeeded", "run.failed")


class Log:
    """Locked while it is open, so that two processes never write to it at the same time."""

    def __init__(self, folder: Path, run_id: str):
        folder.mkdir(parents=True, exist_ok=True)
        self.file = open(folder / "events.jsonl", "a+b")
        try:
            fcntl.lockf(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as e:
            raise InUse("Another worker is at this run; it is left alone.") from e
        self.run_id = run_id
        self.events: list[dict[str, Any]] = []
        self._read()

    def _read(self) -> None:
        self.file.seek(0)
        whole = 0
        for line in self.file.read().splitlines(keepends=True):
            if not line.endswith(b"\n"):
                break  # torn by a process that died while it wrote
            try:
                self.events.append(json.loads(line))
            except ValueError as e:
                raise RunFailure("bad-folder", "The run's events.jsonl holds a line that is no event; start a new run.") from e
            whole += len(line)
        self.file.truncate(whole)

    @property
    def ended(self) -> bool:
        return bool(self.events) and self.events[-1]["kind"] in LAST

    @property
    def last_checkpoint(self) -> str | None:
        saved = [event["sha256"] for event in self.events if event["kind"] == "run.checkpoint"]
        return saved[-1] if saved else None

    def told(self, kind: str, **fields: Any) -> bool:
        """Whether an event with these values was written before."""
        return any(e["kind"] == kind and all(e.get(name) == value for name, value in fields.items()) for e in self.events)

    def append(self, kind: str, **fields: Any) -> None:
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        event = {"kind": kind, "runId": self.run_id, "sequence": len(self.events) + 1, "at": now, **fields}
        self.file.write(json.dumps(event, ensure_ascii=False, allow_nan=False).encode() + b"\n")
        self.file.flush()
        os.fsync(self.file.fileno())
        self.events.append(event)
