"""SFT, a reward model and DPO by an engine through a running Hone: import, freeze, run, kill, resume, and what became of it.

`./hone interop engines` starts a Hone whose trainer has HONE_ENGINE=trl and says in HONE_URL and HONE_TOKEN where it is.
"""

import io
import json
import os
import signal
import sys
import tarfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import report
from engine_rows import COMMON, PREFERENCE, rows

PATIENCE = 300
#: The app trains a reward model from 50 pairs on.
JUDGMENTS = 60
RECIPES = {
    "sft": {
        **COMMON,
        "epochs": 6,
        "batchRows": 8,
        "microBatchRows": 4,
        "learningRate": 5e-4,
        "evaluateEverySteps": 5,
        "checkpointEverySteps": 5,
        "sampleCount": 1,
        "sampleTokensMax": 16,
    },
    "reward": {**COMMON, "epochs": 6, "batchGroups": 4, "learningRate": 5e-4, "normalizeSamples": 32, "checkpointEverySteps": 5},
    "dpo": {
        **COMMON,
        **PREFERENCE,
        "epochs": 4,
        "batchRows": 8,
        "microBatchRows": 4,
        "learningRate": 1e-4,
        "evaluateEverySteps": 5,
        "checkpointEverySteps": 5,
        "sampleCount": 1,
        "sampleTokensMax": 16,
    },
}


def asked(method, path, body=None, raw=False):
    headers = {"Authorization": "Bearer " + os.environ["HONE_TOKEN"]}
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    headers["Content-Type"] = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    request = urllib.request.Request(os.environ["HONE_URL"] + "/api/v1" + path, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            found = answer.read()
    except urllib.error.HTTPError as e:
        raise RuntimeError(f"{method} {path} was answered {e.code}: {e.read().decode()[:600]}") from e
    return found if raw else json.loads(found)


def imported(project, name, lines):
    body = "".join(json.dumps(line) + "\n" for line in lines).encode()
    one = asked("POST", f"/projects/{project}/imports?file={name}", body)
    end = time.monotonic() + PATIENCE
    while one.get("state") in ("waiting", "running", "reading") and time.monotonic() < end:
        time.sleep(0.2)
        one = asked("GET", f"/projects/{project}/imports/{one['id']}")
    print(f"imported {name}: {json.dumps(one)[:300]}")


def frozen(project):
    found = [
        {"prompt": row["prompt"], "completion": [{"role": "assistant", "content": row["response"]}]}
        for row in rows()
        if row["kind"] == "dataset.demonstration"
    ]
    imported(project, "written.jsonl", found)
    pairs = [
        {"prompt": row["prompt"], **{side: [{"role": "assistant", "content": row[side]}] for side in ("chosen", "rejected")}}
        for row in rows(JUDGMENTS)
        if row["kind"] == "dataset.preference"
    ]
    imported(project, "compared.jsonl", pairs)
    return asked("POST", f"/projects/{project}/datasets", {})


def every_event(project, number):
    found, cursor = [], ""
    while True:
        page = asked("GET", f"/projects/{project}/runs/{number}/events?limit=200" + (f"&cursor={cursor}" if cursor else ""))
        found += [{**e, "body": e["body"] if isinstance(e["body"], dict) else json.loads(e["body"])} for e in page["data"]]
        cursor = page.get("next")
        if not cursor:
            return found


def engine_process(run_id):
    """The process that trains a run, found by the job in its command line."""
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                words = (place / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if any(run_id.encode() in word and word.endswith(b"job.json") for word in words):
                return int(place.name)
    return None


def trained(project, stage, dataset, policy, kill):
    run = asked(
        "POST",
        f"/projects/{project}/runs",
        {"stage": stage, "dataset": dataset["number"], "policy": policy, "recipe": RECIPES[stage]},
    )
    number, live, killed = run["number"], set(), False
    end = time.monotonic() + PATIENCE
    while run["state"] in ("waiting", "running") and time.monotonic() < end:
        time.sleep(0.1)
        run = asked("GET", f"/projects/{project}/runs/{number}")
        step = run["progress"].get("step")
        if run["state"] == "running" and step:
            live.add(step)
        if kill and not killed and any(e["kind"] == "run.checkpoint" for e in every_event(project, number)):
            pid = engine_process(run["id"])
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
                killed = True
    report.check(f"{stage}: the run succeeds", run["state"] == "succeeded", run)
    told = every_event(project, number)
    starts = [e["body"] for e in told if e["kind"] == "run.started"]
    report.check(
        f"{stage}: its engine is told ({starts[0]['machine']})", all(s["machine"].startswith("trl ") for s in starts), starts
    )
    report.check(f"{stage}: the curve was there while it ran ({len(live)} looks saw other steps)", len(live) > 1, live)
    steps = [e["body"]["step"] for e in told if e["kind"] == "run.step"]
    report.check(f"{stage}: every step was told", set(steps) == set(range(1, starts[0]["steps"] + 1)), steps)
    if kill:
        resumed = [s["fromStep"] for s in starts]
        report.check(
            f"{stage}: killed once, it went on from a checkpoint {resumed}", len(resumed) == 2 and resumed[1] > 0, resumed
        )
    model = asked("GET", f"/projects/{project}/models/{run['model']}")
    manifest = manifest_of(project, run["model"])
    parent = asked("GET", f"/projects/{project}/models/{policy}")
    says = {
        "the run that made it": (model["run"], number),
        "the model before": (model["parent"], policy),
        "the parent's hash": (manifest["parent"], parent["sha256"]),
        "the dataset's hash": (manifest["dataset"], dataset.get("sha256", manifest["dataset"])),
        "the run's id": (manifest["runId"], run["id"]),
        "the engine": (manifest["machine"].split(" ")[0], "trl"),
    }
    for what, (found, due) in says.items():
        report.check(f"{stage}: the model names {what}", found == due, (found, due))
    return run["model"]


def manifest_of(project, model):
    with tarfile.open(fileobj=io.BytesIO(asked("GET", f"/projects/{project}/models/{model}/files", raw=True))) as tar:
        name = next(n for n in tar.getnames() if n.endswith("manifest.json"))
        return json.load(tar.extractfile(name))


def main():
    project = asked("POST", "/projects", {"name": "Engines"})["slug"]
    dataset = frozen(project)
    end = time.monotonic() + PATIENCE
    while not dataset["published"] and time.monotonic() < end:
        time.sleep(0.2)
        dataset = asked("GET", f"/projects/{project}/datasets/{dataset['number']}")
    print("dataset", json.dumps(dataset)[:500])
    base = asked("GET", f"/projects/{project}/models")["data"][-1]["name"]
    policy = trained(project, "sft", dataset, base, kill=True)
    trained(project, "reward", dataset, policy, kill=False)
    trained(project, "dpo", dataset, policy, kill=False)
    asked("POST", f"/projects/{project}/models/{policy}/current", {"why": "An engine trained it."})
    report.finish()


if __name__ == "__main__":
    sys.exit(main())
