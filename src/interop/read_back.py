"""Reads what Hone exports with the libraries that the formats come from, and compares. `./hone interop` runs it."""

import datetime
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
failures, skipped = [], []


def without_nothing(value):
    """A table has a place for what a row of JSON leaves out."""
    if isinstance(value, dict):
        return {k: w for k, v in value.items() if (w := without_nothing(v)) is not None and w != []}
    if isinstance(value, list):
        return [without_nothing(v) for v in value]
    # The reader of JSON takes a text that looks like a time for one.
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    # Of deeply nested rows of JSON datasets keeps ten digits of a fraction; a Parquet file loses none.
    if isinstance(value, float):
        return round(value, 9)
    return value


def check(what, ok, detail=""):
    print(("ok      " if ok else "FAILED  ") + what + ("" if ok else ": " + str(detail)[:400]))
    if not ok:
        failures.append(what)


def attempt(what, run):
    try:
        run()
    except Exception as e:  # each library has exceptions of its own
        check(what, False, repr(e))


def lines(name):
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def with_datasets():
    import datasets

    for file in sorted(folder.glob("*.jsonl")):
        rows = datasets.load_dataset("json", data_files=str(file), split="train", cache_dir=str(folder / "cache"))
        expected = [without_nothing(row) for row in lines(file.name)]
        read = [without_nothing(row) for row in rows]
        check(f"datasets reads {file.name}: {len(rows)} rows", read == expected, first_difference(read, expected))
    for file in sorted(folder.glob("*.parquet")):
        rows = datasets.load_dataset("parquet", data_files=str(file), split="train", cache_dir=str(folder / "cache"))
        expected = [without_nothing(row) for row in lines(file.stem + ".jsonl")]
        read = [without_nothing(row) for row in rows]
        check(f"datasets reads {file.name}: {len(rows)} rows", read == expected, first_difference(read, expected))


def first_difference(read, expected, where="rows"):
    if isinstance(read, dict) and isinstance(expected, dict):
        for name in {**read, **expected}:
            if read.get(name) != expected.get(name):
                return first_difference(read.get(name), expected.get(name), f"{where}.{name}")
    if isinstance(read, list) and isinstance(expected, list) and len(read) == len(expected):
        for i, (one, other) in enumerate(zip(read, expected)):
            if one != other:
                return first_difference(one, other, f"{where}[{i}]")
    return f"{where}: {read!r} is not {expected!r}"


CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def a_tokenizer():
    """One that knows nothing but a chat template, so that nothing is downloaded."""
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel({"?": 0}, unk_token="?")), unk_token="?", chat_template=CHATML
    )


def rendered(messages):
    return "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in messages)


def with_trl():
    import datasets
    from trl import data_utils as trl

    tokenizer = a_tokenizer()
    fields = {
        "trl-messages": ["messages"],
        "trl-prompts": ["prompt"],
        "trl-prompt-completion": ["prompt", "completion"],
        "trl-kto": ["prompt", "completion"],
        "trl-preference": ["prompt", "chosen", "rejected"],
    }
    for name, known in fields.items():
        rows = lines(name + ".jsonl")
        check(f"TRL finds {len(rows)} rows of {name} conversational", all(trl.is_conversational(row) for row in rows))
        templated = [trl.maybe_apply_chat_template({k: row[k] for k in known}, tokenizer) for row in rows]
        same = [as_text(row, known) == told for row, told in zip(rows, templated)]
        check(f"TRL applies a chat template to {name}", all(same), templated[same.index(False)] if False in same else "")
    pairs = datasets.Dataset.from_list(lines("trl-preference.jsonl")).select_columns(["prompt", "chosen", "rejected"])
    check("TRL takes the prompt as it is", trl.maybe_extract_prompt(dict(pairs[0])) == dict(pairs[0]))
    whole = [{side: row["prompt"] + row[side] for side in ("chosen", "rejected")} for row in pairs]
    check("TRL finds the prompt that both sides begin with", [trl.extract_prompt(row) for row in whole] == list(pairs))
    unpaired = trl.unpair_preference_dataset(pairs)
    good = [row["completion"] for row in unpaired if row["label"]]
    bad = [row["completion"] for row in unpaired if not row["label"]]
    check(
        f"TRL unpairs {len(pairs)} preferences",
        (good, bad) == ([row["chosen"] for row in pairs], [row["rejected"] for row in pairs]),
    )


def as_text(row, known):
    """What a template makes of a row; worked out here, not by TRL."""
    if known == ["messages"]:
        return {"text": rendered(row["messages"])}
    asked = rendered(row["prompt"]) + "<|im_start|>assistant\n"
    if known == ["prompt"]:
        return {"prompt": asked}
    # The template writes who speaks in front of the text; that part belongs to the prompt.
    return {"prompt": asked} | {k: rendered(row[k]).removeprefix("<|im_start|>assistant\n") for k in known[1:]}


def with_label_studio():
    from label_studio_sdk.converter import Converter
    from label_studio_sdk.label_interface import LabelInterface

    config = (folder / "label-studio.xml").read_text()
    tasks = json.loads((folder / "label-studio.json").read_text())
    LabelInterface(config).validate()
    check("label-studio-sdk takes the labeling configuration", True)
    out = folder / "converted"
    out.mkdir(exist_ok=True)
    for form in ("JSON", "JSON_MIN", "CSV"):
        converter = Converter(config, project_dir=str(folder), download_resources=False)
        converter.convert(str(folder / "label-studio.json"), str(out / form), form, is_dir=False)
    converted = json.loads(next((out / "JSON_MIN").glob("*.json")).read_text())
    annotations = sum(len(task["annotations"]) for task in tasks)
    check(f"label-studio-sdk converts {annotations} annotations", len(converted) == annotations, len(converted))
    preferred = [row for row in converted if row.get("preference")]
    expected = [t for t in tasks if any(r["type"] == "pairwise" for a in t["annotations"] for r in a["result"])]
    check(f"label-studio-sdk finds {len(expected)} comparisons", len(preferred) == len(expected), len(preferred))


def with_argilla():
    import argilla

    rows = json.loads((folder / "argilla.json").read_text())
    records = [argilla.Record.from_dict(row) for row in rows]
    same = all(
        record.fields["response-1"] == row["fields"]["response-1"]
        for record, row in zip(records, rows)
        if "response-1" in row["fields"]
    )
    check(f"argilla reads {len(records)} records", len(records) == len(rows) and same)
    answers = sum(len(values) for row in rows for values in row["responses"].values())
    check(f"argilla reads {answers} responses", sum(len(list(record.responses)) for record in records) == answers)


for library, run in (("datasets", with_datasets), ("trl", with_trl), ("label_studio_sdk", with_label_studio), ("argilla", with_argilla)):
    try:
        __import__(library)
    except ImportError as e:
        skipped.append(f"{library} ({e})")
        continue
    attempt(library, run)

for one in skipped:
    print("skipped " + one)
print(f"{len(failures)} failed, {len(skipped)} skipped")
sys.exit(1 if failures else 0)
