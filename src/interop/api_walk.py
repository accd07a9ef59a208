"""Walks with the generated client: create a project, add a person, import, judge, read judgments, freeze, export. api.py runs it."""

import io
import json
import os
import sys
import time
import uuid
import zipfile

from hone_client import AuthenticatedClient
from hone_client.api.account import get_me
from hone_client.api.datasets import freeze_dataset, get_dataset
from hone_client.api.exports import export_dataset, export_judgments, export_project, get_export
from hone_client.api.formats import list_formats
from hone_client.api.imports import create_import, get_import, import_archive, list_refused_lines
from hone_client.api.judgments import list_judgments
from hone_client.api.people import add_person, remove_person
from hone_client.api.projects import change_project, create_project, get_project
from hone_client.api.tasks import next_task, submit_judgment
from hone_client.models import (
    DemonstrationVerdict,
    DemonstrationVerdictKind,
    NewJudgment,
    NewProject,
    NextTask,
    NextTaskKind,
    ProjectChange,
    ProjectSettingsChange,
)
from hone_client.types import File

client = AuthenticatedClient(base_url=os.environ["HONE_URL"], token=os.environ["HONE_TOKEN"])
PERSON = "lena"


def expect(response, status):
    if response.status_code != status:
        sys.exit(f"expected {status}, got {response.status_code}: {response.content[:400]}")
    return response.parsed


me = expect(get_me.sync_detailed(client=client), 200)
print("signed in as", me.name)

key = str(uuid.uuid4())
wanted = NewProject(name="Walk " + key[:8])
project = expect(create_project.sync_detailed(client=client, body=wanted, idempotency_key=key), 201)
again = create_project.sync_detailed(client=client, body=wanted, idempotency_key=key)
assert again.headers["idempotency-replayed"] == "true", again.headers
print("created", project.slug)

read = get_project.sync_detailed(project.slug, client=client)
change = ProjectChange(settings=ProjectSettingsChange(lease_minutes=45))
changed = change_project.sync_detailed(project.slug, client=client, body=change, if_match=read.headers["etag"])
assert expect(changed, 200).settings.lease_minutes == 45
stale = change_project.sync_detailed(project.slug, client=client, body=change, if_match=read.headers["etag"])
assert stale.status_code == 412, stale

expect(add_person.sync_detailed(project.slug, PERSON, client=client), 204)

formats = expect(list_formats.sync_detailed(client=client), 200)
assert "trl-prompt-completion" in [one.name for one in formats.exports]
rows = "".join(json.dumps({"prompt": f"Tell of a hat, number {i}."}) + "\n" for i in range(3)) + "{broken\n"
file = File(payload=io.BytesIO(rows.encode()))
imported = expect(create_import.sync_detailed(project.slug, client=client, body=file, file="hats.jsonl"), 201)
while imported.state in ("reading", "waiting"):
    time.sleep(0.2)
    imported = expect(get_import.sync_detailed(project.slug, imported.id, client=client), 200)
assert imported.state == "read" and imported.counts.prompts_new == 3 and imported.counts.refused == 1, imported
refused = expect(list_refused_lines.sync_detailed(project.slug, imported.id, client=client), 200)
assert [line.row for line in refused.data] == ["{broken"], refused
print("imported", imported.counts.prompts_new, "prompts, refused", imported.counts.refused)

task = expect(
    next_task.sync_detailed(project.slug, client=client, body=NextTask(kind=NextTaskKind.DEMONSTRATION), hone_on_behalf_of=PERSON), 200
)
judged = 0
while task:
    verdict = DemonstrationVerdict(kind=DemonstrationVerdictKind.DEMONSTRATION, text=f"It fitted, {judged}.")
    judgment = NewJudgment(verdict=verdict, rationale="It is kind.", sure=True)
    done = expect(submit_judgment.sync_detailed(task.id, client=client, body=judgment, hone_on_behalf_of=PERSON), 200)
    judged += 1
    task = done.next_ or None
print("judged", judged)
assert judged == 3

seen, cursor = [], None
while True:
    more = {"cursor": cursor} if cursor else {}
    page = expect(list_judgments.sync_detailed(project.slug, client=client, limit=2, **more), 200)
    seen += [judgment.id for judgment in page.data]
    cursor = page.next_ or None
    if not cursor:
        break
assert len(set(seen)) == 3, seen

dataset = expect(freeze_dataset.sync_detailed(project.slug, client=client), 201)
whole = expect(get_dataset.sync_detailed(project.slug, dataset.number, client=client), 200)
# Three demonstrations, and their prompts for the policy to answer.
assert whole.rows == dataset.rows == 6 and whole.sha256 == dataset.sha256, whole
print("froze dataset", dataset.number, "with", dataset.rows, "rows")

file = export_judgments.sync_detailed(project.slug, client=client, format_="trl-prompt-completion")
expect(file, 200)
lines = [json.loads(line) for line in file.content.decode().splitlines()]
assert sorted(row["completion"][-1]["content"] for row in lines) == ["It fitted, 0.", "It fitted, 1.", "It fitted, 2."], lines
record = expect(get_export.sync_detailed(project.slug, file.headers["hone-export"], client=client), 200)
assert record.state == "sent" and record.size.rows == 3, record
print("exported", record.size.rows, "rows,", record.size.bytes_, "bytes")

# Who may still be asked to judge gets nothing as a whole: this account made the project, so it is a member.
expect(export_dataset.sync_detailed(project.slug, dataset.number, client=client), 409)
expect(remove_person.sync_detailed(project.slug, me.username, client=client), 204)
directory = export_dataset.sync_detailed(project.slug, dataset.number, client=client)
expect(directory, 200)
names = zipfile.ZipFile(io.BytesIO(directory.content)).namelist()
assert "manifest.json" in names and "README.md" in names, names

archive = export_project.sync_detailed(project.slug, client=client)
expect(archive, 200)
taken = expect(import_archive.sync_detailed(client=client, body=File(payload=io.BytesIO(archive.content))), 200)
assert taken.slug == project.slug and taken.rows == 0, taken
print("exported the project as", len(archive.content), "bytes; importing it here again added", taken.rows, "rows")
