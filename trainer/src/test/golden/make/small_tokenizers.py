"""python -m make.small_tokenizers: trains the two tokenizers of tokenizers/ again, on the words of these scripts and templates.

byte-level is what GPT-2 and its heirs have, with the marks of a chat; first-space is what later SentencePiece conversions have:
one space in front of a text and none behind a mark, bytes for what the vocabulary lacks, a beginning put in front.
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

MARKS = ["<|end|>", "<|user|>", "<|assistant|>", "<|system|>"]


def words(folder):
    for file in sorted([*folder.rglob("*.md"), *folder.rglob("*.py"), *folder.rglob("*.jinja")]):
        yield from file.read_text().splitlines()


def byte_level():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=420, special_tokens=MARKS, initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    return tokenizer, trainer


def first_space():
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    special = ["<unk>", "<s>", *MARKS, *(f"<0x{b:02X}>" for b in range(256))]
    return tokenizer, trainers.BpeTrainer(vocab_size=480, special_tokens=special, limit_alphabet=70)


def main():
    folder = Path(__file__).parent.parent
    for name, (tokenizer, trainer) in {"byte-level": byte_level(), "first-space": first_space()}.items():
        tokenizer.train_from_iterator(list(words(folder)), trainer)
        file = folder / "tokenizers" / name / "tokenizer.json"
        tokenizer.save(str(file), pretty=False)
        if name == "first-space":
            plain = Tokenizer.from_file(str(file))
            plain.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
            plain.save(str(file), pretty=False)
            content = json.loads(file.read_text())  # the bytes are tokens like others, no marks
            content["added_tokens"] = [t for t in content["added_tokens"] if not t["content"].startswith("<0x")]
            content["added_tokens"].append({**content["added_tokens"][-1], "content": "<think>", "id": 480, "special": False})
            file.write_text(json.dumps(content, ensure_ascii=False))


if __name__ == "__main__":
    main()
