"""Starts one run in a cluster and waits for its end: `python submit.py trainjob.yaml {job} {run}`, in HONE_ENGINE_COMMAND.

Needs kubectl and the right to create, read and delete jobs of the manifest's kind. SIGTERM is not passed on: the engine sees the file
`stop` in the run's folder, saves and ends, and then this program does. A job of an earlier start is waited for, not started twice.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

EVERY_SECONDS = 5
ENDED = {"Complete": 0, "Failed": 1}


def filled(manifest: str, job: str, run: str) -> str:
    """A name in a cluster has lower-case letters, digits and dashes, at most 63; the run's id is enough."""
    name = "hone-" + re.sub(r"[^a-z0-9-]", "-", run.lower())[:50].strip("-")
    if any(sign in job for sign in "\"'\n\\$ "):
        raise SystemExit(f"The job's path {job} can't stand in a manifest: choose a folder of runs without blanks and quotes.")
    return manifest.replace("RUN_NAME", name).replace("JOB_FILE", job)


def ended(job: dict) -> int | None:
    """The exit code that a job's status stands for; None while it runs."""
    status = job.get("status", {})
    if status.get("jobDeploymentStatus") in ENDED:  # of a RayJob
        return 0 if status.get("jobStatus") == "SUCCEEDED" else 1
    for condition in status.get("conditions", []):
        if condition.get("status") == "True" and condition.get("type") in ENDED:
            return ENDED[condition["type"]]
    return None


def kubectl(*words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["kubectl", *words], input=given, capture_output=True, text=True)


def main() -> int:
    if len(sys.argv) != 4:
        print("Usage: submit.py MANIFEST.yaml JOB.json RUN", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    manifest = filled(Path(sys.argv[1]).read_text(), sys.argv[2], sys.argv[3])
    made = kubectl("create", "-f", "-", given=manifest)
    if made.returncode != 0 and "AlreadyExists" not in made.stderr:
        print(made.stderr, file=sys.stderr)
        return 70
    while True:
        found = kubectl("get", "-f", "-", "-o", "json", given=manifest)
        code = ended(json.loads(found.stdout)) if found.returncode == 0 else 70 if "NotFound" in found.stderr else None
        if code is not None:
            kubectl("delete", "--wait=true", "-f", "-", given=manifest)
            return code
        time.sleep(EVERY_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
