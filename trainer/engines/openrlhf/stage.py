"""A stage from the job to the finished model."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import arguments
import sequence
import torch
from begin import staged
from follow import Following, alone, go_on_from
from hone_engine import chat
from hone_engine.answers import show
from hone_engine.failure import RunFailure
from hone_engine.job import Run
from hone_engine.marks import padding
from hone_engine.plan import Plan
from hone_engine.rows import Examples, LeftOut, groups
from hone_engine.score_scale import scale
from hone_engine.start import Start, refuse, started, tokens_max
from read_back import classifier, contents, scorer
from transformers import AutoModelForCausalLM
from written import Side, Texts, demonstrations, pairs

STAGES = ("sft", "reward", "dpo")
STATES = f"state/{arguments.CHECKPOINTS}/global_step*"
EVALUATED_MAX = {"sft": 256, "reward": 1024, "dpo": 1024}


@dataclass
class Rows:
    learned: Side
    held_out: Side
    asked: list[dict[str, Any]]
    left_out: LeftOut


def rows_of(run: Run, words: chat.Words, template: chat.Template, most: int) -> Rows:
    kind = run.recipe["kind"]
    read, unit = (demonstrations, "rows") if kind == "sft" else (pairs, "groups" if kind == "reward" else "pairs")
    counted, others = LeftOut(unit), LeftOut(unit)
    learned, asked = read(run, "train", Examples(template, most, counted), Texts(words, counted))
    held_out, held_out_asked = read(run, "held-out", Examples(template, most, others), Texts(words, others))
    if not asked:
        what = "demonstration or correction" if kind == "sft" else "comparison with a winner"
        raise RunFailure("empty-dataset", f"The dataset holds no {what} to train on; collect some and freeze again.")
    if not learned.lines:
        raise RunFailure(
            "empty-dataset",
            f"Nothing is left to learn from: {counted.sentence(most)} Counted with the refused are rows that OpenRLHF would make other "
            "tokens of, because it reads them as one text that ends with the tokenizer's eos_token.",
        )
    return Rows(learned, held_out.first(EVALUATED_MAX[kind]), held_out_asked or asked, counted)


def planned(run: Run, rows: Rows, processes: int) -> Plan:
    recipe, count = run.recipe, len(rows.learned.lines)
    if recipe["kind"] != "reward":
        every = {"evaluate": recipe["evaluateEverySteps"], "save": recipe["checkpointEverySteps"]}
        final = 0.0 if recipe["kind"] == "sft" else 0.1
        size = (recipe["batchRows"], recipe["microBatchRows"])
        return Plan(run, count, *size, recipe["epochs"], processes, final, every, rows.left_out.metrics())
    batch = recipe["batchGroups"]
    if count < batch:
        raise RunFailure(
            "too-few-preferences",
            f"The dataset holds {count} judgments with a winner that can be learned from, and a step learns from {batch}; collect more, "
            "or set batchGroups lower.",
        )
    every = {"evaluate": -(-count // batch), "save": recipe["checkpointEverySteps"]}
    micro = arguments.micro_for_pairs(batch, processes)
    return Plan(run, count, batch, micro, recipe["epochs"], processes, 0.1, every, rows.left_out.metrics())


def train(run: Run, processes: int, options: list[str]) -> str:
    # 1. What can't be kept, and the rows in this model's template.
    kind = run.recipe["kind"]
    if kind not in STAGES:
        raise RunFailure(
            "unsupported-recipe", f"The engine openrlhf trains sft, reward and dpo, not {kind}: leave it to Hone's own trainer."
        )
    refuse(run)
    arguments.refuse_settings(run)
    arguments.refuse_options(options)
    words = chat.Words(run.model)
    own, own_template = chat.asked("auto", words)
    name, template = chat.asked(run.recipe["chatTemplate"], words)
    if kind == "sft" and name in ("document", "text") and run.recipe["chatTemplate"] == "auto" and words.has_chat_marks:
        name, template = chat.asked("hone", words)
    most = tokens_max(run)
    rows = rows_of(run, words, template, most)
    config, tokenizer = of_a_reward_model(run, words) if kind == "reward" else ({}, {})

    # 2. Where to begin.
    plan = planned(run, rows, processes)
    state = run.folder / "state"
    alone(state)
    start = started(run, plan, name, words, STATES)
    if start.finished is None:
        if start.fresh and kind != "reward":
            answer(run, "before", run.model, words, own_template if kind == "sft" else template, rows)

        # 3. Train, and read the model back.
        followed(run, plan, start, rows, words, state, (name, own), (config, tokenizer), options)
        finished = state / arguments.FINISHED
        if kind == "reward":
            config |= scaled(run, plan, words, template, finished, state / "read-back", config, tokenizer, name)
        address = start.checkpoints.save(plan.steps, contents(finished, run.model, name, config, tokenizer), None)
        for place in (finished, state / "start", state / "cache"):
            shutil.rmtree(place, ignore_errors=True)
    else:
        address = start.finished

    # 4. Show what it answers now.
    if kind != "reward":
        answer(run, "after", run.models / address, words, template, rows)
    return address


def of_a_reward_model(run: Run, words: chat.Words) -> tuple[dict[str, Any], dict[str, Any]]:
    """What its configuration and its tokenizer's say besides."""
    mark = padding(words, words.library.eos_token_id)
    if mark is None:
        raise RunFailure("unknown-model", "The tokenizer has no mark to fill up rows with that no answer ends with.")
    config = {"architectures": [classifier(run.model)], "id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}}
    pad = {"pad_token_id": words.library.convert_tokens_to_ids(mark)}
    return {**config, **pad, "hone_score_mean": 0.0, "hone_score_deviation": 1.0}, {"pad_token": mark}


def followed(
    run: Run,
    plan: Plan,
    start: Start,
    rows: Rows,
    words: chat.Words,
    state: Path,
    templates: tuple[str, str],
    described: tuple[dict[str, Any], dict[str, Any]],
    options: list[str],
) -> None:
    """@param templates the run's and the model's own; @param described what configuration and tokenizer say besides"""
    name, own = templates
    for place in ("cache", arguments.FINISHED):
        shutil.rmtree(state / place, ignore_errors=True)
    go_on_from(state / arguments.CHECKPOINTS, start.resume)
    staged(run.model, state / "start", words, new_marks=run.recipe["kind"] == "sft" and name == "hone" and own != "hone")
    order = sequence.learned(plan)
    sequence.write(state / arguments.LEARNED, rows.learned.lines, sequence.laid_out(order, arguments.seed(run)))
    # Without rows to measure, OpenRLHF's reward trainer would take them from those that are learned from, and fail on a hundred of
    # them: it is given one, whose numbers are not told.
    measured = rows.held_out.lines or (rows.learned.lines[:1] if run.recipe["kind"] == "reward" else [])
    sequence.write(state / arguments.HELD_OUT, measured, list(range(len(measured))))
    tokens = [sum(rows.learned.tokens[row] for row in order[at : at + plan.batch]) for at in range(0, len(order), plan.batch)]
    said = arguments.of(run, plan, Path("start"), tokens_max(run), resumes=not start.fresh, evaluates=bool(measured))
    Following(
        plan,
        start.checkpoints,
        state,
        tokens,
        len(rows.held_out.lines),
        lambda saved: contents(saved, run.model, name, *described),
        step=start.checkpoints.latest()["step"] if start.resume else 0,
    ).train(said + options)


def scaled(
    run: Run,
    plan: Plan,
    words: chat.Words,
    template: chat.Template,
    saved: Path,
    folder: Path,
    config: dict[str, Any],
    tokenizer: dict[str, Any],
    name: str,
) -> dict[str, float]:
    """The scale of the scores, from the model as transformers reads it."""
    if run.recipe["normalizeSamples"] == 0:
        return {}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    contents(saved, run.model, name, config, tokenizer)(folder)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    scores = scorer(folder, device, config["pad_token_id"])
    said = [text for group in groups(run.data, "train") for text in group["answers"]]
    longest = max(len(template.example([{"role": "user", "content": "?"}], text)[1]) for text in said)
    found = scale(run, scores, device, words, template, longest, plan.steps)
    shutil.rmtree(folder)
    return found


def answer(run: Run, purpose: str, directory: Path, words: chat.Words, template: chat.Template, rows: Rows) -> None:
    """A few answers of a model. It goes before OpenRLHF's processes come, and is not loaded if it has answered before."""
    if run.recipe["sampleCount"] == 0 or run.log.told("run.answers", purpose=purpose):
        return
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32).to(device)
    show(run, purpose, model, words, template, rows.asked, model.config.max_position_embeddings)
    del model
    if device == "cuda":
        torch.cuda.empty_cache()
