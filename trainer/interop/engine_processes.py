"""The same training by several processes, started as people start them: torchrun, accelerate, Ray."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import engine_rollouts
import report
from engine_begun import PATIENCE, SAVED, Engine
from engine_ended import Ended, interrupted
from engine_recipes import ADAPTERS, RECIPES, Case, case_of
from engine_same import alike, told
from hone import ENGINES, events

SCRIPTS = Path(sys.executable).parent
OF_TORCHRUN = 1  # a launcher has a code of its own


def all_of_them(program, train, data):
    two = [str(SCRIPTS / "torchrun"), "--nproc-per-node=2", "--master-port=29611", train]
    report.attempt("torchrun", lambda: several(program, ("sft", "reward", "dpo", *ADAPTERS), data, "torchrun", two))
    twice = Engine(program, two, "torchrun")
    report.attempt("grpo by torchrun", lambda: engine_rollouts.several(program, twice, case_of(program, "grpo"), data))
    stopped = Ended("stopped", SAVED, OF_TORCHRUN)
    report.attempt("torchrun stopped", lambda: interrupted(program, twice, "sft", Case(RECIPES["sft"]), data, stopped))
    # On processors alone, accelerate starts several processes only by MPI.
    launch = [
        str(SCRIPTS / "accelerate"),
        "launch",
        "--cpu",
        "--num_processes=1",
        "--num_machines=1",
        "--mixed_precision=no",
        "--dynamo_backend=no",
        "--main_process_port=29612",
        train,
    ]
    report.attempt("accelerate", lambda: several(program, ("sft",), data, "accelerate", launch, 1))
    report.attempt("ray", lambda: by_ray(program, data))


def several(program, stages, data, how, command, processes=2):
    engine = Engine(program, command)
    for stage in stages:
        name = f"{stage}-{how}"
        found = engine.trained(name, Case(RECIPES[stage]), data)
        alone = events(program.place, f"{stage}-trl")
        alike(f"{stage} by {how}: losses", told(alone, "run.step", "loss"), told(found, "run.step", "loss"))
        alike(f"{stage} by {how}: held-out losses", told(alone, "run.evaluation", "loss"), told(found, "run.evaluation", "loss"))
        machine = next(e["machine"] for e in found if e["kind"] == "run.started")
        report.check(
            f"{stage} by {how}: {processes} processes", machine.endswith(f"{processes} process" + "es" * (processes > 1)), machine
        )


def by_ray(program, data):
    """A cluster of two nodes on this machine, one processor each, so that Ray has to place the processes on both."""
    if importlib.util.find_spec("ray") is None:
        return report.skip(
            "two processes by Ray", "ray is not installed: pip install -r trainer/engines/trl/ray-requirements.txt"
        )
    place = tempfile.mkdtemp(prefix="ray-")  # short: sockets have short names
    one = ["--block", "--num-cpus=1", "--num-gpus=0", "--object-store-memory=100000000", "--disable-usage-stats"]
    ray = [sys.executable, "-m", "ray.scripts.scripts", "start", *one]
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "1"},
    }
    here = socket.gethostbyname(socket.gethostname())
    nodes = [subprocess.Popen([*ray, "--head", "--port=26379", "--include-dashboard=false", f"--temp-dir={place}"], **quiet)]
    try:
        await_port(here, 26379)
        nodes.append(subprocess.Popen([*ray, f"--address={here}:26379"], **quiet))
        command = [sys.executable, str(ENGINES / "trl" / "on_ray.py"), "--workers=2", f"--address={here}:26379"]
        several(program, ("sft",), data, "ray", command)
    finally:
        for node in reversed(nodes):
            node.terminate()
            node.wait(60)
        shutil.rmtree(place, ignore_errors=True)


def await_port(host, port):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            return socket.create_connection((host, port), 1).close()
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"nothing listens on {host}:{port} within {PATIENCE} s")
