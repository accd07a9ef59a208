"""Steps of a plain loop over transformers' Llama with fused AdamW: what `./hone bench train --peer` is compared with."""

import argparse
import contextlib

import torch
from transformers import LlamaForCausalLM

import sizes
import windows


def main():
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--size", choices=sizes.SIZES, required=True)
    parse.add_argument("--threads", type=int, required=True)
    parse.add_argument("--numbers", choices=["f32", "bf16"], default="f32")
    parse.add_argument("--steps", type=int, default=4, help="of a window")
    given = parse.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(1)
    size = sizes.SIZES[given.size]
    model = LlamaForCausalLM(sizes.config(given.size))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.95), weight_decay=0.1, fused=True)
    rows = torch.randint(3, sizes.VOCABULARY, (size["rows"], size["tokens"]))
    narrow = torch.autocast("cpu", dtype=torch.bfloat16) if given.numbers == "bf16" else contextlib.nullcontext()

    def window():
        for _ in range(given.steps):
            with narrow:
                loss = model(input_ids=rows, labels=rows).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        return given.steps * rows.numel()

    windows.answer(window)


if __name__ == "__main__":
    main()
