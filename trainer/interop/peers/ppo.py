"""Iterations of TRL's PPOTrainer: what `./hone bench ppo --peer` is compared with. TRL has it up to 1.12, see requirements.txt here."""

import argparse
import json
import os
import sys
import tempfile
import time

os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")

import torch
from datasets import Dataset
from tokenizers import Tokenizer, models
from transformers import LlamaForCausalLM, LlamaForSequenceClassification, PreTrainedTokenizerFast, TrainerCallback
from trl.experimental.ppo import PPOConfig, PPOTrainer

import sizes

ANSWERS = 16
PROMPT_TOKENS = 32
NEW_TOKENS = 64
EPOCHS = 4
MANY = 10_000


class Windows(TrainerCallback):
    """An iteration for each line of standard input; the first one touches memory for the first time and is not counted."""

    def __init__(self, out):
        self.out = out
        self.began = None

    def on_step_end(self, *_, **__):
        told = {"ready": True} if self.began is None else {"seconds": time.monotonic() - self.began}
        print(json.dumps(told), file=self.out, flush=True)
        if not sys.stdin.readline():
            os._exit(0)
        self.began = time.monotonic()


def main():
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--size", choices=sizes.SIZES, required=True)
    parse.add_argument("--threads", type=int, required=True)
    given = parse.parse_args()
    out = sys.stdout
    sys.stdout = sys.stderr  # the trainer prints its progress
    torch.set_num_threads(given.threads)
    torch.manual_seed(1)
    config = sizes.config(given.size)
    config.pad_token_id = 0
    scoring = sizes.config(given.size)
    scoring.pad_token_id = 0
    scoring.num_labels = 1
    words = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel({"<pad>": 0, "<s>": 1, "</s>": 2}, unk_token="<pad>")),
        pad_token="<pad>",
        eos_token="</s>",
        padding_side="left",
    )
    prompts = torch.randint(3, 1000, (4 * ANSWERS, PROMPT_TOKENS))
    with tempfile.TemporaryDirectory() as place:
        trainer = PPOTrainer(
            args=PPOConfig(
                output_dir=place,
                per_device_train_batch_size=ANSWERS,
                num_mini_batches=1,
                num_ppo_epochs=EPOCHS,
                total_episodes=MANY * ANSWERS,
                response_length=NEW_TOKENS,
                local_rollout_forward_batch_size=ANSWERS,
                num_sample_generations=0,
                learning_rate=1e-5,
                kl_coef=0.1,
                temperature=1.0,
                use_cpu=True,
                bf16=False,
                gradient_checkpointing=False,
                logging_steps=MANY,
                save_strategy="no",
                report_to=[],
                disable_tqdm=True,
            ),
            processing_class=words,
            model=LlamaForCausalLM(config),
            ref_model=LlamaForCausalLM(config),
            reward_model=LlamaForSequenceClassification(scoring),
            value_model=LlamaForSequenceClassification(scoring),
            train_dataset=Dataset.from_dict({"input_ids": prompts.tolist()}),
            eval_dataset=Dataset.from_dict({"input_ids": prompts[:ANSWERS].tolist()}),
            callbacks=[Windows(out)],
        )
        trainer.train()


if __name__ == "__main__":
    main()
