"""Writes what transformers and peft compute as checks in the layout of the golden numbers, which Hone then compares itself with."""

import copy
import json

import torch
from safetensors.torch import save_file

TOLERANCE = 1e-4
VOCABULARY_FROM, VOCABULARY_TO = 4, 400  # no marks
CLEAR = 1e-3  # by which the best token leads, so that rounding can't decide


class Checks:
    """@param folder in which every set of checks gets a folder of its own"""

    def __init__(self, folder):
        self.folder = folder
        self.sets = {}

    def add(self, name, kind, tensors=None, **fields):
        place = self.folder / name
        place.mkdir(parents=True, exist_ok=True)
        check = {"check": f"{name}/{kind}", "kind": kind, "tolerance": TOLERANCE, **fields}
        stored = self.sets.setdefault(name, [])
        if tensors is not None:
            check["file"] = f"{len(stored)}.safetensors"
            save_file({n: t.detach().contiguous().clone() for n, t in tensors.items()}, place / check["file"])
        stored.append(check)
        (place / "checks.json").write_text(json.dumps(stored))


def rows(lengths, seed=15):
    torch.manual_seed(seed)
    width = max(lengths)
    ids = torch.randint(VOCABULARY_FROM, VOCABULARY_TO, (len(lengths), width))
    mask = torch.zeros_like(ids)
    for row, length in enumerate(lengths):
        mask[row, :length] = 1
    return ids * mask, mask


def logits(checks, name, directory, model):
    ids, mask = rows([12, 7, 10])
    with torch.no_grad():
        out = model(input_ids=ids, attention_mask=mask).logits
    checks.add(name, "logits", {"input_ids": ids, "attention_mask": mask, "logits": out}, model=str(directory))


def greedy(checks, name, directory, model, pad):
    """Prompts for which the best token is clear at every step; random models have enough of them."""
    for seed in range(50):
        ids, mask = rows([9, 9], seed)
        out = model.generate(
            input_ids=ids,
            attention_mask=mask,
            max_new_tokens=12,
            do_sample=False,
            eos_token_id=model.generation_config.eos_token_id,
            pad_token_id=pad,
            output_logits=True,
            return_dict_in_generate=True,
        )
        leads = [best - second for step in out.logits for best, second in step.topk(2).values.tolist()]
        if min(leads) > CLEAR:
            ends = model.generation_config.eos_token_id
            checks.add(
                name,
                "generate",
                {"input_ids": ids, "attention_mask": mask, "sequences": out.sequences},
                model=str(directory),
                max_new_tokens=12,
                eos_token_ids=ends if isinstance(ends, list) else [ends],
                pad_token_id=pad,
                tolerance=0,
            )
            return True
    return False


def adapter(checks, name, base, directory, model):
    """An adapter on its base: logits, loss, every gradient, and the logits of both as one model."""
    ids, mask = rows([12, 7, 10])
    labels = torch.where(mask == 1, ids, -100)
    labels[:, :2] = -100
    count = int((labels[:, 1:] != -100).sum())
    model.eval().zero_grad()
    for parameter_name, parameter in model.named_parameters():
        parameter.requires_grad_("lora_" in parameter_name)
    out = model(input_ids=ids, attention_mask=mask)
    loss = torch.nn.functional.cross_entropy(
        out.logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=-100, reduction="sum"
    ) / count
    loss.backward()
    norms = {
        n.replace(".default", ""): p.grad.double().norm().item() for n, p in model.named_parameters() if "lora_" in n
    }
    with torch.no_grad():
        merged = copy.deepcopy(model).merge_and_unload()(input_ids=ids, attention_mask=mask).logits
    checks.add(
        name,
        "lora",
        {
            "input_ids": ids,
            "attention_mask": mask,
            "labels": labels,
            "logits": out.logits,
            "merged_logits": merged,
        },
        model=str(base),
        adapter=str(directory),
        label_count=count,
        expected={"loss": loss.item(), "gradient_norms": norms},
    )


def words(checks, name, directory, tokenizer, conversations):
    """What transformers makes of texts with the files of a directory."""
    for i, messages in enumerate(conversations):
        for prompt in (True, False):
            checks.add(
                f"{name}/words-{i}-{prompt}",
                "template",
                tokenizer=str(directory),
                messages=messages,
                add_generation_prompt=prompt,
                variables={"eos_token": tokenizer.eos_token},
                expected=tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=prompt),
                tolerance=0,
            )
