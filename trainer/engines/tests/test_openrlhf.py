"""OpenRLHF's own parser, dataset classes, sampler and reward model in the hands of the engine's files. Run by `./hone interop engines`
in an environment of its own, as OpenRLHF wants another transformers; skipped where OpenRLHF is not installed.
"""

import contextlib
import importlib.util
import io
import json
import math
import runpy
import subprocess
import sys
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

ENGINES = Path(__file__).resolve().parent.parent
BASE = ENGINES.parent / "base"

if importlib.util.find_spec("openrlhf") is None or importlib.util.find_spec("openrlhf.cli") is None:
    raise unittest.SkipTest("OpenRLHF is not installed here")

sys.path[:0] = [str(ENGINES), str(ENGINES / "openrlhf"), str(ENGINES / "tests" / "on_processors")]

import arguments  # noqa: E402
import process  # noqa: E402
import read_back  # noqa: E402
import sequence  # noqa: E402
import stage  # noqa: E402
import torch  # noqa: E402
from begin import staged  # noqa: E402
from follow import go_on_from, named, whole  # noqa: E402
from hone_engine import chat, job, order  # noqa: E402
from hone_engine.failure import RunFailure  # noqa: E402

SETTINGS = {
    "epochs": 2,
    "sequenceTokensMax": 64,
    "learningRate": 3e-4,
    "warmupShare": 0.25,
    "weightDecay": 0.01,
    "gradientNormMax": 1.5,
    "chatTemplate": "hone",
    "precision": "bf16",
}
BATCH = {
    "batchRows": 4,
    "microBatchRows": 2,
    "evaluateEverySteps": 3,
    "checkpointEverySteps": 5,
    "sampleCount": 0,
    "sampleTokensMax": 1,
}
RECIPES = {
    "sft": {"kind": "sft", **SETTINGS, **BATCH},
    "reward": {"kind": "reward", **SETTINGS, "batchGroups": 4, "normalizeSamples": 0, "checkpointEverySteps": 5},
    "dpo": {"kind": "dpo", **SETTINGS, **BATCH, "beta": 0.2, "loss": "sigmoid", "labelSmoothing": 0.1},
}
MODULES = {"sft": "openrlhf.cli.train_sft", "reward": "openrlhf.cli.train_rm", "dpo": "openrlhf.cli.train_dpo"}


def asked(text):
    return [{"role": "user", "content": text}]


def demonstration(i, split="train", **more):
    row = {"kind": "dataset.demonstration", "position": i, "split": split, "promptId": f"p{i}", "judgmentId": f"j{i}"}
    return {**row, "prompt": asked(f"Where is Milo {i}?"), "response": f"In the garden, {i}.\n", "weight": 1.0, **more}


def preference(i, split="train", **more):
    row = {
        "kind": "dataset.preference",
        "position": i,
        "split": split,
        "promptId": f"p{i}",
        "judgmentId": f"j{i}",
        "group": f"g{i}",
    }
    answers = {"chosen": f"In the garden, {i}.", "rejected": f"I don't know {i} of them."}
    return {**row, "prompt": asked(f"Where is Milo {i}?"), **answers, "margin": 1 / 3, "weight": 1.0, **more}


def a_run(folder, kind, rows, **recipe):
    folder = Path(folder)
    (folder / "data.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    fields = {"runId": "run-1", "model": str(BASE), "folder": "engine", "models": "models", "seed": -7, "threads": 1}
    (folder / "job.json").write_text(json.dumps({**fields, "data": "data.jsonl", "recipe": {**RECIPES[kind], **recipe}}))
    run = job.read(folder / "job.json", "openrlhf 0.0, here")
    run.folder.mkdir(exist_ok=True)
    return run


def parsed(kind, said):
    """OpenRLHF's arguments as its program would train with them."""

    def stop(args):
        raise Parsed(args)

    with (
        mock.patch("openrlhf.utils.get_strategy", stop),
        mock.patch.object(sys, "argv", [kind, *said]),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        try:
            runpy.run_module(MODULES[kind], run_name="__main__")
        except Parsed as found:
            return found.args[0]
    raise AssertionError("OpenRLHF did not begin to train")


class Parsed(Exception):
    """Stops a program of OpenRLHF's at the first thing it does with its arguments."""


def strategy(args):
    return types.SimpleNamespace(args=args, is_rank_0=lambda: True, print=lambda *_: None)


class Written:
    """The files of a run, as OpenRLHF reads them."""

    def __init__(self, folder, kind, rows, **recipe):
        self.run = a_run(folder, kind, rows, **recipe)
        self.words = chat.Words(BASE)
        _, self.template = chat.asked("hone", self.words)
        self.rows = stage.rows_of(self.run, self.words, self.template, 64)
        self.plan = stage.planned(self.run, self.rows, 1)
        self.order = sequence.learned(self.plan)
        self.file = Path(folder) / arguments.LEARNED
        sequence.write(self.file, self.rows.learned.lines, sequence.laid_out(self.order, arguments.seed(self.run)))
        said = arguments.of(self.run, self.plan, Path("start"), 64, resumes=False, evaluates=True)
        self.args = parsed(kind, said)

    def dataset(self, kind, is_dpo=False):
        from datasets import disable_progress_bars
        from openrlhf.datasets import RewardDataset, SFTDataset
        from openrlhf.datasets.utils import blending_datasets

        disable_progress_bars()
        with contextlib.redirect_stdout(io.StringIO()):
            data = blending_datasets(str(self.file), None, strategy(self.args), 1, max_count=self.args.data.max_samples)
        options = {"input_template": self.args.data.input_template, "num_processors": 1}
        if kind == "sft":
            return SFTDataset(data, self.words.library, self.args.data.max_len, strategy(self.args), **options)
        return RewardDataset(data, self.words.library, self.args.data.max_len, strategy(self.args), is_dpo=is_dpo, **options)

    def read_in_order(self, dataset):
        """As OpenRLHF's sampler goes through its only epoch."""
        from openrlhf.utils.distributed_sampler import DistributedSampler

        options = {"num_replicas": 1, "rank": 0, "shuffle": True, "drop_last": True}
        sampler = DistributedSampler(dataset, seed=self.args.train.seed, **options)
        sampler.set_epoch(0)
        return [dataset[place] for place in sampler]


class Arguments(unittest.TestCase):
    def test_every_setting_of_a_recipe_reaches_openrlhf_by_its_own_parser(self):
        with tempfile.TemporaryDirectory() as folder:
            args = Written(folder, "sft", [demonstration(i) for i in range(6)]).args

        self.assertEqual((args.adam.lr, args.adam.weight_decay, args.max_norm), (3e-4, 0.01, 1.5))
        self.assertEqual((list(args.adam.betas), args.adam.eps, args.optim), ([0.9, 0.95], 1e-8, "adam"))
        self.assertEqual((args.train.batch_size, args.train.micro_batch_size, args.train.max_epochs), (4, 2, 1))
        self.assertEqual((args.data.input_key, args.data.output_key, args.data.input_template), ("input", "output", ""))
        self.assertEqual((args.eval.steps, args.ckpt.save_steps, args.ckpt.save_hf, args.ckpt.load_enable), (3, 5, True, False))
        # Six rows in batches of four are two steps an epoch, so two epochs read sixteen rows.
        self.assertEqual((args.data.max_samples, args.ds.param_dtype, args.min_lr_ratio), (16, "bf16", 0.0))
        self.assertEqual(args.train.seed, 2**32 - 7)
        self.assertFalse(
            args.model.pretrain_mode_enable or args.data.multiturn or args.ds.lora.rank or args.data.apply_chat_template
        )

    def test_preferences_are_read_by_their_names_with_their_margins(self):
        with tempfile.TemporaryDirectory() as folder:
            reward = Written(folder, "reward", [preference(i) for i in range(6)]).args
            dpo = Written(folder, "dpo", [preference(i) for i in range(6)]).args

        for args in (reward, dpo):
            keys = (args.data.prompt_key, args.data.chosen_key, args.data.rejected_key)
            self.assertEqual((keys, args.min_lr_ratio), (("prompt", "chosen", "rejected"), 0.1))
        self.assertTrue(reward.model.margin_loss_enable and reward.model.loss_type == "sigmoid")
        self.assertEqual(reward.ds.value_head_prefix, "score")
        self.assertEqual((dpo.model.beta, dpo.model.label_smoothing, dpo.model.ipo_enable), (0.2, 0.1, False))

    def test_the_rate_of_every_step_is_hones(self):
        from transformers.trainer import get_scheduler

        with tempfile.TemporaryDirectory() as folder:
            written = Written(folder, "dpo", [preference(i) for i in range(38)])
        plan, args = written.plan, written.args
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=args.adam.lr)
        schedule = get_scheduler(
            args.lr_scheduler,
            optimizer,
            num_warmup_steps=math.ceil(plan.steps * args.lr_warmup_ratio),
            num_training_steps=plan.steps,
            scheduler_specific_kwargs={"min_lr_rate": args.min_lr_ratio},
        )
        theirs = []
        for _ in range(plan.steps):
            theirs.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()

        self.assertEqual(plan.steps, 20)
        for step, rate in enumerate(theirs):
            self.assertAlmostEqual(rate, 3e-4 * plan.rate(step), places=12)

    def test_what_openrlhf_can_not_keep_is_refused_by_name(self):
        changes = [
            ("sft", "device", "cpu"),
            ("sft", "precision", "f32"),
            ("sft", "lora", {"rank": 4, "alpha": 8.0}),
            ("sft", "learnedAnswers", "all"),
            ("reward", "centring", 0.01),
            ("dpo", "loss", "ipo"),
        ]
        for kind, name, value in changes:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                run = a_run(folder, kind, [], **{name: value})
                with self.assertRaisesRegex(RunFailure, f"can't keep the recipe's {name}; ") as refused:
                    arguments.refuse_settings(run)
                self.assertEqual(refused.exception.word, "unsupported-recipe")

    def test_a_command_may_add_options_of_the_machine_alone(self):
        arguments.refuse_options(["--ds.zero_stage=3", "--ds.adam_offload"])
        with self.assertRaisesRegex(RunFailure, "--adam.lr"):
            arguments.refuse_options(["--ds.zero_stage=3", "--adam.lr=1"])


class Rows(unittest.TestCase):
    def test_sft_rows_are_hones_tokens_in_hones_order_and_answers_alone_are_learned(self):
        rows = [demonstration(i) for i in range(6)] + [demonstration(9, "held-out")]
        with tempfile.TemporaryDirectory() as folder:
            written = Written(folder, "sft", rows)
            read = written.read_in_order(written.dataset("sft"))

        expected = []
        for epoch in range(2):
            places = order.order(6, -7, epoch)
            for place in places + places[:2]:  # a batch of four is filled up with the epoch's first rows
                expected.append(written.template.example(rows[place]["prompt"], rows[place]["response"]))
        self.assertEqual(len(read), 16)
        for (ids, mask, learned), (question, answer) in zip(read, expected):
            self.assertEqual(ids[0].tolist(), question + answer)
            self.assertEqual(mask[0].tolist(), [1] * len(question + answer))
            # The mask stands at the token before the one that is learned.
            self.assertEqual(learned[0].tolist(), [0.0] * (len(question) - 1) + [1.0] * len(answer) + [0.0])
        self.assertEqual(written.rows.learned.tokens[0], len(written.template.example(rows[0]["prompt"], rows[0]["response"])[1]))

    def test_pairs_are_hones_tokens_with_the_prompts_length_or_the_margin(self):
        rows = [preference(i, margin=i / 8) for i in range(8)] + [preference(9, "held-out")]
        for kind in ("reward", "dpo"):
            with self.subTest(kind), tempfile.TemporaryDirectory() as folder:
                written = Written(folder, kind, rows, epochs=1)
                read = written.read_in_order(written.dataset(kind, is_dpo=kind == "dpo"))

            self.assertEqual(len(read), 8)
            for (chosen, _, rejected, _, extra), place in zip(read, order.order(8, -7, 0)):
                row = rows[place]
                question, better = written.template.example(row["prompt"], row["chosen"])
                worse = written.template.example(row["prompt"], row["rejected"])[1]
                self.assertEqual((chosen[0].tolist(), rejected[0].tolist()), (question + better, question + worse))
                self.assertEqual(extra, len(question) if kind == "dpo" else row["margin"])

    def test_a_held_out_row_is_in_no_training_file(self):
        with tempfile.TemporaryDirectory() as folder:
            written = Written(folder, "sft", [demonstration(i, "train" if i % 2 else "held-out") for i in range(8)])
            text = written.file.read_text()

        self.assertTrue(all((f"Milo {i}?" in text) == bool(i % 2) for i in range(8)))
        self.assertEqual(
            [line["input"].count(f"Milo {i}?") for i, line in zip((0, 2, 4, 6), written.rows.held_out.lines)], [1] * 4
        )

    def test_a_row_whose_text_holds_a_mark_is_left_out_and_counted(self):
        words = chat.Words(BASE)
        _, form = chat.asked("hone", words)
        rows = [demonstration(0), demonstration(1, prompt=asked("What does <|end|> mean?"))]
        with tempfile.TemporaryDirectory() as folder:
            found = stage.rows_of(a_run(folder, "sft", rows), words, form, 64)

        self.assertEqual((len(found.learned.lines), found.left_out.metrics()), (1, {"rows_too_long": 0.0, "rows_refused": 1.0}))

    def test_weights_and_rankings_are_refused_because_openrlhf_has_none(self):
        words = chat.Words(BASE)
        _, form = chat.asked("hone", words)
        ranking = [preference(i, group="g", chosen=c, rejected=r) for i, (c, r) in enumerate((("a", "b"), ("b", "c")))]
        for kind, rows, why in (("sft", [demonstration(0, weight=0.5)], "weight 0.5"), ("reward", ranking, "rankings")):
            with self.subTest(why), tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(RunFailure, why):
                stage.rows_of(a_run(folder, kind, rows), words, form, 64)


class Models(unittest.TestCase):
    def test_code_that_a_model_names_is_not_handed_on(self):
        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / "model"
            model.mkdir()
            for file in BASE.iterdir():
                (model / file.name).write_bytes(file.read_bytes())
            said = json.loads((model / "config.json").read_text())
            said |= {"auto_map": {"AutoModelForCausalLM": "code.Model"}, "attention_dropout": 0.5, "value_head_prefix": "v"}
            (model / "config.json").write_text(json.dumps(said))
            (model / "code.py").write_text("raise SystemExit")

            staged(model, Path(folder) / "start", chat.Words(model), new_marks=False)
            found = json.loads((Path(folder) / "start" / "config.json").read_text())
            names = {file.name for file in (Path(folder) / "start").iterdir()}

        self.assertEqual((found.get("auto_map"), found.get("value_head_prefix"), found["attention_dropout"]), (None, None, 0.0))
        self.assertEqual((names & {"code.py", "model.safetensors"}), {"model.safetensors"})

    def test_openrlhfs_reward_model_gives_the_same_scores_as_the_sequence_classifier_it_is_read_back_as(self):
        from openrlhf.models import get_llm_for_sequence_regression

        rows = [[2, 300, 301, 3, 302, 1], [2, 400, 3, 1]]
        for head in ("score", "value_head"):
            with self.subTest(head), tempfile.TemporaryDirectory() as folder:
                torch.manual_seed(1)
                theirs = get_llm_for_sequence_regression(
                    str(BASE), "reward", attn_implementation="eager", init_value_head=True, value_head_prefix=head
                ).eval()
                theirs.config.value_head_prefix = head
                saved, read = Path(folder) / "saved", Path(folder) / "read"
                theirs.save_pretrained(saved)
                read.mkdir()
                run = a_run(folder, "reward", [])
                config, tokenizer = stage.of_a_reward_model(run, chat.Words(BASE))
                read_back.Saved(BASE, "hone", config, tokenizer).contents(saved)(read)
                ours = read_back.scorer(read, torch.device("cpu"), config["pad_token_id"])(rows)
                said = json.loads((read / "config.json").read_text())
                scores = []
                with torch.no_grad():
                    for row in rows:
                        ids = torch.tensor([row])
                        scores.append(float(theirs.float()(ids, attention_mask=torch.ones_like(ids))))

            self.assertEqual(said["architectures"], ["LlamaForSequenceClassification"])
            for mine, other in zip(ours, scores):
                self.assertAlmostEqual(mine, other, places=4)
            self.assertGreater(abs(scores[0] - scores[1]), 1e-3)


class Followed(unittest.TestCase):
    def test_half_a_line_waits_for_its_end(self):
        lines = io.BytesIO(b'{"kind": "step"}\n{"kind": "sa')
        self.assertEqual([line["kind"] for line in whole(lines)], ["step"])
        end = lines.tell()
        lines.seek(0, io.SEEK_END)
        lines.write(b'ved"}\n')
        lines.seek(end)
        self.assertEqual([line["kind"] for line in whole(lines)], ["saved"])

    def test_numbers_have_hones_names(self):
        told = {"loss": 0.5, "acc": 0.75, "chosen_reward": 2.0, "reject_reward": -1.0, "grad_norm": 3.0}
        self.assertEqual(named("reward", told), {"loss": 0.5, "accuracy": 0.75, "margin": 3.0, "grad_norm": 3.0})

    def test_it_goes_on_from_the_state_of_the_last_checkpoint_that_was_reported(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "checkpoints"
            place.mkdir()
            (place / "latest").write_text("global_step6")
            go_on_from(place, "/somewhere/global_step4")
            self.assertEqual((place / "latest").read_text(), "global_step4")
            go_on_from(place, None)
            self.assertFalse(place.exists())

    def test_means_are_over_the_micro_batches_of_a_step(self):
        means = process.Means(types.SimpleNamespace(all_reduce=lambda data, op: data))
        for loss in (1.0, 2.0, 6.0):
            means.all_reduce({"loss": loss, "lr": 1e-3, "grad_norm": 0.0})
        means.all_reduce({"eval_loss": 100.0})

        self.assertEqual((means.taken(), means.seen), ({"loss": 3.0}, []))

    def test_processes_end_with_their_engine(self):
        script = f"import sys, time; sys.path[:0] = [{str(ENGINES / 'openrlhf')!r}]\nimport process\n"
        script += "process.end_with(int(sys.argv[1]))\ntime.sleep(60)"
        engine = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        left = subprocess.Popen([sys.executable, "-c", script, str(engine.pid)])
        engine.communicate(b"\n")

        self.assertEqual(left.wait(30), 1)


if __name__ == "__main__":
    unittest.main()
