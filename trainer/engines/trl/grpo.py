"""Group-relative policy optimisation with TRL's GRPOTrainer, whose losses and advantages are those of Hone's `GroupOptimization`.

A step of the run is an iteration: TRL samples groups of answers, and takes the optimizer's steps on them that the recipe says. The
prompts come in Hone's order; what is drawn in an iteration follows from seed and iteration alone, so that a run that goes on from
a checkpoint draws what it would have drawn. Not here: guard rails and going back to an earlier checkpoint.
"""

from __future__ import annotations

import math
from typing import Any, Iterator

import torch
from datasets import Dataset
from hone_engine import adapters, chat, order, verifiers
from hone_engine.answers import show
from hone_engine.failure import RunFailure
from hone_engine.job import Run
from hone_engine.model_files import files
from hone_engine.plan import Plan
from hone_engine.rows import LeftOut, prompts
from hone_engine.start import refuse, started
from judges import by_model, by_rule
from lora import adapter_of, loaded
from steps import STATES, Steps, arguments
from torch.utils.data import Sampler
from transformers import AutoModelForCausalLM
from trl import GRPOConfig, GRPOTrainer

WARMUP_ITERATIONS = 5
READ_TOGETHER = 16
LEAVE_ONE_OUT = "leave-one-out"


class Iterations(Plan):
    """@param rows prompts; @param batch answers that one step of the optimizer learns from"""

    @property
    def steps(self) -> int:
        return self.run.recipe["iterations"]

    @property
    def updates(self) -> int:
        recipe = self.run.recipe
        return recipe["epochs"] * recipe["rolloutsPerIteration"] // self.batch

    def rate(self, step: int) -> float:
        """Rises over five iterations, and stays."""
        return min(1.0, (step // self.updates + 1) / WARMUP_ITERATIONS)

    @property
    def slices(self) -> int:
        """Parts of an iteration's answers that a process reads at a time."""
        return self.run.recipe["rolloutsPerIteration"] // (self.micro * self.processes)

    def asked(self, iteration: int) -> list[int]:
        """The prompts of an iteration, each as often as it is answered; every prompt is used once before any is used again."""
        group = self.run.recipe["groupSize"]
        some = self.run.recipe["rolloutsPerIteration"] // group
        return [self._at(place) for place in range(iteration * some, (iteration + 1) * some) for _ in range(group)]

    def _at(self, place: int) -> int:
        epoch = place // self.rows
        if getattr(self, "_in_hand", (None,))[0] != epoch:
            self._in_hand = (epoch, order.order(self.rows, self.run.seed, epoch))
        return self._in_hand[1][place % self.rows]


class HonesPrompts(Sampler[int]):
    """TRL reads the prompts of an iteration again for each part of it, and answers them the first time."""

    def __init__(self, plan: Iterations):
        self.plan = plan
        self.times = plan.run.recipe["epochs"] * plan.slices

    def __len__(self) -> int:
        return self.plan.steps * self.times * self.plan.run.recipe["rolloutsPerIteration"]

    def __iter__(self) -> Iterator[int]:
        for iteration in range(self.plan.steps):
            asked = self.plan.asked(iteration)
            for _ in range(self.times):
                yield from asked


class Trainer(Steps, GRPOTrainer):
    LOSS = "loss/policy_avg"

    def answer(self, questions: list[list[int]], ends: set[int]) -> None:
        """@param questions by their places in the dataset; @param ends what an answer may end with"""
        self.questions, self.ends = questions, ends

    def _get_train_sampler(self, *_: Any) -> HonesPrompts:
        return HonesPrompts(self.plan)

    def _get_num_items_in_batch(self, *_: Any) -> None:
        return None  # TRL's losses count for themselves

    def _tokenize_prompts(self, prompts: list[str]) -> tuple[list[list[int]], None, dict[str, Any]]:
        return [self.questions[int(place)] for place in prompts], None, {}

    def _calculate_rewards(self, *of_answers: Any) -> torch.Tensor:
        found = super()._calculate_rewards(*of_answers)
        self.rewards = found[:, 0].double()
        return found

    def _generate_and_score_completions(self, inputs: list[dict[str, Any]]) -> dict[str, Any]:
        run = self.plan.run
        iteration = self.state.global_step // self.plan.updates
        torch.manual_seed(order.mix(order.mix(run.seed, iteration), run.rank) >> 11)
        output = super()._generate_and_score_completions(inputs)
        if "old_per_token_logps" not in output:  # TRL leaves it out where nothing was learned in between; events tell of it
            with torch.no_grad():
                output["old_per_token_logps"] = self.logprobs(output)
        if run.recipe["advantage"] == LEAVE_ONE_OUT:
            output["advantages"] = output["advantages"] * (self.num_generations / (self.num_generations - 1))
        mask = output["completion_mask"]
        old = output["old_per_token_logps"] * mask
        last = output["completion_ids"].gather(1, (mask.sum(1, keepdim=True) - 1).long()).squeeze(1).tolist()
        self.see(
            answers=len(last),
            tokens=mask.sum(),
            ended=sum(token in self.ends for token in last),
            entropy=-old.sum(),
            divergence=(old - output["ref_per_token_logps"] * mask).sum() if self.beta else 0.0,
        )
        return output

    def logprobs(self, output: dict[str, Any]) -> torch.Tensor:
        ids = torch.cat([output["prompt_ids"], output["completion_ids"]], 1)
        mask = torch.cat([output["prompt_mask"], output["completion_mask"]], 1)
        width = output["completion_ids"].size(1)
        return self._get_per_token_logps_and_entropies(self.model, ids, mask, width, batch_size=self.plan.micro)[0]

    def told(self, seen: dict[str, float]) -> dict[str, float]:
        answers, tokens, score = seen["answers"], seen["tokens"], float(self.rewards.mean())
        groups = self.rewards.view(-1, self.num_generations)
        for what, number in (("score", score), ("entropy", seen["entropy"]), ("divergence", seen["divergence"])):
            if not math.isfinite(number):
                raise RunFailure("nan-loss", f"The {what} was not a number. Try a lower learning rate.")
        metrics = {
            "objective/scores": score,
            "objective/scores_deviation": float(self.rewards.std()),
            "objective/entropy": seen["entropy"] / answers,
            "groups/all_equal": float((groups == groups[:, :1]).all(1).double().mean()),
            "num_tokens": tokens,
            "response/tokens_mean": tokens / answers,
            "response/ended": seen["ended"] / answers,
            "episode": float(self.state.global_step // self.plan.updates) * answers,
            **({"objective/kl": seen["divergence"] / answers} if self.beta else {}),
        }
        of_trl, self._metrics["train"] = self._metrics["train"], type(self._metrics["train"])(list)

        def mean(name: str) -> float:
            return sum(of_trl[name]) / len(of_trl[name]) if of_trl[name] else 0.0

        low, high = mean("clip_ratio/low_mean"), mean("clip_ratio/high_mean")
        clipped = {"policy/clipfrac_low": low, "policy/clipfrac_high": high, "policy/clipfrac_avg": low + high}
        return {**metrics, **clipped, "policy/kl_avg": mean("kl"), "policy/entropy_avg": mean("entropy")}


def refuse_what_is_not_kept(run: Run, model: Any, processes: int) -> None:
    refuse(run, "guards")
    if (run.recipe.get("lora") or {}).get("dropout"):
        raise RunFailure(
            "bad-recipe",
            "The recipe can't be used: GRPO compares the policy with itself, which an adapter's dropout would disturb; leave "
            "lora.dropout out.",
        )
    if run.recipe["lossType"] == "bnpo" and processes > 1:
        raise RunFailure(
            "unsupported-recipe",
            "The recipe's lossType bnpo divides by the tokens of a minibatch, and TRL by those of each process; train with one "
            "process, or with dapo.",
        )
    if model.config.model_type == "gpt2":
        raise RunFailure(
            "unsupported-model",
            "TRL fills up prompts on their left, which moves the positions of a gpt2; train this stage with Hone's own trainer.",
        )


def train(run: Run, processes: int) -> str:
    # 1. The prompts that can be judged and leave room for an answer, in this model's template.
    recipe = run.recipe
    words = chat.Words(run.model)
    name, template = chat.asked(recipe["chatTemplate"], words)
    everyone, held_out = prompts(run.data), prompts(run.data, "held-out")
    if not everyone:
        raise RunFailure("empty-dataset", "The dataset holds no prompt to train with; collect some and freeze again.")
    rule = verifiers.rule(recipe["verifier"], run.data) if recipe.get("verifier") else None
    judged = [one for one in everyone if rule is None or rule.judges(one)]
    if not judged:
        raise RunFailure(
            "empty-dataset",
            f"The verifier can say nothing about any of the {len(everyone)} prompts to train with; take another one, or a reward "
            "model.",
        )
    held_out = [one for one in held_out if rule is None or rule.judges(one)]
    base = loaded(AutoModelForCausalLM, run.model)
    refuse_what_is_not_kept(run, base, processes)
    room = base.config.max_position_embeddings
    learned, questions, left_out = answerable(judged, template, room - recipe["responseTokensMax"])

    # 2. Where to begin.
    every = {"evaluate": 0, "save": recipe["checkpointEveryIterations"]}
    # bnpo's divisor is the tokens of what is read at a time.
    together = recipe["minibatchRows"] if recipe["lossType"] == "bnpo" else READ_TOGETHER
    plan = Iterations(run, len(learned), recipe["minibatchRows"], together, 1, processes, 1.0, every, left_out.metrics())
    start = started(run, plan, name, words, STATES)
    shown = held_out or judged
    if start.finished:
        show(run, "after", loaded(AutoModelForCausalLM, run.models / start.finished), words, template, shown, room)
        return start.finished
    adapter = adapter_of(run, base, "CAUSAL_LM")
    if start.fresh:
        show(run, "before", base, words, template, shown, room)

    # 3. Iterate.
    closing = template.example([{"role": "user", "content": "?"}], "?")[1][-1]
    ends = words.ends | {closing}
    args = configured(run, plan, base, words, ends)
    judge = by_rule(rule, words) if rule else by_model(run, args.device, closing)

    def reward(completion_ids: list[list[int]], place: list[int], **_: Any) -> list[float]:
        ended = [ids[-1] in ends for ids in completion_ids]
        rows = [questions[p] + ids + ([] if done else [closing]) for p, ids, done in zip(place, completion_ids, ended)]
        scores = judge([learned[p] for p in place], rows, completion_ids)
        return [score - (0.0 if done else recipe["missingEndPenalty"]) for score, done in zip(scores, ended)]

    begun_with = dict(base.state_dict()) if adapters.is_adapter(run.model) else None
    trainer = Trainer(
        model=base,
        reward_funcs=reward,
        args=args,
        train_dataset=Dataset.from_list([{"prompt": str(place), "place": place} for place in range(len(learned))]),
        processing_class=words.library,
        peft_config=adapter.config() if adapter else None,
    )
    if trainer.ref_model is not None and begun_with is not None:  # TRL has read the base from the disk
        trainer.accelerator.unwrap_model(trainer.ref_model).load_state_dict(begun_with)
    trainer.begin(plan, start.checkpoints, lambda folder: files(folder, run.model, name), adapter)
    trainer.answer(questions, ends)
    address = trainer.learned(start.resume)

    # 4. Show what it answers now.
    show(run, "after", trainer.model, words, template, shown, room)
    return address


def answerable(
    judged: list[dict[str, Any]], template: chat.Template, tokens_max: int
) -> tuple[list[dict[str, Any]], list[list[int]], LeftOut]:
    """Prompts, and what they are as token ids."""
    left_out = LeftOut("prompts")
    learned, questions = [], []
    for one in judged:
        try:
            question = template.question(one["prompt"])
        except chat.Refused:
            left_out.refused += 1
            continue
        if len(question) > tokens_max:
            left_out.too_long += 1
            continue
        learned.append(one)
        questions.append(question)
    if not learned:
        raise RunFailure(
            "empty-dataset",
            "No prompt that leaves room for a whole answer is left to learn from: " + left_out.sentence(tokens_max),
        )
    return learned, questions, left_out


def configured(run: Run, plan: Iterations, model: Any, words: chat.Words, ends: set[int]) -> GRPOConfig:
    recipe = run.recipe
    if words.library.pad_token is None:
        words.library.pad_token = words.library.eos_token
    model.generation_config.eos_token_id = sorted(ends)
    unwritten = {words.library.pad_token_id, *range(len(words.library), model.config.vocab_size)} - ends
    return GRPOConfig(
        **arguments(run, plan),
        steps_per_generation=plan.slices,
        num_generations=recipe["groupSize"],
        num_iterations=recipe["epochs"],
        max_completion_length=recipe["responseTokensMax"],
        temperature=recipe["temperature"],
        top_p=1.0,
        top_k=0,
        beta=recipe["beta"],
        epsilon=recipe["epsilonLow"],
        epsilon_high=recipe["epsilonHigh"],
        loss_type=recipe["lossType"],
        scale_rewards="none" if recipe["advantage"] == LEAVE_ONE_OUT else recipe["advantage"],
        use_bias_correction_kl=False,  # the loss has k3 as it is
        disable_dropout=True,
        shuffle_dataset=False,
        generation_kwargs={"suppress_tokens": sorted(unwritten)} if unwritten else None,
    )
