from flash_attn.bert_padding import absent as all_gather  # noqa: F401
