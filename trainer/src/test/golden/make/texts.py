"""Templates and tokenizers: transformers renders, the tokenizers library encodes. What comes out stands in the check itself."""

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast
from transformers.utils.chat_template_utils import render_jinja_template


def rendered(check, folder):
    chats, marks = render_jinja_template(
        [check["messages"]],
        tools=check.get("tools"),
        chat_template=(folder / check["template"]).read_text(),
        add_generation_prompt=check["add_generation_prompt"],
        return_assistant_tokens_mask=True,
        **check["variables"],
    )
    return chats[0], marks[0]


def template(check, folder, _):
    if "error_mentions" in check:
        try:
            rendered(check, folder)
        except Exception as error:
            assert check["error_mentions"] in str(error), error
            return {}, {}
        raise AssertionError("it was rendered")
    text, marks = rendered(check, folder)
    check["expected"] = text
    if "assistant_texts" in check:
        check["assistant_texts"] = [text[start:end] for start, end in marks]
        check["assistant_spans"] = [[start, end] for start, end in marks]
    return {}, {}


def template_mask(check, folder, _):
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / check["tokenizer"] / "tokenizer.json"))
    text, marks = rendered(check, folder)
    encoded = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    check["ids"] = encoded["input_ids"]
    check["assistant_mask"] = [
        int(any(start < last and end > first for first, last in marks)) for start, end in encoded["offset_mapping"]
    ]
    return {}, {}


def tokenizer(check, folder, _):
    file = str(folder / check["tokenizer"] / "tokenizer.json")
    library = Tokenizer.from_file(file)
    ids = library.encode(check["text"], add_special_tokens=False).ids
    surrounded = library.encode(check["text"]).ids
    check |= {
        "ids": ids,
        "ids_with_special_tokens": surrounded,
        "decoded": library.decode(ids, skip_special_tokens=False),
        "decoded_without_special_tokens": library.decode(surrounded, skip_special_tokens=True),
    }
    library.encode_special_tokens = True
    as_text = library.encode(check["text"], add_special_tokens=False).ids
    check.pop("ids_special_strings_as_text", None)
    if as_text != ids:
        check["ids_special_strings_as_text"] = as_text
    return {}, {}


KINDS = {"template": template, "template-mask": template_mask, "tokenizer": tokenizer}
