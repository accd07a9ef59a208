"""Sampling by transformers' `generate`: what `./hone bench sample --peer` is compared with."""

import argparse

import torch
from transformers import LlamaForCausalLM

import sizes
import windows

PROMPT_TOKENS = 32
NEW_TOKENS = 128


def main():
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--size", choices=sizes.SIZES, required=True)
    parse.add_argument("--rows", type=int, required=True)
    parse.add_argument("--threads", type=int, required=True)
    given = parse.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(1)
    model = LlamaForCausalLM(sizes.config(given.size)).eval()
    prompts = torch.randint(3, 1000, (given.rows, PROMPT_TOKENS))

    def window():
        with torch.inference_mode():
            model.generate(
                prompts,
                attention_mask=torch.ones_like(prompts),
                do_sample=True,
                temperature=1.0,
                top_k=0,
                min_new_tokens=NEW_TOKENS,
                max_new_tokens=NEW_TOKENS,
                pad_token_id=0,
            )
        return given.rows * NEW_TOKENS

    windows.answer(window)


if __name__ == "__main__":
    main()
