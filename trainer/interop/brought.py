"""Adapters that peft makes, in Hone's hands: read to the digit, or refused by the name of what is not read."""

import torch
from peft import IA3Config, LoraConfig, PeftModel, TaskType, get_peft_model
from transformers import AutoTokenizer

import checks as into
import exported
import report
import worlds

ATTENTION = ["q_proj", "v_proj"]
READ = {
    "llama": {
        "plain": {"r": 4, "lora_alpha": 8, "target_modules": ATTENTION},
        "every-linear": {"r": 3, "lora_alpha": 5, "target_modules": "all-linear"},
        "rslora": {"r": 4, "lora_alpha": 3, "use_rslora": True, "target_modules": ATTENTION},
        "a-regular-expression": {"r": 2, "target_modules": r".*\.layers\.1\..*(q|down)_proj"},
        "patterns": {
            "r": 4,
            "lora_alpha": 8,
            "target_modules": [*ATTENTION, "down_proj"],
            "rank_pattern": {"q_proj": 2, r"layers\.1\.mlp\..*": 6},
            "alpha_pattern": {r"^model\.layers\.0\.self_attn\.v_proj": 3, "down_proj": 12},
        },
        "all-but-some": {"r": 2, "target_modules": "all-linear", "exclude_modules": ["down_proj", "k_proj"]},
        "dropout": {"r": 2, "lora_dropout": 0.1, "target_modules": ATTENTION},
        "a-gaussian-start": {"r": 2, "init_lora_weights": "gaussian", "target_modules": ATTENTION},
    },
    "gpt2": {
        "plain": {"r": 4, "lora_alpha": 8, "target_modules": ["c_attn", "c_proj"], "fan_in_fan_out": True},
        "every-linear": {"r": 2, "target_modules": "all-linear", "fan_in_fan_out": True},
    },
    "gemma3": {"plain": {"r": 4, "lora_alpha": 8, "target_modules": ATTENTION}},
}
#: What is refused, and the word that the refusal has to name.
REFUSED = {
    "dora": ({"r": 2, "target_modules": ATTENTION, "use_dora": True}, "use_dora"),
    "biases": ({"r": 2, "target_modules": ATTENTION, "bias": "all"}, "bias"),
    "a-saved-head": ({"r": 2, "target_modules": ATTENTION, "modules_to_save": ["lm_head"]}, "modules_to_save"),
    "some-layers": ({"r": 2, "target_modules": ATTENTION, "layers_to_transform": [1]}, "layers_to_transform"),
    "pissa": ({"r": 2, "target_modules": ATTENTION, "init_lora_weights": "pissa"}, "init_lora_weights"),
    "the-embedding": ({"r": 2, "target_modules": [*ATTENTION, "embed_tokens"]}, "embed"),
    "some-tokens": ({"r": 2, "target_modules": ATTENTION, "trainable_token_indices": [5]}, "trainable_token_indices"),
    "biases-of-its-own": ({"r": 2, "target_modules": ATTENTION, "lora_bias": True}, "lora_bias"),
}


def learned(model):
    """B starts at 0, where it does nothing."""
    torch.manual_seed(3)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_B" in name:
                parameter.copy_(torch.randn_like(parameter) * 0.2)
    return model.eval()


def made(base, settings, directory):
    model = learned(get_peft_model(base, LoraConfig(task_type=TaskType.CAUSAL_LM, **settings)))
    model.save_pretrained(directory)
    return model


def read(program, checks, place, family):
    base = worlds.model(family, place / f"peft-{family}", worlds.MARKS)
    for name, settings in READ[family].items():
        told = f"peft-{family}-{name}"
        directory = place / told
        model = made(exported.language_model(base), settings, directory)
        into.adapter(checks, told, base, directory, model)
    merged = place / f"peft-{family}-merged"
    program.must("merge", place / f"peft-{family}-plain", merged, "--base", base)
    theirs = PeftModel.from_pretrained(exported.language_model(base), place / f"peft-{family}-plain").merge_and_unload()
    into.logits(checks, f"peft-{family}-merged", merged, theirs)


def reward(program, place):
    """peft names both heads that a classifier might have."""
    base = worlds.model("qwen2", place / "peft-reward-base", worlds.MARKS)
    words = AutoTokenizer.from_pretrained(base)
    model = exported.classifier(base, num_labels=1, pad_token_id=1)
    torch.nn.init.normal_(model.score.weight, std=0.3)
    settings = LoraConfig(task_type=TaskType.SEQ_CLS, r=4, lora_alpha=8, target_modules=ATTENTION)
    model = learned(get_peft_model(model, settings))
    model.save_pretrained(place / "peft-reward")
    merged = place / "peft-reward-merged"
    program.must("merge", place / "peft-reward", merged, "--base", base)
    asked = [(worlds.CONVERSATIONS[0], answer) for answer in worlds.ANSWERS]
    words.pad_token = None
    theirs = exported.scores(model, words, asked)
    ours = exported.scores_by_hone(program, merged, asked, place / "peft-reward-asked")
    report.close("a reward model's adapter made by peft: scores", ours, theirs)


def refused(program, place):
    base = worlds.model("llama", place / "peft-refused", worlds.MARKS)
    for name, (settings, word) in REFUSED.items():
        directory = place / f"peft-refused-{name}"
        made(exported.language_model(base), settings, directory)
        refusal(program, directory, base, f"peft's {name}", word)
    other = place / "peft-refused-ia3"
    get_peft_model(
        exported.language_model(base),
        IA3Config(task_type=TaskType.CAUSAL_LM, target_modules=ATTENTION, feedforward_modules=[]),
    ).save_pretrained(other)
    refusal(program, other, base, "peft's IA3", "peft_type")


def refusal(program, directory, base, told, word):
    done = program.run("merge", directory, directory.with_name(directory.name + "-merged"), "--base", base)
    report.check(f"{told} is refused by the name {word}", done.returncode == 1 and word in done.stderr, done.stderr)
