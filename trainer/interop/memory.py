"""Time and peak memory of supervised fine-tuning with LoRA, by Hone and by a plain loop over transformers and peft, equal rows.

`./hone interop memory --data TREES.jsonl --model DIRECTORY` runs it; one thread each, one process each. The losses have to be equal.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import torch

import hone
import measured
import oasst
import report
import worlds
from hone import order

RATE = 3e-4


def settings():
    parse = argparse.ArgumentParser(prog="./hone interop memory", description=__doc__)
    parse.add_argument("--place", type=Path, required=True, help=argparse.SUPPRESS)
    parse.add_argument("--data", type=Path, required=True, help="conversation trees with ranks, one JSON line each")
    parse.add_argument("--model", type=Path, required=True, help="a language model with a chat template")
    parse.add_argument("--tokens", type=int, default=256, help="of a row; longer ones are left out")
    parse.add_argument("--batch", type=int, default=4)
    parse.add_argument("--steps", type=int, default=6)
    parse.add_argument("--rank", type=int, default=8)
    parse.add_argument("--side", choices=["peft"], help=argparse.SUPPRESS)
    parse.add_argument("--hone", nargs=argparse.REMAINDER, default=[], help=argparse.SUPPRESS)
    return parse.parse_args()


def tokenizer(directory):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(directory)


def encoded(words, row):
    return [worlds.ids(words, text) for text in worlds.texts(words, row["prompt"], row["response"])]


def rows_of(given, words):
    found = []
    for tree in oasst.trees(given.data):
        for conversation, answers in oasst.asked(tree["prompt"]):
            if answers:
                found.append({"prompt": conversation, "response": answers[0]})
    short = [row for row in found if sum(map(len, encoded(words, row))) <= given.tokens]
    return [
        {
            "kind": "dataset.demonstration",
            "position": i,
            "split": "train",
            "promptId": f"prompt-{i}",
            "judgmentId": f"judgment-{i}",
            "weight": 1.0,
            **row,
        }
        for i, row in enumerate(short[: given.batch * given.steps])
    ]


def recipe(given, **more):
    return hone.sft(
        batchRows=given.batch,
        microBatchRows=given.batch,
        sequenceTokensMax=given.tokens,
        learningRate=RATE,
        evaluateEverySteps=0,
        lora=hone.lora(given.rank),
        **more,
    )


def by_peft(given):
    """The loss over all labels of a batch, AdamW as Hone has it."""
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, get_cosine_schedule_with_warmup

    torch.set_num_threads(1)
    rows = [json.loads(line) for line in (given.place / "rows.jsonl").read_text().splitlines()]
    words = tokenizer(given.model)
    base = AutoModelForCausalLM.from_pretrained(given.model, dtype=torch.float32)
    model = PeftModel.from_pretrained(base, hone.checkpoint_of(given.place, "start"), is_trainable=True).train()
    optimizer = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad], lr=RATE, betas=(0.9, 0.95), weight_decay=0.0
    )
    rate = get_cosine_schedule_with_warmup(optimizer, 0, given.steps)
    places, losses = order.order(len(rows), 1, 0), []
    for step in range(given.steps):
        batch = [encoded(words, rows[i]) for i in places[step * given.batch : (step + 1) * given.batch]]
        width = max(len(q) + len(a) for q, a in batch)
        ids = torch.tensor([q + a + [0] * (width - len(q) - len(a)) for q, a in batch])
        labels = torch.tensor([[-100] * len(q) + a + [-100] * (width - len(q) - len(a)) for q, a in batch])
        mask = torch.tensor([[1] * (len(q) + len(a)) + [0] * (width - len(q) - len(a)) for q, a in batch])
        loss = model(input_ids=ids, attention_mask=mask, labels=labels).loss
        losses.append(loss.item())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        rate.step()
    (given.place / "peft.json").write_text(json.dumps(losses))


def main():
    given = settings()
    if given.side == "peft":
        return by_peft(given)
    shutil.rmtree(given.place, ignore_errors=True)
    given.place.mkdir(parents=True)
    rows = rows_of(given, tokenizer(given.model))
    file = worlds.written(given.place / "rows.jsonl", rows)
    program = hone.Hone(given.hone, given.place)
    few = worlds.written(given.place / "few.jsonl", rows[: given.batch])
    program.train("start", {**recipe(given), "warmupShare": 1.0}, few, given.model)
    job, events = program.prepared("sft", recipe(given), file, given.model)
    ours_used = measured.run([*given.hone, "train", job], given.place / "hone.log")
    words = sys.argv[1 : sys.argv.index("--hone")]
    theirs_used = measured.run([sys.executable, __file__, *words, "--side", "peft"], given.place / "peft.log")
    ours = [e["metrics"]["loss"] for e in events() if e["kind"] == "run.step"]
    theirs = json.loads((given.place / "peft.json").read_text())
    report.close("the loss of the first step", ours[0], theirs[0])
    report.close("the losses of two steps", ours[:2], theirs[:2], 1e-3)
    print(f"{len(rows)} rows of at most {given.tokens} tokens, {given.batch} a step: Hone {ours_used}; peft {theirs_used}")
    report.finish()


if __name__ == "__main__":
    main()
