"""python -m make.models FAMILY ... : makes tiny models of random weights, and checks of them with random inputs.

What is expected is computed by the same functions as in `python -m make`. A folder that is there is made again.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import (
    AutoModelForCausalLM,
    Gemma2Config,
    Gemma3TextConfig,
    GPT2Config,
    LlamaConfig,
    Qwen2Config,
    Qwen3Config,
    SmolLM3Config,
)

from make import decoders
from make.error import largest_error

VOCABULARY = 96
IDS = {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0}
SIZE = {
    "vocab_size": VOCABULARY,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 64,
    "initializer_range": 0.15,
    **IDS,
}
ROPE = {"rope_type": "default", "rope_theta": 10000.0}
GEMMA = {"head_dim": 16, "query_pre_attn_scalar": 24, "sliding_window": 5, **SIZE}

CONFIGURATIONS = {
    # Every option of Llama's that another model of the family has not: biases, a width of heads of its own, frequencies by wavelength.
    "llama-options": lambda: LlamaConfig(
        **SIZE,
        head_dim=16,
        attention_bias=True,
        mlp_bias=True,
        tie_word_embeddings=True,
        rope_parameters={
            "rope_type": "llama3",
            "rope_theta": 500.0,
            "factor": 4.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 16,
        },
    ),
    "llama-linear": lambda: LlamaConfig(**SIZE, rope_parameters={"rope_type": "linear", "rope_theta": 10000.0, "factor": 2.5}),
    "qwen2-window": lambda: Qwen2Config(
        **SIZE, rope_parameters=ROPE, use_sliding_window=True, sliding_window=5, max_window_layers=1
    ),
    "qwen3": lambda: Qwen3Config(**SIZE, head_dim=16, rope_parameters=ROPE, tie_word_embeddings=True),
    "smollm3": lambda: SmolLM3Config(
        **SIZE | {"num_hidden_layers": 3}, rope_parameters=ROPE, no_rope_layers=[1, 0, 1], tie_word_embeddings=True
    ),
    "gemma2": lambda: Gemma2Config(**GEMMA, rope_parameters=ROPE, attn_logit_softcapping=2.0, final_logit_softcapping=5.0),
    "gemma3": lambda: Gemma3TextConfig(
        **GEMMA | {"num_hidden_layers": 3},
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        rope_parameters={
            "full_attention": {"rope_type": "linear", "rope_theta": 1000000.0, "factor": 8.0},
            "sliding_attention": ROPE,
        },
    ),
    "gpt2-options": lambda: GPT2Config(
        vocab_size=VOCABULARY,
        n_embd=32,
        n_layer=3,
        n_head=4,
        n_positions=64,
        n_inner=48,
        activation_function="gelu",
        scale_attn_by_inverse_layer_idx=True,
        tie_word_embeddings=False,
        initializer_range=0.15,
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        **IDS,
    ),
}


def as_transformers_4(config):
    """The same configuration in the words of transformers 4."""
    old = {name: value for name, value in config.items() if name not in ("rope_parameters", "dtype")}
    old |= {"torch_dtype": config["dtype"], "transformers_version": "4.56.0"}
    rope = config.get("rope_parameters")
    if rope is None:
        return old
    if "full_attention" in rope:
        old["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
        rope = rope["full_attention"]
    scaling = {name: value for name, value in rope.items() if name != "rope_theta"}
    return old | {"rope_theta": rope["rope_theta"], "rope_scaling": None if scaling["rope_type"] == "default" else scaling}


def model(folder, configuration):
    torch.manual_seed(14)
    made = AutoModelForCausalLM.from_config(configuration, dtype=torch.float32, attn_implementation="eager")
    with torch.no_grad():
        for parameter in made.parameters():
            if parameter.dim() == 1:  # norms and biases would otherwise be where they do nothing
                parameter.add_(torch.randn_like(parameter) * 0.3)
    made.save_pretrained(folder / "model")
    config = folder / "model" / "config.json"
    old = as_transformers_4(json.loads(config.read_text()))
    (folder / "model" / "config-v4.json").write_text(json.dumps(old, indent=2, sort_keys=True))
    return made


def rows(lengths, left=False):
    width = max(lengths)
    ids = torch.randint(3, VOCABULARY, (len(lengths), width))
    mask = torch.zeros_like(ids)
    for row, length in enumerate(lengths):
        real = slice(width - length, width) if left else slice(0, length)
        mask[row, real] = 1
    return ids * mask, mask


def labels(ids, mask):
    given = torch.where(mask == 1, ids, -100)
    given[:, :2] = -100
    return given


def checks():
    torch.manual_seed(15)
    ids, mask = rows([12, 7, 10])
    yield {"check": "logits", "kind": "logits"}, {"input_ids": ids, "attention_mask": mask}
    yield {"check": "logits-config-v4", "kind": "logits", "config": "config-v4.json"}, {"input_ids": ids, "attention_mask": mask}
    left, real = rows([11, 6, 9], left=True)
    positions = (real.cumsum(1) - 1).clamp(min=0)
    yield (
        {"check": "logits-left-padded", "kind": "logits"},
        {"input_ids": left, "attention_mask": real, "position_ids": positions},
    )
    prompt, real = rows([9, 3, 6], left=True)
    yield (
        {"check": "generate", "kind": "generate", "max_new_tokens": 12, "eos_token_ids": [2, 5], "pad_token_id": 0},
        {"input_ids": prompt, "attention_mask": real},
    )
    given = labels(ids, mask)
    yield (
        {"check": "sft", "kind": "sft", "label_count": int((given[:, 1:] != -100).sum())},
        {"input_ids": ids, "attention_mask": mask, "labels": given},
    )
    chosen, chosen_mask = rows([12, 8, 10])
    rejected, rejected_mask = rows([6, 11, 9])
    yield (
        {"check": "reward", "kind": "reward", "use_margin": True, "use_weight": True, "centring": 0.01},
        {
            "chosen_input_ids": chosen,
            "chosen_attention_mask": chosen_mask,
            "rejected_input_ids": rejected,
            "rejected_attention_mask": rejected_mask,
            "margin": torch.rand(3),
            "weight": 0.5 + torch.rand(3),
            "score.weight": torch.randn(1, 32) * 0.3,
        },
    )


def greatest_difference_to_double(check, folder, tensors, expected):
    """How far float32 is from float64 here, tolerances are to be well above. Causality hides padding on the right without a mask,
    with which queries that see nothing, in a window for example, would be NaN in float64."""
    wide = {name: tensor.double() if tensor.is_floating_point() else tensor for name, tensor in tensors.items()}
    wide |= {name: torch.ones_like(tensor) for name, tensor in tensors.items() if name.endswith("attention_mask")}
    plain = dict(decoders.PLAIN)
    decoders.PLAIN["dtype"] = torch.float64
    try:
        whole, parts = decoders.KINDS[check["kind"]](check, folder, wide)
    finally:
        decoders.PLAIN.update(plain)
    return max(
        largest_error(expected[0], whole),
        largest_error({name: expected[1][name] for name in parts}, parts, check, tensors),
    )


def make(family):
    folder = Path(__file__).parent.parent / "models" / family
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made = model(folder, CONFIGURATIONS[family]())
    gradient = [name for name, p in made.named_parameters() if p.dim() == 1][:3]
    stored = []
    for check, tensors in list(checks()):
        check = check | {"check": f"{family}/{check['check']}", "tolerance": 1e-4, "model": "model"}
        if check["kind"] == "sft":
            tensors |= {f"grad.{name}": torch.zeros(0) for name in gradient}
        if check["kind"] == "reward":
            tensors["grad.score.weight"] = torch.zeros(0)
        expected = decoders.KINDS[check["kind"]](check, folder, tensors)
        if check["kind"] == "generate":
            check["tolerance"] = 0
            expected = {}, {"sequences": with_early_end(check, folder, tensors, expected[1]["sequences"])}
        elif "position_ids" not in tensors:  # left-padded rows need their mask
            apart = greatest_difference_to_double(check, folder, tensors, expected)
            print(f"{check['check']:32} float32 is {apart:.1e} from float64")
            assert apart * 5 < check["tolerance"], "the tolerance is too small"
        name = check["check"].split("/")[1].removesuffix("-config-v4") + ".safetensors"
        check["file"] = name
        if expected[0]:
            check["expected"] = expected[0]
        save_file({n: t.contiguous() for n, t in (tensors | expected[1]).items()}, folder / name)
        stored.append(check)
    lines = ",\n".join(json.dumps(check, separators=(",", ":")) for check in stored)
    (folder / "checks.json").write_text(f"[\n{lines}\n]\n")


def with_early_end(check, folder, tensors, sequences):
    """Takes an end that ends a row early, and makes sure that rounding can't decide which token is next."""
    width = tensors["input_ids"].shape[1]
    check["eos_token_ids"] = [2, int(sequences[1, width + 3])]
    model = decoders.language_model(check, folder)
    out = model.generate(
        input_ids=tensors["input_ids"],
        attention_mask=tensors["attention_mask"],
        max_new_tokens=check["max_new_tokens"],
        do_sample=False,
        eos_token_id=check["eos_token_ids"],
        pad_token_id=0,
        output_logits=True,
        return_dict_in_generate=True,
    )
    for step in out.logits:
        best, second = step.topk(2).values.T
        assert (best - second).min() > 2e-3, "two tokens are as likely: rounding would decide; take another seed"
    return out.sequences


if __name__ == "__main__":
    for name in sys.argv[1:] or CONFIGURATIONS:
        make(name)
