"""The API of a running Hone, as HONE_URL and HONE_TOKEN say where it is."""

import io
import json
import os
import tarfile
import time
import urllib.error
import urllib.request

from engine_begun import PATIENCE
from engine_rows import rows

#: The app trains a reward model from 50 pairs on. They answer eight prompts, of which by chance half may be held out.
JUDGMENTS = 100


def asked(method, path, body=None, **headers):
    return json.loads(answered(method, path, body, headers).read())


def answered(method, path, body=None, headers=None):
    headers = {"Authorization": "Bearer " + os.environ["HONE_TOKEN"], **(headers or {})}
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    headers["Content-Type"] = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    request = urllib.request.Request(os.environ["HONE_URL"] + "/api/v1" + path, data=data, method=method, headers=headers)
    try:
        return urllib.request.urlopen(request)
    except urllib.error.HTTPError as e:
        raise RuntimeError(f"{method} {path} was answered {e.code}: {e.read().decode()[:600]}") from e


def until(what, look, seconds=PATIENCE):
    """The first answer that is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise RuntimeError(f"{what} did not come within {seconds} s")


def imported(project, name, lines):
    body = "".join(json.dumps(line) + "\n" for line in lines).encode()
    one = asked("POST", f"/projects/{project}/imports?file={name}", body)

    def ended():
        now = asked("GET", f"/projects/{project}/imports/{one['id']}")
        return None if now["state"] in ("waiting", "running", "reading") else now

    print(f"imported {name}: {json.dumps(until('the end of an import', ended))[:300]}")


def with_judgments(name, engine):
    """A project of an engine, with written answers and compared pairs: its word in addresses."""
    project = asked("POST", "/projects", {"name": name})["slug"]
    now = answered("GET", f"/projects/{project}").headers["ETag"]
    asked("PATCH", f"/projects/{project}", {"settings": {"engine": engine}}, **{"If-Match": now})
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
    return project


def published(project, number):
    def look():
        dataset = asked("GET", f"/projects/{project}/datasets/{number}")
        return dataset if dataset["published"] else None

    return until("the dataset", look)


def every_event(project, number):
    found, cursor = [], ""
    while True:
        page = asked("GET", f"/projects/{project}/runs/{number}/events?limit=200" + (f"&cursor={cursor}" if cursor else ""))
        found += [{**e, "body": e["body"] if isinstance(e["body"], dict) else json.loads(e["body"])} for e in page["data"]]
        cursor = page.get("next")
        if not cursor:
            return found


def manifest_of(project, model):
    with tarfile.open(fileobj=io.BytesIO(answered("GET", f"/projects/{project}/models/{model}/files").read())) as tar:
        name = next(n for n in tar.getnames() if n.endswith("manifest.json"))
        return json.load(tar.extractfile(name))
