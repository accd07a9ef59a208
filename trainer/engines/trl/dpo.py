"""Direct preference optimisation with TRL's DPOTrainer, which computes what the reference says once, before training.

Loss: the mean over the batch's pairs of weight times the loss of the pair, as in Hone's `DirectPreference`: sigmoid with label
smoothing, or IPO with means over tokens. The reference of an adapter is the model without it.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from hone_engine import chat
from hone_engine.answers import show
from hone_engine.failure import RunFailure
from hone_engine.job import Run
from hone_engine.model_files import files
from hone_engine.plan import of_rows
from hone_engine.rows import Examples, LeftOut, groups
from hone_engine.start import started, tokens_max
from lora import adapter_of, loaded
from shared_rows import shared
from steps import STATES, Steps, arguments
from transformers import AutoModelForCausalLM
from trl import DPOConfig, DPOTrainer
from trl.trainer.dpo_trainer import DataCollatorForPreference

EVALUATED_MAX = 1024
SUMS = ("right", "chosen", "rejected", "logps_chosen", "logps_rejected")


class Trainer(Steps, DPOTrainer):
    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        tokens = inputs["tokens"]
        losses = self.losses(model, inputs)
        self.see(num_tokens=tokens, pairs=inputs["items"])
        return self.of_batch(losses, num_items_in_batch)

    def losses(self, model: Any, inputs: dict[str, Any]) -> torch.Tensor:  # (B)
        recipe, counted = self.plan.run.recipe, inputs["counted"]
        mask = inputs["completion_mask"]
        labels = inputs["input_ids"].masked_fill(mask == 0, -100)
        read = {"input_ids": inputs["input_ids"], "attention_mask": inputs["attention_mask"], "use_cache": False}
        policy = model(**read, labels=labels, fused_lm_head=True).log_probs.sum(1)  # (2 B): chosen ones, rejected ones
        reference = torch.cat([inputs["ref_chosen_logps"], inputs["ref_rejected_logps"]])
        if recipe["loss"] == "ipo":
            policy, reference = policy / mask.sum(1), reference / mask.sum(1)
        ratios = policy - reference
        chosen, rejected = ratios.chunk(2)
        h = chosen - rejected
        beta, smoothing = recipe["beta"], recipe["labelSmoothing"]
        if recipe["loss"] == "ipo":
            losses = (h - 1 / (2 * beta)) ** 2
        else:
            losses = -(1 - smoothing) * F.logsigmoid(beta * h) - smoothing * F.logsigmoid(-beta * h)
        with torch.no_grad():
            mine, others = policy.chunk(2)
            numbers = ((chosen > rejected).float(), beta * chosen, beta * rejected, mine, others)
            self.see(**{name: (number * counted).sum() for name, number in zip(SUMS, numbers)})
        return losses * inputs["weights"] * counted

    def told(self, seen: dict[str, float]) -> dict[str, float]:
        return {"num_tokens": seen["num_tokens"], **rewards(seen)}

    @torch.no_grad()
    def measure(self, step: int) -> None:
        if self.eval_dataset is None:
            return
        self.model.eval()
        loss, pairs = 0.0, len(self.eval_dataset)
        for begin in range(0, pairs, self.plan.micro):
            rows = [self.eval_dataset[place] for place in range(begin, min(pairs, begin + self.plan.micro))]
            batch = self._prepare_inputs(self.data_collator(rows))
            with self.compute_loss_context_manager():
                loss += float(self.losses(self.model, batch).sum())
        self.model.train()
        seen, self.seen = {**self.seen, "pairs": float(pairs)}, {}
        metrics = rewards(seen)
        metrics = {"loss": loss / pairs, **metrics, "accuracy": metrics["rewards/accuracies"], "pairs": float(pairs)}
        self.plan.run.tell("run.evaluation", step=step, name="held-out", metrics=metrics)


def rewards(seen: dict[str, float]) -> dict[str, float]:
    right, chosen, rejected, mine, others = (seen[name] / seen["pairs"] for name in SUMS)
    return {
        "rewards/accuracies": right,
        "rewards/chosen": chosen,
        "rewards/rejected": rejected,
        "rewards/margins": chosen - rejected,
        "logps/chosen": mine,
        "logps/rejected": others,
    }


class Collator:
    def __init__(self, pad_id: int):
        self.inner = DataCollatorForPreference(pad_token_id=pad_id)

    def __call__(self, pairs: list[dict[str, Any]]) -> dict[str, torch.Tensor]:
        batch = self.inner(pairs)
        counted = torch.tensor([0.0 if pair["filler"] else 1.0 for pair in pairs])
        lengths = batch["attention_mask"].sum(1).float().chunk(2)
        tokens = ((lengths[0] + lengths[1]) * counted).sum()
        weights = torch.tensor([pair["weight"] for pair in pairs])
        return {**batch, "weights": weights, "counted": counted, "items": counted.sum(), "tokens": tokens}


def pairs_of(found: list[dict[str, Any]], examples: Examples) -> list[dict[str, Any]]:
    pairs = []
    for group in found:
        for pair in group["pairs"]:
            made = examples.all(group["prompt"], [group["answers"][pair["better"]], group["answers"][pair["worse"]]])
            if made is not None:
                (question, chosen), (_, rejected) = made
                one = {"prompt_ids": question, "chosen_ids": chosen, "rejected_ids": rejected}
                pairs.append({**one, "weight": pair["weight"], "filler": False})
    return pairs


def train(run: Run, processes: int) -> str:
    # 1. The pairs in this model's template.
    words = chat.Words(run.model)
    name, template = chat.asked(run.recipe["chatTemplate"], words)
    left_out, most = LeftOut("pairs"), tokens_max(run)
    found = groups(run.data, "train")
    if not found:
        raise RunFailure(
            "empty-dataset",
            "The dataset holds no comparison or ranking with a winner to train on; collect some and freeze again.",
        )
    learned = pairs_of(found, Examples(template, most, left_out))
    others = groups(run.data, "held-out")
    held_out = pairs_of(others, Examples(template, most, LeftOut("pairs")))[:EVALUATED_MAX]
    if not learned:
        raise RunFailure("empty-dataset", "No pair is left to learn from: " + left_out.sentence(most))

    # 2. Where to begin.
    plan = of_rows(run, len(learned), processes, 0.1, left_out)
    start = started(run, plan, name, words, STATES)
    model = loaded(AutoModelForCausalLM, run.models / start.finished if start.finished else run.model)
    room = model.config.max_position_embeddings
    shown = [{"promptId": group["promptId"], "prompt": group["prompt"]} for group in others or found]
    if start.finished:
        show(run, "after", model, words, template, shown, room)
        return start.finished
    adapter = adapter_of(run, model, "CAUSAL_LM")
    if start.fresh:
        show(run, "before", model, words, template, shown, room)

    # 3. Train, with one pair more that fills up an epoch's last batch.
    if words.library.pad_token is None:
        words.library.pad_token = words.library.eos_token
    args = DPOConfig(**arguments(run, plan), max_length=None, precompute_ref_log_probs=True, beta=run.recipe["beta"])
    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=shared(run, "learned", [*learned, {**learned[0], "filler": True}]),
        eval_dataset=shared(run, "held-out", held_out) if held_out else None,
        processing_class=words.library,
        data_collator=Collator(words.pad),
        peft_config=adapter.config() if adapter else None,
    )
    trainer.begin(plan, start.checkpoints, lambda folder: files(folder, run.model, name), adapter)
    if start.fresh:
        trainer.measure(0)
    address = trainer.learned(start.resume)

    # 4. Show what it answers now.
    show(run, "after", trainer.model, words, template, shown, room)
    return address
