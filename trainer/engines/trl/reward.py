"""Reward modelling with TRL's RewardTrainer: a scalar head on the last token that starts at 0.

Loss: the mean over the batch's judgments of the sum of weight times -log sigmoid(better - worse - margin) over the judgment's
pairs, as in Hone's `RewardModelling`; every answer of a judgment is read once. Afterwards the scores are scaled to mean 0 and
deviation 1 on fresh answers of the model that it started from. With an adapter, the head is trained beside it.
"""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F
from datasets import Dataset
from hone_engine import chat
from hone_engine.failure import RunFailure
from hone_engine.job import Run
from hone_engine.marks import padding
from hone_engine.model_files import files
from hone_engine.plan import of_judgments
from hone_engine.rows import Examples, LeftOut, groups
from hone_engine.score_scale import longest_answer, scale
from hone_engine.start import started, tokens_max
from lora import adapter_of, loaded
from steps import STATES, Steps, arguments
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification
from trl import RewardConfig, RewardTrainer
from trl.trainer.utils import pad

EVALUATED_MAX = 1024
DEGREES = ("slightly", "better", "much")


class Trainer(Steps, RewardTrainer):
    held_out: list[dict[str, Any]] = []
    settle: Any = None

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        scores = scores_of(model, inputs)
        better, worse = scores[inputs["better"]], scores[inputs["worse"]]
        losses = -F.logsigmoid(better - worse - inputs["margins"]) * inputs["weights"]
        centring = self.plan.run.recipe.get("centring", 0.0)
        if centring:
            losses = losses + centring * (better + worse) ** 2 * inputs["weights"]
        counted = inputs["counted"]
        with torch.no_grad():
            right, margin = ((better > worse).float() * counted).sum(), ((better - worse) * counted).sum()
        self.see(right=right, margin=margin, pairs=counted.sum(), num_tokens=inputs["tokens"])
        return self.of_batch(losses * counted, num_items_in_batch)

    def told(self, seen: dict[str, float]) -> dict[str, float]:
        pairs = seen["pairs"]
        return {"accuracy": seen["right"] / pairs, "margin": seen["margin"] / pairs, "num_tokens": seen["num_tokens"]}

    @torch.no_grad()
    def scores(self, rows: list[list[int]]) -> list[float]:
        self.model.eval()
        batch = self._prepare_inputs(padded(rows, self.pad_id))
        with self.compute_loss_context_manager():
            scores = scores_of(self.model, batch).float().tolist()
        self.model.train()
        return scores

    def measure(self, step: int) -> None:
        """How often it prefers what people preferred, by the degree of their preference."""
        decided: dict[str, list[bool]] = {}
        loss = 0.0
        for group in self.held_out:
            scores = self.scores(group["rows"])
            for pair in group["pairs"]:
                difference = scores[pair["better"]] - scores[pair["worse"]]
                degree = DEGREES[min(2, max(0, math.floor(3 * pair["margin"] + 0.5) - 1))]
                decided.setdefault(degree, []).append(difference > 0)
                ahead = difference - pair["margin"]
                loss += pair["weight"] * (max(-ahead, 0.0) + math.log1p(math.exp(-abs(ahead))))
        every = [one for some in decided.values() for one in some]
        if not every:
            return
        metrics = {"accuracy": sum(every) / len(every), "pairs": float(len(every))}
        metrics |= {"groups": float(len(self.held_out)), "loss": loss / len(self.held_out)}
        for degree, some in decided.items():
            metrics |= {f"accuracy/{degree}": sum(some) / len(some), f"pairs/{degree}": float(len(some))}
        self.plan.run.tell("run.evaluation", step=step, name="held-out", metrics=metrics)

    def before_finish(self) -> None:
        self.settle()


def scores_of(model: Any, inputs: dict[str, Any]) -> torch.Tensor:  # (N)
    return model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], use_cache=False).logits.squeeze(-1)


def padded(rows: list[list[int]], pad_id: int) -> dict[str, torch.Tensor]:
    ids = [torch.tensor(row) for row in rows]
    mask = pad([torch.ones_like(row) for row in ids], padding_value=0)
    return {"input_ids": pad(ids, padding_value=pad_id), "attention_mask": mask}


def collated(found: list[dict[str, Any]], pad_id: int) -> dict[str, torch.Tensor]:
    rows, pairs, counted, tokens = [], [], [], 0
    for group in found:
        for pair in group["pairs"]:
            pairs.append({**pair, "better": pair["better"] + len(rows), "worse": pair["worse"] + len(rows)})
            counted.append(0.0 if group["filler"] else 1.0)
        rows += group["rows"]
        tokens += 0 if group["filler"] else sum(map(len, group["rows"]))
    return {
        **padded(rows, pad_id),
        "better": torch.tensor([pair["better"] for pair in pairs]),
        "worse": torch.tensor([pair["worse"] for pair in pairs]),
        "margins": torch.tensor([pair["margin"] for pair in pairs], dtype=torch.float32),
        "weights": torch.tensor([pair["weight"] for pair in pairs], dtype=torch.float32),
        "counted": torch.tensor(counted),
        "items": torch.tensor(float(sum(not group["filler"] for group in found))),
        "tokens": torch.tensor(float(tokens)),
    }


def written(found: list[dict[str, Any]], examples: Examples) -> list[dict[str, Any]]:
    """Judgments as token rows."""
    made = []
    for group in found:
        rows = examples.all(group["prompt"], group["answers"])
        if rows is not None:
            made.append({"rows": [question + answer for question, answer in rows], "pairs": group["pairs"], "filler": False})
    return made


def train(run: Run, processes: int) -> str:
    # 1. The judgments in this model's template.
    words = chat.Words(run.model)
    name, template = chat.asked(run.recipe["chatTemplate"], words)
    left_out, most = LeftOut("groups"), tokens_max(run)
    found = groups(run.data, "train")
    learned = written(found, Examples(template, most, left_out))
    plan = of_judgments(run, len(learned), run.recipe["batchGroups"], processes, left_out, most)
    held_out = written(groups(run.data, "held-out")[:EVALUATED_MAX], Examples(template, most, LeftOut("groups")))

    # 2. Where to begin.
    mark = padding(words, learned[0]["rows"][0][-1])
    if mark is None:
        raise RunFailure("unknown-model", "The tokenizer has no mark to fill up rows with that no answer ends with.")
    words.library.pad_token = mark
    pad_id = words.library.convert_tokens_to_ids(mark)
    start = started(run, plan, name, words, STATES)
    if start.finished:
        return start.finished
    model = loaded(AutoModelForSequenceClassification, run.model, num_labels=1, pad_token_id=pad_id)
    kind = type(model).__name__
    with torch.no_grad():
        model.score.weight.zero_()
    adapter = adapter_of(run, model, "SEQ_CLS")

    # 3. Train, with one judgment more that fills up an epoch's last batch.
    trainer = Trainer(
        model=model,
        args=RewardConfig(**arguments(run, plan), max_length=None),
        train_dataset=Dataset.from_list([*learned, {**learned[0], "filler": True}]),
        processing_class=words.library,
        data_collator=lambda some: collated(some, pad_id),
        peft_config=adapter.config() if adapter else None,
    )
    config: dict[str, Any] = {"architectures": [kind], "id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}}
    config |= {"pad_token_id": pad_id, "hone_score_mean": 0.0, "hone_score_deviation": 1.0}
    trainer.begin(plan, start.checkpoints, lambda folder: files(folder, run.model, name, config, {"pad_token": mark}), adapter)
    trainer.pad_id, trainer.held_out = pad_id, held_out

    def writer() -> Any:
        return loaded(AutoModelForCausalLM, run.model).to(trainer.args.device)

    longest = longest_answer(template, found)
    trainer.settle = lambda: config.update(scale(run, writer, trainer.scores, words, template, longest, plan.steps))
    return trainer.learned(start.resume)
