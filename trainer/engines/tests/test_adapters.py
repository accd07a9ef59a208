"""Adapters on the disk: which model they belong to, and which matrices a recipe means. Run by `./hone interop engines`."""

import json
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

import torch

ENGINES = Path(__file__).resolve().parent.parent
BASE = ENGINES.parent / "base"
sys.path[:0] = [str(ENGINES), str(ENGINES / "trl")]

from hone_engine import adapters  # noqa: E402
from hone_engine.checkpoints import sha256  # noqa: E402
from hone_engine.failure import RunFailure  # noqa: E402
from lora import RunAdapter, loaded  # noqa: E402
from peft import get_peft_model  # noqa: E402
from transformers import AutoModelForCausalLM  # noqa: E402

MATRICES = ["model.layers.0.self_attn.q_proj", "model.layers.0.mlp.up_proj", "model.layers.1.self_attn.q_proj"]
LORA = {"rank": 2, "alpha": 6.0}


def a_run(seed=7, lora=LORA):
    return SimpleNamespace(seed=seed, recipe={"lora": lora}, model=BASE)


def an_adapter(models, name, base, sha=None):
    folder = models / name
    folder.mkdir()
    (folder / adapters.CONFIG).write_text("{}")
    (folder / adapters.WEIGHTS).write_text(name)
    (folder / adapters.BASE).write_text(json.dumps({"sha256": sha or adapters.address(base)}))
    return folder


class Meant(unittest.TestCase):
    def test_the_last_parts_of_a_name_suffice(self):
        self.assertEqual(adapters.meant(MATRICES, ["q_proj"]), [MATRICES[0], MATRICES[2]])
        self.assertEqual(adapters.meant(MATRICES, ["mlp.up_proj", MATRICES[2]]), MATRICES[1:])

    def test_nothing_and_all_linear_mean_every_matrix(self):
        self.assertEqual(adapters.meant(MATRICES, None), MATRICES)
        self.assertEqual(adapters.meant(MATRICES, ["all-linear"]), MATRICES)

    def test_a_name_that_is_not_there_is_refused_with_those_that_are(self):
        with self.assertRaisesRegex(RunFailure, "names proj, and this model has no such matrix; it has q_proj, up_proj"):
            adapters.meant(MATRICES, ["proj"])


class Beside(unittest.TestCase):
    def test_a_model_with_a_manifest_is_known_by_it(self):
        self.assertEqual(adapters.address(BASE), sha256(BASE / "manifest.json"))

    def test_adapters_on_adapters_lead_to_the_weights(self):
        with tempfile.TemporaryDirectory() as folder:
            models = Path(folder) / "models"
            adapters.put_beside(models, BASE)
            first = an_adapter(models, "first", BASE)
            second = an_adapter(models, "second", first)
            first.rename(models / adapters.address(first))

            self.assertEqual([part.resolve().name for part in adapters.parts(second)[::2]], [BASE.name, "second"])
            self.assertEqual(len(adapters.parts(second)), 3)

    def test_a_link_to_where_the_base_once_was_is_made_anew(self):
        with tempfile.TemporaryDirectory() as folder:
            models = Path(folder)
            (models / adapters.address(BASE)).symlink_to("nowhere")
            adapters.put_beside(models, BASE)
            adapters.put_beside(models, BASE)
            self.assertEqual((models / adapters.address(BASE)).resolve(), BASE)

    def test_a_base_that_is_missing_or_another_is_a_sentence(self):
        with tempfile.TemporaryDirectory() as folder:
            models = Path(folder)
            lost = an_adapter(models, "lost", BASE)
            with self.assertRaisesRegex(RunFailure, "is not beside it"):
                adapters.parts(lost)
            (models / ("0" * 64)).symlink_to(BASE)
            with self.assertRaisesRegex(RunFailure, "is not the base that the adapter was trained on"):
                adapters.parts(an_adapter(models, "other", BASE, "0" * 64))
            (lost / adapters.BASE).unlink()
            with self.assertRaisesRegex(RunFailure, "not known which model it belongs to"):
                adapters.parts(lost)


class Begins(unittest.TestCase):
    def model(self, seed):
        whole = loaded(AutoModelForCausalLM, BASE)
        adapter = RunAdapter(a_run(seed), "CAUSAL_LM", MATRICES, False)
        model = get_peft_model(whole, adapter.config())
        adapter.start(model)
        return model, {name: parameter.detach().clone() for name, parameter in model.named_parameters() if "lora_" in name}

    def test_it_begins_as_nothing_and_the_seed_says_how(self):
        model, first = self.model(7)
        _, again = self.model(7)
        _, other = self.model(8)

        self.assertEqual(len(first), 2 * len(MATRICES))
        for name, numbers in first.items():
            self.assertTrue(torch.equal(numbers, again[name]), name)
            if "lora_B" in name:
                self.assertEqual(float(numbers.abs().max()), 0.0)
            else:
                self.assertFalse(torch.equal(numbers, other[name]), name)
                # Two rows of 160 numbers that are uniform within 1/√160: some of them come near the end.
                self.assertLess(float(numbers.abs().max()), 160**-0.5)
                self.assertGreater(float(numbers.abs().max()), 0.9 * 160**-0.5)
        self.assertEqual([p for n, p in model.named_parameters() if p.requires_grad and "lora_" not in n], [])

    def test_what_is_written_is_read_as_the_same_model_and_can_be_trained(self):
        model, _ = self.model(7)
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                if "lora_B" in name:
                    parameter.fill_(0.01)
        ids = torch.tensor([[3, 14, 15, 92]])
        with tempfile.TemporaryDirectory() as folder:
            models = Path(folder)
            adapters.put_beside(models, BASE)
            model.save_pretrained(models / "made")
            RunAdapter(a_run(), "CAUSAL_LM", MATRICES, False).write(models / "made")
            (models / "made" / "config.json").write_text((BASE / "config.json").read_text())
            read = loaded(AutoModelForCausalLM, models / "made")

        with torch.no_grad():
            self.assertTrue(torch.allclose(read(ids).logits, model(ids).logits, atol=1e-4))
            self.assertGreater(float((read(ids).logits - loaded(AutoModelForCausalLM, BASE)(ids).logits).abs().max()), 1e-2)
        self.assertTrue(all(parameter.requires_grad for parameter in read.parameters()))

    def test_the_configuration_says_what_hones_trainer_says(self):
        said = adapters.described("a" * 64, "SEQ_CLS", {**LORA, "scaling": "rslora", "dropout": 0.1}, MATRICES, True)
        # The fields of hone.trainer.weights.PeftJson, in its order.
        self.assertEqual(
            json.dumps(said, separators=(",", ":")),
            '{"peft_type":"LORA","task_type":"SEQ_CLS","base_model_name_or_path":"../' + "a" * 64 + '","r":2,"lora_alpha":6.0,'
            '"lora_dropout":0.1,"use_rslora":true,"use_dora":false,"bias":"none","fan_in_fan_out":true,"inference_mode":true,'
            '"init_lora_weights":true,"target_modules":["model.layers.0.self_attn.q_proj","model.layers.0.mlp.up_proj",'
            '"model.layers.1.self_attn.q_proj"],"modules_to_save":["score"],"rank_pattern":{},"alpha_pattern":{}}',
        )


if __name__ == "__main__":
    unittest.main()
