"""Runs a program and says how long it took and how much memory it had at most."""

import json
import os
import subprocess
import time


class Measured:
    def __init__(self, seconds, peak_mb):
        self.seconds, self.peak_mb = seconds, peak_mb

    def __str__(self):
        return f"{self.seconds / 60:.1f} min, {self.peak_mb:.0f} MB at most"


def once(command, place, name):
    """The same, unless it has been done in this folder before."""
    used = place / f"{name}-used.json"
    if used.exists():
        return Measured(*json.loads(used.read_text()))
    done = run(command, place / f"{name}.log")
    used.write_text(json.dumps([done.seconds, done.peak_mb]))
    return done


def run(command, log, **more):
    started = time.monotonic()
    with open(log, "w") as out:
        process = subprocess.Popen([str(word) for word in command], stdout=out, stderr=subprocess.STDOUT, **more)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}; see {log}")
    return Measured(time.monotonic() - started, used.ru_maxrss / 1024)
