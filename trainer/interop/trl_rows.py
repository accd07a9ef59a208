"""TRL's trainers on the rows that Hone exports, two steps each of a tiny model. `./hone interop` runs it where PyTorch is there.

    trl_rows.py FOLDER      of what src/interop/WriteExamples.java wrote
"""

import inspect
import json
import math
import sys
import tempfile
from pathlib import Path

import torch
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, LlamaConfig
from transformers.utils import logging

import report
import worlds

ROWS = 8


def rows(folder, name, known):
    lines = (folder / f"{name}.jsonl").read_text().splitlines()[:ROWS]
    return Dataset.from_list([{key: json.loads(line)[key] for key in known} for line in lines])


def model(kind, **more):
    config = LlamaConfig(
        vocab_size=420,
        hidden_size=16,
        intermediate_size=24,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=512,
        pad_token_id=1,
        **more,
    )
    torch.manual_seed(1)
    return kind.from_config(config)


def trained(told, trainer, config, data, kind, more, **settings):
    words = worlds.tokenizer(worlds.GENERATION)
    words.pad_token = worlds.USER
    with tempfile.TemporaryDirectory() as out:
        takes = inspect.signature(config.__init__).parameters
        wanted = {
            "output_dir": out,
            "max_steps": 2,
            "per_device_train_batch_size": 2,
            "logging_steps": 1,
            "save_strategy": "no",
            "report_to": [],
            "use_cpu": True,
            "bf16": False,
            "gradient_checkpointing": False,
            **settings,
        }
        args = config(**{key: value for key, value in wanted.items() if key in takes})
        run = trainer(model=kind, args=args, train_dataset=data, processing_class=words, **more)
        run.train()
        losses = [entry["loss"] for entry in run.state.log_history if "loss" in entry]
    report.check(f"{told} trains on {len(data)} rows", len(losses) == 2 and all(map(math.isfinite, losses)), losses)


def main():
    logging.set_verbosity_error()
    torch.set_num_threads(1)
    import trl

    folder = Path(sys.argv[1])
    language = lambda: model(AutoModelForCausalLM)  # noqa: E731
    scorer = lambda: model(AutoModelForSequenceClassification, num_labels=1)  # noqa: E731
    runs = {
        "SFTTrainer": ("trl-messages", ["messages"], language, {}, {}),
        "SFTTrainer of prompts and completions": ("trl-prompt-completion", ["prompt", "completion"], language, {}, {}),
        # Without one, the reference would be read from where the model was, and this one was nowhere.
        "DPOTrainer": ("trl-preference", ["prompt", "chosen", "rejected"], language, {"ref_model": language()}, {}),
        "RewardTrainer": ("trl-preference", ["prompt", "chosen", "rejected"], scorer, {}, {}),
        "KTOTrainer": ("trl-kto", ["prompt", "completion", "label"], language, {"ref_model": language()}, {}),
        "GRPOTrainer": (
            "trl-prompts",
            ["prompt"],
            language,
            {"reward_funcs": [lambda completions, **_: [float(len(str(c)) % 3) for c in completions]]},
            {"num_generations": 2, "max_completion_length": 4},
        ),
    }
    for told, (name, known, kind, more, settings) in runs.items():
        trainer = told.split()[0]
        config = trainer.replace("Trainer", "Config")
        if not hasattr(trl, trainer):
            report.skip(f"TRL's {told}", f"this version of TRL has no {trainer}")
            continue
        report.attempt(
            f"TRL's {told}",
            lambda: trained(
                f"TRL's {told}", getattr(trl, trainer), getattr(trl, config), rows(folder, name, known), kind(), more, **settings
            ),
        )
    report.finish()


if __name__ == "__main__":
    main()
