"""Kinds that need a model: what transformers' classes and torch's AdamW make of a directory of weights."""

import math

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSequenceClassification, get_cosine_schedule_with_warmup
from transformers.utils import logging

torch.set_num_threads(1)
logging.set_verbosity_error()
logging.disable_progress_bar()
PLAIN = {"dtype": torch.float32, "attn_implementation": "eager"}


def language_model(check, folder):
    directory = (folder / check["model"]).resolve()
    config = AutoConfig.from_pretrained(directory / check.get("config", "config.json"))
    return AutoModelForCausalLM.from_pretrained(directory, config=config, **PLAIN).eval()


def gradients(model, tensors):
    norms = {name: p.grad.double().norm().item() for name, p in model.named_parameters()}
    whole = {f"grad.{name}": p.grad.clone() for name, p in model.named_parameters() if f"grad.{name}" in tensors}
    return norms, whole


def token_loss(model, batch, count):
    """The sum over labels, by the label count of everything that is accumulated (transformers' num_items_in_batch)."""
    return model(**batch, num_items_in_batch=count).loss


def logits(check, folder, tensors):
    inputs = {name: tensors[name] for name in ("input_ids", "attention_mask", "position_ids") if name in tensors}
    with torch.no_grad():
        return {}, {"logits": language_model(check, folder)(**inputs).logits}


def logprobs(check, folder, tensors):
    ids = tensors["input_ids"]
    with torch.no_grad():
        all_logits = language_model(check, folder)(ids, attention_mask=tensors["attention_mask"]).logits[:, :-1]
        logp = (all_logits / check["temperature"]).log_softmax(-1)
    chosen = logp.gather(-1, ids[:, 1:, None]).squeeze(-1)
    return {}, {"logprobs": chosen, "entropy": -(logp.exp() * logp).sum(-1)}


def generate(check, folder, tensors):
    sequences = language_model(check, folder).generate(
        input_ids=tensors["input_ids"],
        attention_mask=tensors["attention_mask"],
        max_new_tokens=check["max_new_tokens"],
        do_sample=False,
        eos_token_id=check["eos_token_ids"],
        pad_token_id=check["pad_token_id"],
    )
    return {}, {"sequences": sequences}


def greedy_text(check, folder, _):
    """The tokenizer's file as the tokenizers library reads it; Hone's own tokenizers put a space in front of a text."""
    from tokenizers import Tokenizer

    directory = (folder / check["model"]).resolve()
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    prompt = [check["bos_token_id"]] + tokenizer.encode(" " + check["prompt"], add_special_tokens=False).ids
    model = language_model(check, folder)
    out = model.generate(
        input_ids=torch.tensor([prompt]),
        max_new_tokens=check["max_new_tokens"],
        do_sample=False,
        eos_token_id=check["eos_token_ids"],
        pad_token_id=0,
        output_logits=True,
        return_dict_in_generate=True,
    )
    for step in out.logits:
        best, second = step[0].topk(2).values.tolist()
        assert best - second > 2e-3, "two tokens are as likely: rounding would decide"
    sequence = out.sequences[0].tolist()
    text = tokenizer.decode(sequence, skip_special_tokens=True)
    check |= {"prompt_ids": prompt, "sequence": sequence, "text": text.removeprefix(" ")}
    return {}, {}


def sft(check, folder, tensors):
    model = language_model(check, folder)
    names = ("input_ids", "attention_mask", "labels")
    parts = check.get("micro_batches", 0)
    batches = [{n: tensors[f"micro{i}.{n}"] for n in names} for i in range(parts)] or [{n: tensors[n] for n in names}]
    loss = 0.0
    for batch in batches:
        part = token_loss(model, batch, check["label_count"])
        part.backward()
        loss += part.item()
    norms, whole = gradients(model, tensors)
    return {"loss": loss, "gradient_norms": norms}, whole


def adamw(check, folder, tensors):
    model = language_model(check, folder)
    named = dict(model.named_parameters())
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for n, p in named.items() if n in check["decayed"]], "weight_decay": check["weight_decay"]},
            {"params": [p for n, p in named.items() if n not in check["decayed"]], "weight_decay": 0.0},
        ],
        lr=check["lr"],
        betas=(check["beta1"], check["beta2"]),
        eps=check["eps"],
    )
    schedule = get_cosine_schedule_with_warmup(optimizer, check["warmup_steps"], check["total_steps"])
    losses, norms, rates = [], [], []
    for step in range(tensors["input_ids"].shape[0]):
        batch = {n: tensors[n][step] for n in ("input_ids", "attention_mask", "labels")}
        loss = token_loss(model, batch, (batch["labels"][:, 1:] != -100).sum())
        loss.backward()
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), check["max_grad_norm"]).item())
        rates.append(schedule.get_last_lr()[0])
        losses.append(loss.item())
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    last = {name: p.detach() for name, p in named.items()}
    return {
        "losses": losses,
        "gradient_norms_per_step": norms,
        "learning_rates": rates,
        "final_sums": {name: p.double().sum().item() for name, p in last.items()},
        "final_norms": {name: p.double().norm().item() for name, p in last.items()},
    }, {f"final.{name}": p.clone() for name, p in last.items() if f"final.{name}" in tensors}


def classifier(check, folder, tensors):
    directory = (folder / check["model"]).resolve()
    model = AutoModelForSequenceClassification.from_pretrained(directory, num_labels=1, **PLAIN).eval()
    if check.get("score_in") != "model":
        model.score.weight.data.copy_(tensors["score.weight"])
    return model


def preference_loss(chosen, rejected, margin, weight):
    """Llama 2 (arXiv 2307.09288), equation 2; the weight is Hone's."""
    return weight * -torch.nn.functional.logsigmoid(chosen - rejected - margin)


def reward(check, folder, tensors):
    model = classifier(check, folder, tensors)
    chosen, rejected = (
        model(tensors[f"{side}_input_ids"], attention_mask=tensors[f"{side}_attention_mask"]).logits[:, 0]
        for side in ("chosen", "rejected")
    )
    margin = tensors["margin"] if check["use_margin"] else torch.zeros_like(chosen)
    weight = tensors["weight"] if check["use_weight"] else torch.ones_like(chosen)
    loss = preference_loss(chosen, rejected, margin, weight).mean() + check["centring"] * ((chosen + rejected) ** 2).mean()
    loss.backward()
    norms, whole = gradients(model, tensors)
    accuracy = (chosen > rejected).double().mean().item()
    return {"loss": loss.item(), "accuracy": accuracy, "gradient_norms": norms}, whole | {
        "chosen_scores": chosen.detach(),
        "rejected_scores": rejected.detach(),
    }


def reward_group(check, folder, tensors):
    """InstructGPT (arXiv 2203.02155), equation 1: all pairs of a prompt's answers, best first, count as one."""
    model = classifier(check, folder, tensors)
    groups, answers, _ = tensors["input_ids"].shape
    scores = model(tensors["input_ids"].flatten(0, 1), attention_mask=tensors["attention_mask"].flatten(0, 1)).logits
    scores = scores.view(groups, answers)
    better, worse = torch.triu_indices(answers, answers, 1)
    difference = scores[:, better] - scores[:, worse]
    losses = -torch.nn.functional.logsigmoid(difference).sum(1) / math.comb(answers, 2)
    losses.mean().backward()
    norms, whole = gradients(model, tensors)
    return {"loss": losses.mean().item(), "gradient_norms": norms}, whole | {
        "scores": scores.detach(),
        "group_losses": losses.detach(),
    }


KINDS = {
    "logits": logits,
    "logprobs": logprobs,
    "generate": generate,
    "greedy-text": greedy_text,
    "sft": sft,
    "adamw": adamw,
    "reward": reward,
    "reward-group": reward_group,
}
