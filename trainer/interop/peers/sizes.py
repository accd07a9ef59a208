"""The model sizes that are measured, as a transformers configuration: those of `hone.trainer.bench.ModelSize`."""

from transformers import LlamaConfig

SIZES = {
    "15m": {"hidden_size": 288, "layers": 6, "heads": 6, "feed_forward": 768, "rows": 8, "tokens": 256},
    "110m": {"hidden_size": 768, "layers": 12, "heads": 12, "feed_forward": 2048, "rows": 4, "tokens": 512},
}
VOCABULARY = 32_000


def config(size):
    given = SIZES[size]
    return LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=given["hidden_size"],
        intermediate_size=given["feed_forward"],
        num_hidden_layers=given["layers"],
        num_attention_heads=given["heads"],
        num_key_value_heads=given["heads"],
        max_position_embeddings=512,
        tie_word_embeddings=False,
        bos_token_id=1,
        eos_token_id=2,
    )
