"""Trains one job with processes that a Ray cluster places: `python on_ray.py JOB.json --workers N [--gpus 1] [--address auto]`.

Every process is train.py with torch.distributed's variables, on a node that shares the job's folder and the folder of models. To be
started on the cluster's head, or by `ray job submit` from elsewhere. The end of this program is the end of the run there: it waits
for all processes, so that no second one is started while the first ones still save. SIGTERM here becomes the file that stops them.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import ray
from ray.util.placement_group import placement_group
from ray.util.scheduling_strategies import PlacementGroupSchedulingStrategy

TRAIN = Path(__file__).resolve().parent / "train.py"


@ray.remote
class Worker:
    def address(self) -> tuple[str, int]:
        """Where the processes meet: a port of this node that is free."""
        with socket.socket() as free:
            free.bind(("", 0))
            return ray.util.get_node_ip_address(), free.getsockname()[1]

    def train(self, job: str, rank: int, processes: int, address: tuple[str, int]) -> int:
        meeting = {"MASTER_ADDR": address[0], "MASTER_PORT": str(address[1])}
        place = {"RANK": str(rank), "WORLD_SIZE": str(processes), "LOCAL_RANK": "0", "LOCAL_WORLD_SIZE": "1"}
        return subprocess.run([sys.executable, str(TRAIN), job], env={**os.environ, **meeting, **place}).returncode


def stop_file(job: Path) -> Path:
    return job.parent / json.loads(job.read_text())["folder"] / "stop"


def main() -> int:
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("job", type=Path)
    parse.add_argument("--workers", type=int, required=True)
    parse.add_argument("--gpus", type=float, default=0, help="of each process")
    parse.add_argument("--address", default="auto")
    given = parse.parse_args()
    job = given.job.resolve()
    signal.signal(signal.SIGTERM, lambda *_: stop_file(job).touch())
    ray.init(address=given.address, logging_level="warning")
    group = placement_group([{"CPU": 1, **({"GPU": given.gpus} if given.gpus else {})}] * given.workers, strategy="SPREAD")
    ray.get(group.ready())
    workers = [
        Worker.options(
            num_cpus=1,
            num_gpus=given.gpus,
            scheduling_strategy=PlacementGroupSchedulingStrategy(group, placement_group_bundle_index=rank),
        ).remote()
        for rank in range(given.workers)
    ]
    address = ray.get(workers[0].address.remote())
    codes = ray.get([worker.train.remote(str(job), rank, given.workers, address) for rank, worker in enumerate(workers)])
    return codes[0] or max(codes)


if __name__ == "__main__":
    sys.exit(main())
