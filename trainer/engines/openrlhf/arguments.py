"""A recipe as OpenRLHF's command line. Whatever it can't keep ends the run by name: another number would be worse than none."""

from __future__ import annotations

import math
from pathlib import Path

from hone_engine.failure import RunFailure
from hone_engine.job import Run
from hone_engine.plan import Plan
from written import PAIR_KEYS, SFT_KEYS

MODULES = {"sft": "openrlhf.cli.train_sft", "reward": "openrlhf.cli.train_rm", "dpo": "openrlhf.cli.train_dpo"}
#: In the folder of OpenRLHF's files, where it is started: its own way of naming datasets has no commas and no @ in paths.
LEARNED, HELD_OUT, CHECKPOINTS, FINISHED = "learned.jsonl", "held-out.jsonl", "checkpoints", "finished"
#: What the prefix of the value head is to be, so that its tensor has the name that transformers gives it.
HEAD = "score"
#: How a machine computes, and not what: the only options that a command may add.
OF_THE_MACHINE = {
    "--ds.zero_stage",
    "--ds.zpg",
    "--ds.adam_offload",
    "--ds.attn_implementation",
    "--ds.experts_implementation",
    "--ds.use_liger_kernel",
    "--ds.grad_accum_dtype",
    "--ds.overlap_comm",
    "--ds.deepcompile",
    "--model.gradient_checkpointing_enable",
    "--model.gradient_checkpointing_reentrant",
    "--train.full_determinism_enable",
    "--data.dataloader_num_workers",
    "--ref.offload",
}


def refuse_settings(run: Run) -> None:
    recipe = run.recipe
    kept = {
        "device": (recipe.get("device") != "cpu", "OpenRLHF computes on GPUs where there are some: take it out"),
        "precision": (recipe.get("precision") == "bf16", "OpenRLHF computes in bf16 only: set it to bf16"),
        "lora": ("lora" not in recipe, "what OpenRLHF makes of it is not an adapter with Hone's lineage: take it out"),
        "learnedAnswers": (recipe.get("learnedAnswers", "last") == "last", "its rows learn the last answer only: set it to last"),
        "centring": (not recipe.get("centring"), "OpenRLHF's reward loss has no such term: take it out"),
        "loss": (recipe.get("loss") != "ipo", "OpenRLHF's IPO takes sums over tokens, Hone's means: set it to sigmoid"),
    }
    for name, (fits, why) in kept.items():
        if not fits:
            raise RunFailure(
                "unsupported-recipe",
                f"The engine openrlhf can't keep the recipe's {name}; {why}, or train this stage with Hone's own trainer.",
            )


def refuse_options(options: list[str]) -> None:
    for option in options:
        name = option.split("=")[0]
        if name not in OF_THE_MACHINE:
            raise RunFailure(
                "bad-configuration",
                f"HONE_ENGINE_COMMAND hands {name} on to OpenRLHF, which is no option of the machine's, written as --ds.zero_stage=3; "
                "what is learned is in the recipe.",
            )


def of(run: Run, plan: Plan, model: Path, tokens_max: int, resumes: bool, evaluates: bool) -> list[str]:
    """For the module of the stage. Each setting stands there even where it is OpenRLHF's default today."""
    recipe, kind = run.recipe, run.recipe["kind"]
    said = {
        "--model.model_name_or_path": model,
        "--ds.param_dtype": "bf16",
        "--train.seed": seed(run),
        "--train.max_epochs": 1,
        "--train.batch_size": plan.batch,
        "--train.micro_batch_size": plan.micro,
        "--optim": "adam",
        "--adam.lr": recipe["learningRate"],
        "--adam.betas": (0.9, 0.95),
        "--adam.eps": 1e-8,
        "--adam.weight_decay": recipe["weightDecay"],
        "--max_norm": recipe["gradientNormMax"],
        "--lr_scheduler": "cosine_with_min_lr",
        # OpenRLHF rounds up, so the middle between two numbers of steps is the upper one.
        "--lr_warmup_ratio": max(0.0, (plan.warmup - 0.5) / plan.steps),
        "--min_lr_ratio": plan.final_share,
        "--data.dataset": LEARNED,
        "--data.max_samples": plan.steps * plan.batch,
        # Rows are short enough already; OpenRLHF leaves out those whose prompt leaves less than three tokens, and cuts others.
        "--data.max_len": tokens_max + 3,
        "--data.input_template": "",
        "--logger.logging_steps": 1,
        "--ckpt.path": CHECKPOINTS,
        "--ckpt.output_dir": FINISHED,
        "--ckpt.save_steps": plan.every["save"] or -1,
        # Hone's checkpoints say which of these are still needed.
        "--ckpt.max_num": 1_000_000,
        "--ckpt.max_mem": 1_000_000,
    }
    if evaluates:
        said |= {"--eval.dataset": HELD_OUT, "--eval.split": "train", "--eval.steps": plan.every["evaluate"] or -1}
    if kind == "sft":
        said |= {"--data.input_key": SFT_KEYS[0], "--data.output_key": SFT_KEYS[1]}
    else:
        said |= {f"--data.{name}_key": name for name in PAIR_KEYS}
    if kind == "reward":
        said |= {"--model.loss_type": "sigmoid", "--ds.value_head_prefix": HEAD}
    if kind == "dpo":
        said |= {"--model.beta": recipe["beta"], "--model.label_smoothing": recipe["labelSmoothing"]}
    flags = ["--ckpt.save_hf"]
    if kind == "reward":
        flags += ["--model.margin_loss_enable", "--model.compute_fp32_loss_enable"]
    if recipe.get("recomputation"):
        flags.append("--model.gradient_checkpointing_enable")
    if resumes:
        flags.append("--ckpt.load_enable")
    words = [word for name, value in said.items() for word in (name, *(value if isinstance(value, tuple) else (value,)))]
    return [str(word) for word in words] + flags


def seed(run: Run) -> int:
    """Of 32 bits, as NumPy wants it."""
    return run.seed % 2**32


def micro_for_pairs(batch: int, processes: int, pairs_together: int = 8) -> int:
    """A reward recipe does not say how many pairs are in memory at a time."""
    return min(pairs_together, math.ceil(batch / processes))
