"""What Hone writes, in the hands of transformers and peft."""

import json
import math
import warnings

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer, GenerationConfig

import checks as into
import hone
import report
import worlds

PLAIN = {"dtype": torch.float32, "attn_implementation": "eager"}


def language_model(directory, told=None):
    model, loading = AutoModelForCausalLM.from_pretrained(directory, output_loading_info=True, **PLAIN)
    if told:
        report.check(f"transformers finds every tensor of {told} and none too many", not any(loading.values()), loading)
    return model.eval()


def classifier(directory, told=None, **more):
    model, loading = AutoModelForSequenceClassification.from_pretrained(
        directory, output_loading_info=True, **PLAIN, **more
    )
    if told:
        report.check(f"transformers finds every tensor of {told} and none too many", not any(loading.values()), loading)
    return model.eval()


def with_adapter(base, directory, told):
    """Nothing of it may be missing or left over, of which peft only warns."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        model = PeftModel.from_pretrained(base, directory, is_trainable=False)
    complaints = [str(one.message) for one in heard if "adapter" in str(one.message) or "key" in str(one.message)]
    report.check(f"peft loads {told} without complaint", not complaints, complaints)
    return model.eval()


def mean_loss(model, words, rows):
    """Mean over the tokens of answers, of rows as the directory's own tokenizer and template write them."""
    loss, count = 0.0, 0
    for row in rows:
        question, answer = (worlds.ids(words, text) for text in worlds.texts(words, row["prompt"], row["response"]))
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([question + answer])).logits[0].double()
        logprobs = logits[len(question) - 1 : -1].log_softmax(-1)
        loss -= logprobs.gather(1, torch.tensor(answer)[:, None]).sum().item()
        count += len(answer)
    return loss / count


def scores(model, words, asked):
    """Of texts that the tokenizer pads itself, some of them much shorter than others."""
    texts = ["".join(worlds.texts(words, prompt, answer)) for prompt, answer in asked]
    batches = [texts] if words.pad_token is not None else [[text] for text in texts]
    found = []
    for batch in batches:
        rows = words(batch, add_special_tokens=False, padding=len(batch) > 1, padding_side="right", return_tensors="pt")
        with torch.no_grad():
            found += model(**rows).logits[:, 0].tolist()
    return found


def scores_by_hone(program, directory, asked, place):
    place.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"prompt": prompt, "response": answer}) + "\n" for prompt, answer in asked]
    (place / "asked.jsonl").write_text("".join(lines))
    program.must("score", directory, place / "asked.jsonl", place / "scores.jsonl")
    return [json.loads(line)["score"] for line in (place / "scores.jsonl").read_text().splitlines()]


def right_and_loss(pairs, found):
    """Accuracy and loss of held-out pairs, whose scores are one after the other."""
    differences = [found[2 * i] - found[2 * i + 1] for i in range(len(pairs))]
    loss = sum(math.log1p(math.exp(-(d - p["margin"]))) * p["weight"] for d, p in zip(differences, pairs)) / len(pairs)
    return sum(d > 0 for d in differences) / len(pairs), loss


class Family:
    """One family: every way in which Hone writes a model of it."""

    def __init__(self, program, checks, place, family, template):
        self.program, self.checks, self.family = program, checks, family
        self.place = place / family
        self.place.mkdir(parents=True)
        self.base = worlds.model(family, self.place / "base", template)
        self.rows = worlds.demonstrations(self.place / "rows.jsonl")
        self.pairs = worlds.preferences(self.place / "pairs.jsonl")

    def run(self):
        report.attempt(f"{self.family}: a whole model", self.whole)
        report.attempt(f"{self.family}: an adapter", self.adapter)
        report.attempt(f"{self.family}: a reward model", self.reward)
        report.attempt(f"{self.family}: a reward model's adapter", self.reward_adapter)

    def whole(self):
        directory, events = self.program.train(f"{self.family}-sft", hone.sft(), self.rows, self.base)
        told = f"{self.family}, trained whole"
        model = language_model(directory, told)
        self.words(directory, told)
        ends = GenerationConfig.from_pretrained(directory).eos_token_id
        report.check(f"{told}: what ends an answer", ends == worlds.END_ID, ends)
        into.logits(self.checks, f"{self.family}/whole", directory, model)
        if not into.greedy(self.checks, f"{self.family}/whole", directory, model, worlds.END_ID):
            report.skip(f"{told}: greedy answers", "no prompt was found whose best tokens are clear")
        self.same_loss(told, events, model, directory)

    def words(self, directory, told):
        words = AutoTokenizer.from_pretrained(directory)
        before = AutoTokenizer.from_pretrained(self.base)
        report.check(f"{told}: the chat template is the base's", words.chat_template == before.chat_template, words.chat_template)
        into.words(self.checks, f"{self.family}/whole", directory, words, worlds.CONVERSATIONS)

    def same_loss(self, told, events, model, directory):
        words = AutoTokenizer.from_pretrained(directory)
        theirs = mean_loss(model, words, worlds.held_out(self.rows))
        report.close(f"{told}: held-out loss", hone.held_out(events)["loss"], theirs)

    def adapter(self):
        recipe = hone.sft(lora=hone.lora(scaling="rslora"))
        directory, events = self.program.train(f"{self.family}-lora", recipe, self.rows, self.base)
        told = f"{self.family}, an adapter"
        model = with_adapter(language_model(self.base), directory, told)
        self.same_loss(told, events, model, directory)
        into.adapter(self.checks, f"{self.family}/adapter", self.base, directory, model)
        merged = self.place / "merged"
        self.program.must("merge", directory, merged)
        alone = language_model(merged, f"{told} merged by Hone")
        theirs = model.merge_and_unload()
        ids, mask = into.rows([12, 7, 10])
        with torch.no_grad():
            ours, peft = (m(input_ids=ids, attention_mask=mask).logits for m in (alone, theirs))
        report.close(f"{told}: merged by Hone and by peft", ours[mask.bool()], peft[mask.bool()])

    def reward(self):
        directory, events = self.program.train(f"{self.family}-reward", hone.reward(), self.pairs, self.base)
        told = f"{self.family}, a reward model"
        model = classifier(directory, told)
        report.check(f"{told}: one label", model.config.num_labels == 1, model.config.num_labels)
        self.same_scores(told, events, model, directory)

    def reward_adapter(self):
        recipe = hone.reward(lora=hone.lora())
        directory, events = self.program.train(f"{self.family}-reward-lora", recipe, self.pairs, self.base)
        told = f"{self.family}, a reward model's adapter"
        pad = AutoTokenizer.from_pretrained(directory).pad_token_id
        model = with_adapter(classifier(self.base, num_labels=1, pad_token_id=pad), directory, told)
        self.same_scores(told, events, model, directory)
        merged = self.place / "merged-reward"
        self.program.must("merge", directory, merged)
        words = AutoTokenizer.from_pretrained(merged)
        alone = classifier(merged, f"{told} merged by Hone")
        asked = [(worlds.CONVERSATIONS[0], answer) for answer in worlds.ANSWERS]
        report.close(f"{told}: merged by Hone", scores(alone, words, asked), scores(model, words, asked))

    def same_scores(self, told, events, model, directory):
        words = AutoTokenizer.from_pretrained(directory)
        pairs = worlds.held_out(self.pairs)
        asked = [(pair["prompt"], pair[side]) for pair in pairs for side in ("chosen", "rejected")]
        theirs = scores(model, words, asked)
        ours = scores_by_hone(self.program, directory, asked, self.place / told.replace(" ", "-"))
        report.close(f"{told}: scores", ours, theirs)
        right, loss = right_and_loss(pairs, theirs)
        told_by_run = hone.held_out(events)
        report.close(f"{told}: held-out accuracy and loss", [told_by_run["accuracy"], told_by_run["loss"]], [right, loss])


def half_precision(program, checks, place, family, dtype):
    """A directory in shards and in half precision, as hubs have it."""
    name = f"{family}-{str(dtype).removeprefix('torch.')}-shards"
    base = worlds.model(family, place / name, worlds.MARKS, dtype, shard="40KB")
    report.check(f"{name}: the base is in shards", len(list(base.glob("model-*.safetensors"))) > 1)
    into.logits(checks, f"{name}/base", base, language_model(base))
    rows = worlds.demonstrations(place / f"{name}.jsonl")
    directory, events = program.train(name, hone.sft(), rows, base)
    model = language_model(directory, f"{name}, trained")
    into.logits(checks, f"{name}/trained", directory, model)
    theirs = mean_loss(model, AutoTokenizer.from_pretrained(directory), worlds.held_out(rows))
    report.close(f"{name}, trained: held-out loss", hone.held_out(events)["loss"], theirs)
