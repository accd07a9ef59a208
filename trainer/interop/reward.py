"""A reward model by Hone and one by TRL's RewardTrainer, seed for seed: equal rows, order, start, settings.

`./hone interop reward --data TREES.jsonl --model DIRECTORY` runs it: ranked pairs of OpenAssistant's trees, split by tree; LoRA on
a language model. Hone makes the first adapter, TRL starts from its files; so the losses of the first steps have to be equal but
for rounding, and the held-out accuracies close. Both have one thread.
"""

import argparse
import json
import random
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

FIRST_STEPS = 4
FIRST_TOLERANCE = 1e-4
POINT = 0.01


def recipe(given, **more):
    return hone.reward(
        epochs=given.epochs,
        batchGroups=given.batch,
        sequenceTokensMax=given.tokens,
        learningRate=given.rate,
        warmupShare=0.1,
        lora=hone.lora(given.rank),
        **more,
    )


def settings():
    parse = argparse.ArgumentParser(prog="./hone interop reward", description=__doc__)
    parse.add_argument("--place", type=Path, required=True, help=argparse.SUPPRESS)
    parse.add_argument("--data", type=Path, required=True, help="conversation trees with ranks, one JSON line each")
    parse.add_argument("--model", type=Path, required=True, help="a language model with a chat template")
    parse.add_argument("--pairs", type=int, default=256, help="to learn from, at most")
    parse.add_argument("--held-out", type=int, default=160, help="pairs to measure on, at most")
    parse.add_argument("--tokens", type=int, default=256, help="of a row; longer ones are left out")
    parse.add_argument("--epochs", type=int, default=1)
    parse.add_argument("--batch", type=int, default=8)
    parse.add_argument("--rate", type=float, default=3e-4)
    parse.add_argument("--rank", type=int, default=8)
    parse.add_argument("--seeds", type=int, nargs="+", default=[1])
    parse.add_argument("--go-on", action="store_true", help="with what an earlier try of the same build has finished")
    parse.add_argument("--side", choices=["trl"], help=argparse.SUPPRESS)
    parse.add_argument("--hone", nargs=argparse.REMAINDER, default=[], help=argparse.SUPPRESS)
    return parse.parse_args()


def rows_of(given, words):
    def fits(conversation, answer):
        return len(ids(words, conversation, answer)) <= given.tokens

    learned, kept = oasst.split(oasst.trees(given.data), 0.25, seed=0)
    train, held_out = (oasst.pairs(some, fits) for some in (learned, kept))
    for some in (train, held_out):
        random.Random(0).shuffle(some)
    train = train[: min(given.pairs, len(train) // given.batch * given.batch)]
    return oasst.preference_rows(train, held_out[: given.held_out])


def ids(words, conversation, answer):
    return [i for text in worlds.texts(words, conversation, answer) for i in worlds.ids(words, text)]


def tokenizer(directory):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(directory)


def folder(given, seed):
    settings = (given.pairs, given.held_out, given.tokens, given.epochs, given.batch, given.rate, given.rank)
    return given.place / "-".join(map(str, (*settings, "seed", seed)))


def once(given, seed):
    place = folder(given, seed)
    if not given.go_on:  # else figures of an earlier build would be told as this one's
        shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True, exist_ok=True)
    words = tokenizer(given.model)
    rows = rows_of(given, words)
    file = worlds.written(place / "rows.jsonl", rows)
    print(f"seed {seed}: {sum(r['split'] == 'train' for r in rows)} pairs to learn from, {sum(r['split'] != 'train' for r in rows)} held out")
    program = hone.Hone(given.hone, place)

    # One step with the rate 0 leaves the first adapter as it was drawn.
    few = worlds.written(place / "few.jsonl", rows[: given.batch])
    still = {**recipe(given), "epochs": 1, "warmupShare": 1.0}
    start, _ = program.train("start", still, few, given.model, seed)

    job, events = program.prepared("reward", recipe(given), file, given.model, seed)
    ours_used = measured.once([*given.hone, "train", job], place, "hone")
    told = events()
    again = [sys.executable, __file__, *sys.argv[1 : sys.argv.index("--hone")], "--side", "trl", "--seeds", seed]
    theirs_used = measured.once(again, place, "trl")
    theirs = json.loads((place / "trl.json").read_text())
    ours = [e["metrics"]["loss"] for e in told if e["kind"] == "run.step"]
    for step in range(FIRST_STEPS):
        report.close(f"seed {seed}: loss of step {step + 1}", ours[step], theirs["losses"][step], FIRST_TOLERANCE)
    report.close(f"seed {seed}: losses of all {len(ours)} steps", ours, theirs["losses"][: len(ours)], 0.05)
    checkpoint = next(e["checkpoint"] for e in told if e["kind"] == "run.succeeded")
    margins = margins_by_hone(program, place / "models" / checkpoint, rows, place)
    accuracy(seed, margins, theirs["margins"], [row["promptId"] for row in rows if row["split"] != "train"])
    report.close(f"seed {seed}: the accuracy that Hone reports", hone.held_out(told)["accuracy"], right(margins))
    print(f"seed {seed}: Hone took {ours_used}; TRL took {theirs_used}")


def margins_by_hone(program, directory, rows, place):
    import exported

    asked = [(row["prompt"], row[side]) for row in rows if row["split"] != "train" for side in ("chosen", "rejected")]
    found = exported.scores_by_hone(program, directory, asked, place)
    return [found[i] - found[i + 1] for i in range(0, len(found), 2)]


def right(margins):
    return sum(margin > 0 for margin in margins) / len(margins)


def accuracy(seed, ours, theirs, trees, draws=2000):
    """With 95 % intervals by a bootstrap over trees: pairs of one tree are alike."""
    places = {}
    for place, tree in enumerate(trees):
        places.setdefault(tree, []).append(place)
    chance = random.Random(1)
    drawn = []
    for _ in range(draws):
        some = [p for tree in chance.choices(list(places), k=len(places)) for p in places[tree]]
        a, b = (right([margins[p] for p in some]) for margins in (ours, theirs))
        drawn.append((a, b, a - b))
    low, high = ([sorted(d[i] for d in drawn)[round(draws * q)] for i in range(3)] for q in (0.025, 0.975 - 1 / draws))
    a, b = right(ours), right(theirs)
    same = sum((x > 0) == (y > 0) for x, y in zip(ours, theirs))
    print(
        f"seed {seed}: held-out accuracy of Hone {a:.4f} [{low[0]:.3f}, {high[0]:.3f}], of TRL {b:.4f} [{low[1]:.3f}, {high[1]:.3f}], "
        f"difference {a - b:+.4f} [{low[2]:+.3f}, {high[2]:+.3f}]; {same} of {len(ours)} pairs decided alike"
    )
    report.check(f"seed {seed}: within a point of TRL's accuracy", abs(a - b) <= POINT, f"{a:.4f} and {b:.4f}")


def by_trl(given):
    """RewardTrainer on the same rows in the same order, from the adapter that Hone began with."""
    from datasets import Dataset
    from peft import PeftModel
    from torch.utils.data import SequentialSampler
    from transformers import AutoModelForSequenceClassification
    from trl import RewardConfig, RewardTrainer

    losses = []  # its own log rounds them

    class InOrder(RewardTrainer):
        def _get_train_sampler(self, *_):
            return SequentialSampler(self.train_dataset)

        def compute_loss(self, *inputs, **more):
            loss = super().compute_loss(*inputs, **more)
            losses.append(loss.item())
            return loss

    torch.set_num_threads(1)
    place = folder(given, given.seeds[0])
    rows = [json.loads(line) for line in (place / "rows.jsonl").read_text().splitlines()]
    start = hone.checkpoint_of(place, "start")
    words = tokenizer(start)  # pads with a mark that rows don't end with
    encoded = {
        side: [
            {"chosen_ids": ids(words, r["prompt"], r["chosen"]), "rejected_ids": ids(words, r["prompt"], r["rejected"])}
            for r in rows
            if r["split"] == side
        ]
        for side in ("train", "held-out")
    }
    ordered = [
        encoded["train"][i]
        for epoch in range(given.epochs)
        for i in order.order(len(encoded["train"]), given.seeds[0], epoch)
    ]
    base = AutoModelForSequenceClassification.from_pretrained(
        given.model, num_labels=1, dtype=torch.float32, pad_token_id=words.pad_token_id
    )
    steps = len(ordered) // given.batch
    trainer = InOrder(
        model=PeftModel.from_pretrained(base, start, is_trainable=True),
        args=RewardConfig(
            output_dir=str(place / "trl"),
            per_device_train_batch_size=given.batch,
            num_train_epochs=1,
            max_length=given.tokens,
            learning_rate=given.rate,
            warmup_steps=int(0.1 * steps + 0.5),
            lr_scheduler_type="cosine_with_min_lr",
            lr_scheduler_kwargs={"min_lr_rate": 0.1},
            adam_beta2=0.95,
            weight_decay=0.0,
            max_grad_norm=1.0,
            bf16=False,
            gradient_checkpointing=False,
            use_cpu=True,
            logging_steps=10,
            save_strategy="no",
            report_to=[],
            seed=given.seeds[0],
            pad_token=words.pad_token,
        ),
        train_dataset=Dataset.from_list(ordered),
        processing_class=words,
    )
    trainer.train()
    model = trainer.model.eval()
    margins = []
    with torch.no_grad():
        for row in encoded["held-out"]:
            chosen, rejected = (
                model(input_ids=torch.tensor([row[side]])).logits.item() for side in ("chosen_ids", "rejected_ids")
            )
            margins.append(chosen - rejected)
    (place / "trl.json").write_text(json.dumps({"losses": losses, "margins": margins}))


def main():
    given = settings()
    if given.side == "trl":
        return by_trl(given)
    for seed in given.seeds:
        report.attempt(f"seed {seed}", lambda: once(given, seed))
    report.finish()


if __name__ == "__main__":
    main()
