"""Tiny models of every family as transformers writes them, and rows to train them on."""

import json
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerFast

GOLDEN = Path(__file__).parent.parent / "src" / "test" / "golden"
END, USER, ASSISTANT, SYSTEM = "<|end|>", "<|user|>", "<|assistant|>", "<|system|>"
END_ID = 0
POSITIONS = 256

MARKS = (
    "{% for m in messages %}{{ '<|' + m.role + '|>' }}{{ m.content }}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
GENERATION = (
    "{%- if messages[0].role != 'system' -%}<|system|>You help.<|end|>\n{% endif -%}"
    "{%- for m in messages -%}{%- if m.role == 'assistant' -%}"
    "<|assistant|>{% generation %}{{ m.content }}<|end|>{% endgeneration %}\n"
    "{%- else -%}<|{{ m.role }}|>{{ m.content | trim }}<|end|>\n{%- endif -%}{%- endfor -%}"
    "{%- if add_generation_prompt -%}<|assistant|>{%- endif -%}"
)
TOOLS = "{% if tools %}<|system|>{{ tools | tojson }}<|end|>\n{% endif %}" + MARKS
#: One text, a text with marks of what is generated, and a list of named ones.
TEMPLATES = [MARKS, GENERATION, {"default": MARKS, "tool_use": TOOLS}]

CONVERSATIONS = [
    [{"role": "user", "content": "Which is it, \"this\" or that?"}],
    [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello."},
        {"role": "user", "content": "Naïve 🙂 {{ 7*7 }} <b>?"},
    ],
]
ANSWERS = ["That one.", "No idea; ask again tomorrow, please.", "This, 42 times."]


def families():
    return sorted(folder.name for folder in (GOLDEN / "models").iterdir() if (folder / "model" / "config.json").exists())


def tokenizer(template):
    return PreTrainedTokenizerFast(
        tokenizer_file=str(GOLDEN / "tokenizers" / "byte-level" / "tokenizer.json"), eos_token=END, chat_template=template
    )


def model(family, directory, template, dtype=torch.float32, shard="1GB"):
    """The family's configuration with a vocabulary that its tokenizer fits, and weights of our own."""
    words = tokenizer(template)
    config = AutoConfig.from_pretrained(GOLDEN / "models" / family / "model")
    config.vocab_size = len(words)
    config.max_position_embeddings = POSITIONS
    config.pad_token_id, config.bos_token_id, config.eos_token_id = None, END_ID, END_ID
    torch.manual_seed(14)
    made = AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    with torch.no_grad():
        for parameter in made.parameters():
            if parameter.dim() == 1:  # norms and biases would otherwise be where they do nothing
                parameter.add_(torch.randn_like(parameter) * 0.3)
    made.to(dtype).save_pretrained(directory, max_shard_size=shard)
    words.save_pretrained(directory)
    return directory


def demonstrations(file):
    rows = [
        {
            "kind": "dataset.demonstration",
            "position": i,
            "split": "held-out" if i % 4 == 3 else "train",
            "promptId": f"prompt-{i}",
            "judgmentId": f"judgment-{i}",
            "prompt": CONVERSATIONS[i % 2],
            "response": f"{ANSWERS[i % 3]} {i}",
            "weight": 1.0,
        }
        for i in range(12)
    ]
    return written(file, rows)


def preferences(file):
    rows = [
        {
            "kind": "dataset.preference",
            "position": i,
            "split": "held-out" if i % 3 == 2 else "train",
            "promptId": f"prompt-{i}",
            "judgmentId": f"judgment-{i}",
            "group": f"judgment-{i}",
            "prompt": CONVERSATIONS[i % 2],
            "chosen": f"{ANSWERS[i % 3]} {i}",
            "rejected": f"{ANSWERS[(i + 1) % 3]}",
            "margin": 1 / 3,
            "weight": 1.0,
        }
        for i in range(12)
    ]
    return written(file, rows)


def written(file, rows):
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def held_out(file):
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    return [row for row in rows if row["split"] == "held-out"]


def texts(words, prompt, answer):
    """How a template writes a question, and what it goes on with, up to the mark that ends the answer."""
    question = words.apply_chat_template(prompt, tokenize=False, add_generation_prompt=True)
    whole = words.apply_chat_template([*prompt, {"role": "assistant", "content": answer}], tokenize=False)
    assert whole.startswith(question)
    rest = whole[len(question) :]
    return question, rest[: rest.index(words.eos_token) + len(words.eos_token)]


def ids(words, text):
    return words(text, add_special_tokens=False)["input_ids"]
