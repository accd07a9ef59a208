"""Generates a client from the OpenAPI document of a running Hone, walks with it, and lets schemathesis send requests to every
operation. `./hone interop api` starts a Hone for it and says in HONE_URL and HONE_TOKEN where it is."""

import collections
import json
import os
import pathlib
import subprocess
import sys
import urllib.request

url, token = os.environ["HONE_URL"], os.environ["HONE_TOKEN"]
here = pathlib.Path(__file__).parent
folder = pathlib.Path(sys.argv[1]).absolute()
programs = pathlib.Path(sys.executable).parent
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,unsupported_method,missing_required_header,ignored_auth"
)
failures, skipped = [], []


def check(what, ok, detail=""):
    print(("ok      " if ok else "FAILED  ") + what + ("" if ok else ": " + str(detail)[-2000:]), flush=True)
    if not ok:
        failures.append(what)
    return ok


def run(name, *words, **more):
    """A program of the virtual environment; None if it could not be installed."""
    program = programs / name
    if not program.exists():
        skipped.append(f"{name} (not installed)")
        return None
    return subprocess.run([program, *map(str, words)], cwd=folder, capture_output=True, text=True, check=False, **more)


def get(path):
    request = urllib.request.Request(url + path, headers={"Authorization": "Bearer " + token})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


folder.mkdir(parents=True, exist_ok=True)
document = folder / "openapi.json"
document.write_bytes(get("/api/v1/openapi.json"))
operations = sum(
    method in ("get", "post", "put", "patch", "delete")
    for path in json.loads(document.read_text())["paths"].values()
    for method in path
)

valid = run("openapi-spec-validator", document)
if valid:
    check(f"the document of {operations} operations is valid OpenAPI 3.1", valid.returncode == 0, valid.stdout)

# The generator knows no media types of files but one; what else a generated client does with them is the same.
files = {"application/zip", "application/gzip", "application/x-ndjson", "application/vnd.apache.parquet"}
for operation in (one for path in json.loads(document.read_text())["paths"].values() for one in path.values() if "responses" in one):
    for body in (operation.get("requestBody", {}), *operation["responses"].values()):
        for media, described in body.get("content", {}).items():
            if described.get("schema", {}).get("format") == "binary":
                files.add(media)
(folder / "client.json").write_text(
    json.dumps({"content_type_overrides": dict.fromkeys(sorted(files), "application/octet-stream"), "post_hooks": []})
)
generated = run(
    "openapi-python-client",
    "generate",
    "--path",
    document,
    "--output-path",
    folder / "hone_client",
    "--meta",
    "none",
    "--overwrite",
    "--config",
    folder / "client.json",
)
if generated:
    complaints = generated.stdout + generated.stderr
    if check("a client is generated without a warning", generated.returncode == 0 and "WARNING" not in complaints, complaints):
        walked = run("python", here / "api_walk.py", env={**os.environ, "PYTHONPATH": str(folder)})
        print("".join("        " + line + "\n" for line in walked.stdout.splitlines()), end="")
        check("the generated client walks", walked.returncode == 0, walked.stdout + walked.stderr)

# The demo project: with random slugs every request would lead to a project that does not exist.
(folder / "schemathesis.toml").write_text('[parameters]\n"path.slug" = "kind-endings"\n')
tried = run(
    "schemathesis",
    "--config-file",
    folder / "schemathesis.toml",
    "run",
    document,
    "--url",
    url,
    "--header",
    "Authorization: Bearer " + token,
    "--checks",
    CHECKS,
    "--max-examples",
    os.environ.get("HONE_INTEROP_EXAMPLES", "25"),
    "--seed",
    "1",
    "--continue-on-failure",
    "--request-timeout",
    "30",
    "--suppress-health-check",
    "all",
    "--report",
    "ndjson",
    "--report-ndjson-path",
    folder / "schemathesis.ndjson",
    "--no-color",
)
if tried:
    (folder / "schemathesis.txt").write_text(tried.stdout + tried.stderr)
    cases, wrong = 0, collections.Counter()
    for line in (folder / "schemathesis.ndjson").read_text().splitlines():
        event = json.loads(line)
        for recorded in event.get("ScenarioFinished", {}).get("recorder", {}).get("checks", {}).values():
            cases += 1
            wrong.update(one["name"] for one in recorded if one["status"] == "failure")
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(wrong.items())) or "none"
    check(f"schemathesis: {operations} operations, {cases} cases, failures by kind: {kinds}", tried.returncode == 0, tried.stdout)

for one in skipped:
    print("skipped " + one)
print(f"{len(failures)} failed, {len(skipped)} skipped")
sys.exit(1 if failures else 0)
