"""Supervised fine-tuning with TRL's SFTTrainer.

Loss: the sum over the answers' tokens of weight times -log p, divided by the number of these tokens in the whole batch, as in
Hone's `FineTuning`. Not here: packing (the loss is the same without it), answers inside of prompts.
"""

from __future__ import annotations

from typing import Any

import torch
from datasets import Dataset
from hone_engine import chat
from hone_engine.answers import show
from hone_engine.failure import RunFailure
from hone_engine.job import Run
from hone_engine.marks import start_marks_as_line_breaks
from hone_engine.model_files import files
from hone_engine.plan import of_rows
from hone_engine.rows import Examples, LeftOut, rows
from hone_engine.start import refuse, started, tokens_max
from lora import adapter_of, loaded
from steps import STATES, Steps, arguments
from transformers import AutoModelForCausalLM
from trl import SFTConfig, SFTTrainer
from trl.trainer.utils import pad

IGNORED = -100
EVALUATED_MAX = 256


class Trainer(Steps, SFTTrainer):
    held_out: list[dict[str, Any]] = []

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        weights, items = inputs.pop("weights"), inputs.pop("items")
        losses = -model(**inputs, use_cache=False, fused_lm_head=True).log_probs.sum(1)  # (B)
        self.see(num_tokens=items)
        return self.of_batch(losses * weights, num_items_in_batch)

    @torch.no_grad()
    def measure(self, step: int) -> None:
        if not self.held_out:
            return
        self.model.eval()
        each = []
        micro = self.plan.micro
        for begin in range(0, len(self.held_out), micro):
            batch = self._prepare_inputs(collated(self.held_out[begin : begin + micro], self.pad_id))
            counts = (batch["labels"] != IGNORED).sum(1).tolist()
            batch = {name: batch[name] for name in ("input_ids", "attention_mask", "labels")}
            with self.compute_loss_context_manager():
                losses = -self.model(**batch, use_cache=False, fused_lm_head=True).log_probs.sum(1)
            each += [{"loss": loss, "tokens": count} for loss, count in zip(losses.tolist(), counts)]
        self.model.train()
        tokens = sum(row["tokens"] for row in each)
        metrics = {"loss": sum(row["loss"] for row in each) / tokens, "num_tokens": float(tokens), "rows": float(len(each))}
        self.plan.run.tell("run.evaluation", step=step, name="held-out", metrics=metrics, rows=each)


def collated(examples: list[dict[str, Any]], pad_id: int) -> dict[str, torch.Tensor]:
    ids = [torch.tensor(row["question"] + row["answer"]) for row in examples]
    labels = [torch.tensor([IGNORED] * len(row["question"]) + row["answer"]) for row in examples]
    batch = {
        "input_ids": pad(ids, padding_value=pad_id),
        "attention_mask": pad([torch.ones_like(row) for row in ids], padding_value=0),
        "labels": pad(labels, padding_value=IGNORED),
        "weights": torch.tensor([row["weight"] for row in examples]),
    }
    for place, row in enumerate(examples):
        if row["filler"]:
            batch["labels"][place] = IGNORED
    batch["items"] = (batch["labels"] != IGNORED).sum()
    return batch


def train(run: Run, processes: int) -> str:
    # 1. The rows in this model's template. A model that has only seen documents gets Hone's form if it has the marks.
    refuse(run, "learnedAnswers")
    words = chat.Words(run.model)
    name, template = chat.asked(run.recipe["chatTemplate"], words)
    if name in ("document", "text") and run.recipe["chatTemplate"] == "auto" and words.has_chat_marks:
        name, template = chat.asked("hone", words)
    left_out, most = LeftOut("rows"), tokens_max(run)
    sides: dict[str, list[dict[str, Any]]] = {"train": [], "held-out": []}
    asked: dict[str, list[dict[str, Any]]] = {"train": [], "held-out": []}
    for row in rows(run.data, "dataset.demonstration"):
        counted = left_out if row["split"] == "train" else LeftOut("rows")
        asked[row["split"]].append({"promptId": row["promptId"], "prompt": row["prompt"]})
        made = Examples(template, most, counted).all(row["prompt"], [row["response"]])
        if made is not None:
            question, answer = made[0]
            sides[row["split"]].append({"question": question, "answer": answer, "weight": row["weight"], "filler": False})
    if not asked["train"]:
        raise RunFailure(
            "empty-dataset", "The dataset holds no demonstration or correction to train on; collect some and freeze again."
        )
    if not sides["train"]:
        raise RunFailure("empty-dataset", "No demonstration is left to learn from: " + left_out.sentence(most))

    # 2. Where to begin.
    plan = of_rows(run, len(sides["train"]), processes, 0.0, left_out)
    start = started(run, plan, name, words, STATES)
    model = loaded(AutoModelForCausalLM, run.models / start.finished if start.finished else run.model)
    room = model.config.max_position_embeddings
    shown = asked["held-out"] or asked["train"]
    if start.finished:
        show(run, "after", model, words, template, shown, room)
        return start.finished
    adapter = adapter_of(run, model, "CAUSAL_LM")
    own, own_template = chat.asked("auto", words)
    if start.fresh:
        show(run, "before", model, words, own_template, shown, room)
        if name == "hone" and own != "hone" and adapter is None:
            start_marks_as_line_breaks(model, words)

    # 3. Train, with one row more that fills up an epoch's last batch.
    if words.library.pad_token is None:
        words.library.pad_token = words.library.eos_token
    data = Dataset.from_list([*sides["train"], {**sides["train"][0], "filler": True}])
    trainer = Trainer(
        model=model,
        args=SFTConfig(**arguments(run, plan), max_length=None, dataset_kwargs={"skip_prepare_dataset": True}),
        train_dataset=data,
        processing_class=words.library,
        data_collator=lambda examples: collated(examples, words.pad),
        peft_config=adapter.config() if adapter else None,
    )
    trainer.begin(plan, start.checkpoints, lambda folder: files(folder, run.model, name), adapter)
    trainer.pad_id, trainer.held_out = words.pad, sides["held-out"][:EVALUATED_MAX]
    if start.fresh:
        trainer.measure(0)
    address = trainer.learned(start.resume)

    # 4. Show what it answers now.
    show(run, "after", trainer.model, words, template, shown, room)
    return address
