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
from hone_engine.plan import Plan, of_judgments, of_rows
from hone_engine.rows import Examples, LeftOut, groups
from hone_engine.score_scale import longest_answer, scale
from hone_engine.start import Start, on_a_gpu, refuse_adapters, started, tokens_max
from read_back import Saved, classifier, scorer
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


@dataclass
class Prepared:
    """@param name of the run's template; @param own the model's; @param most tokens of a row; @param state folder of OpenRLHF's files"""

    run: Run
    words: chat.Words
    name: str
    own: str
    template: chat.Template
    most: int
    rows: Rows
    plan: Plan
    state: Path
    saved: Saved

    @property
    def kind(self) -> str:
        return self.run.recipe["kind"]


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
            f"Nothing is left to learn from: {counted.sentence(most)} Counted with the refused are rows that OpenRLHF would "
            "make other tokens of, because it reads them as one text that ends with the tokenizer's eos_token.",
        )
    return Rows(learned, held_out.first(EVALUATED_MAX[kind]), held_out_asked or asked, counted)


def planned(run: Run, rows: Rows, processes: int) -> Plan:
    recipe, count = run.recipe, len(rows.learned.lines)
    if recipe["kind"] != "reward":
        return of_rows(run, count, processes, 0.0 if recipe["kind"] == "sft" else 0.1, rows.left_out)
    micro = arguments.micro_for_pairs(recipe["batchGroups"], processes)
    return of_judgments(run, count, micro, processes, rows.left_out, tokens_max(run))


def prepared(run: Run, processes: int, options: list[str]) -> Prepared:
    """The rows in this model's template, once it is sure that the recipe can be kept."""
    kind = run.recipe["kind"]
    if kind not in STAGES:
        raise RunFailure(
            "unsupported-recipe", f"The engine openrlhf trains sft, reward and dpo, not {kind}: leave it to Hone's own trainer."
        )
    refuse_adapters(run)
    arguments.refuse_settings(run)
    on_a_gpu(run, torch.cuda.is_available())
    arguments.refuse_options(options)
    words = chat.Words(run.model)
    name, template = chat.asked(run.recipe["chatTemplate"], words)
    if kind == "sft" and name in ("document", "text") and run.recipe["chatTemplate"] == "auto" and words.has_chat_marks:
        name, template = chat.asked("hone", words)
    most = tokens_max(run)
    rows = rows_of(run, words, template, most)
    config, tokenizer = of_a_reward_model(run, words) if kind == "reward" else ({}, {})
    saved = Saved(run.model, name, config, tokenizer)
    plan = planned(run, rows, processes)
    return Prepared(run, words, name, words.own_template(), template, most, rows, plan, run.folder / "state", saved)


def train(run: Run, processes: int, options: list[str]) -> str:
    # 1. What is learned, and how.
    job = prepared(run, processes, options)

    # 2. Where to begin.
    alone(job.state)
    start = started(run, job.plan, job.name, job.words, STATES)
    if start.finished:
        answer(job, "after", run.models / start.finished, job.template)
        return start.finished
    if start.fresh:
        answer(job, "before", run.model, chat.asked("auto", job.words)[1] if job.kind == "sft" else job.template)

    # 3. Train, and read the model back.
    followed(job, start, options)
    finished = job.state / arguments.FINISHED
    job.saved.config.update(scaled(job, finished))
    address = start.checkpoints.save(job.plan.steps, job.saved.contents(finished), None)
    for place in (finished, job.state / "start", job.state / "cache"):
        shutil.rmtree(place, ignore_errors=True)

    # 4. Show what it answers now.
    answer(job, "after", run.models / address, job.template)
    return address


def of_a_reward_model(run: Run, words: chat.Words) -> tuple[dict[str, Any], dict[str, Any]]:
    """What its configuration and its tokenizer's say besides."""
    mark = padding(words, words.library.eos_token_id)
    if mark is None:
        raise RunFailure("unknown-model", "The tokenizer has no mark to fill up rows with that no answer ends with.")
    config = {"architectures": [classifier(run.model)], "id2label": {"0": "LABEL_0"}, "label2id": {"LABEL_0": 0}}
    pad = {"pad_token_id": words.library.convert_tokens_to_ids(mark)}
    return {**config, **pad, "hone_score_mean": 0.0, "hone_score_deviation": 1.0}, {"pad_token": mark}


def followed(job: Prepared, start: Start, options: list[str]) -> None:
    """Everything that OpenRLHF reads, then OpenRLHF."""
    run, plan, rows, state = job.run, job.plan, job.rows, job.state
    for place in ("cache", arguments.FINISHED):
        shutil.rmtree(state / place, ignore_errors=True)
    go_on_from(state / arguments.CHECKPOINTS, start.resume)
    staged(run.model, state / "start", job.words, new_marks=job.kind == "sft" and job.name == "hone" and job.own != "hone")
    order = sequence.learned(plan)
    sequence.write(state / arguments.LEARNED, rows.learned.lines, sequence.laid_out(order, arguments.seed(run)))
    # Without rows to measure, OpenRLHF's reward trainer takes a hundredth of those that are learned from, and fails where that is
    # none: it is given one, whose numbers are not told.
    measured = rows.held_out.lines or (rows.learned.lines[:1] if job.kind == "reward" else [])
    sequence.write(state / arguments.HELD_OUT, measured, list(range(len(measured))))
    tokens = [sum(rows.learned.tokens[row] for row in order[at : at + plan.batch]) for at in range(0, len(order), plan.batch)]
    said = arguments.of(run, plan, Path("start"), job.most, resumes=not start.fresh, evaluates=bool(measured))
    step = start.checkpoints.latest()["step"] if start.resume else 0
    held_out = len(rows.held_out.lines)
    Following(plan, start.checkpoints, state, tokens, held_out, job.saved.contents, step).train(said + options)


def scaled(job: Prepared, finished: Path) -> dict[str, float]:
    """The scale of a reward model's scores, by the model as transformers reads it."""
    if job.run.recipe.get("normalizeSamples", 0) == 0:
        return {}
    folder = job.state / "read-back"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    job.saved.contents(finished)(folder)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    scores = scorer(folder, device, job.saved.config["pad_token_id"])
    longest = longest_answer(job.template, groups(job.run.data, "train"))

    def writer() -> Any:
        return AutoModelForCausalLM.from_pretrained(job.run.model, dtype=torch.float32).to(device)

    found = scale(job.run, writer, scores, job.words, job.template, longest, job.plan.steps)
    shutil.rmtree(folder)
    return found


def answer(job: Prepared, purpose: str, directory: Path, template: chat.Template) -> None:
    """A few answers of a policy. It goes before OpenRLHF's processes come, and is not loaded if it has answered before."""
    if job.kind == "reward" or job.run.recipe["sampleCount"] == 0 or job.run.log.told("run.answers", purpose=purpose):
        return
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32).to(device)
    show(job.run, purpose, model, job.words, template, job.rows.asked, model.config.max_position_embeddings)
    del model
    if device == "cuda":
        torch.cuda.empty_cache()
