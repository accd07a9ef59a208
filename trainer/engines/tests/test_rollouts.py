"""GRPO without training: which prompts are asked when, rates, verifiers, scales, and what is refused. Run by `./hone interop engines`."""

import json
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

ENGINES = Path(__file__).resolve().parent.parent
BASE = ENGINES.parent / "base"
sys.path[:0] = [str(ENGINES), str(ENGINES / "trl")]

import grpo  # noqa: E402
import judges  # noqa: E402
from hone_engine import verifiers  # noqa: E402
from hone_engine.failure import RunFailure  # noqa: E402

RECIPE = {
    "kind": "grpo",
    "iterations": 8,
    "rolloutsPerIteration": 12,
    "groupSize": 4,
    "epochs": 2,
    "minibatchRows": 6,
    "lossType": "dapo",
    "learningRate": 1e-3,
}


def iterations(processes=1, rows=5, **recipe):
    run = SimpleNamespace(recipe={**RECIPE, **recipe}, seed=7)
    return grpo.Iterations(run, rows, run.recipe["minibatchRows"], 16, 1, processes, 1.0, {"evaluate": 0, "save": 0})


def asked(text):
    return {"promptId": "p", "prompt": [{"role": "user", "content": text}]}


class Asked(unittest.TestCase):
    def test_every_prompt_is_used_once_before_any_is_used_again(self):
        plan = iterations()
        rounds = [plan.asked(iteration) for iteration in range(5)]

        # Three prompts an iteration, four answers to each; five prompts are used up within fifteen places, three times.
        self.assertTrue(all(len(set(one[place : place + 4])) == 1 for one in rounds for place in (0, 4, 8)))
        in_order = [one[place] for one in rounds for place in range(0, 12, 4)]
        self.assertEqual([sorted(in_order[begin : begin + 5]) for begin in (0, 5, 10)], [list(range(5))] * 3)

    def test_an_iteration_can_be_asked_for_without_those_before_it(self):
        self.assertEqual(iterations().asked(6), [iterations().asked(i) for i in range(7)][6])

    def test_the_prompts_come_again_for_each_part_of_an_iteration_and_each_pass(self):
        plan = iterations()
        places = list(grpo.HonesPrompts(plan))

        # A part is the six rows of a minibatch: two of them, twice each.
        self.assertEqual((plan.micro, plan.slices, plan.updates, plan.steps), (6, 2, 4, 8))
        self.assertEqual(places[:48], plan.asked(0) * 4)
        self.assertEqual(len(places), 8 * 48)

    def test_two_processes_share_parts(self):
        plan = iterations(processes=2)
        self.assertEqual((plan.micro, plan.accumulated, plan.slices, plan.updates), (3, 1, 2, 4))

    def test_the_rate_rises_over_five_iterations_and_stays(self):
        plan = iterations()
        self.assertEqual([plan.rate(update) for update in (0, 3, 4, 16, 31)], [0.2, 0.2, 0.4, 1.0, 1.0])


class Verified(unittest.TestCase):
    def rule(self, verifier, *written):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data.jsonl"
            lines = [{"kind": "dataset.demonstration", "promptId": "p", "response": text} for text in written]
            data.write_text("".join(json.dumps(line) + "\n" for line in lines))
            return verifiers.rule(verifier, data)

    def test_what_people_wrote_whatever_its_case_blanks_and_last_full_stop(self):
        rule = self.rule({"kind": "exact"}, "In the  Garden.", "Outside")
        right = [rule.is_right(asked("?"), text) for text in ("in the garden", " IN THE\nGARDEN . ", "outside.", "inside", "")]
        self.assertEqual(right, [True, True, True, False, False])
        self.assertFalse(rule.judges({"promptId": "another", "prompt": []}))

    def test_long_answers_have_no_exact_wording(self):
        self.assertTrue(self.rule({"kind": "exact", "wordsMax": 2}, "Two words").judges(asked("?")))
        self.assertFalse(self.rule({"kind": "exact", "wordsMax": 2}, "Two words", "And three words").judges(asked("?")))

    def test_calculations_are_worked_out_products_first(self):
        worked = {
            "What is 2 + 3 * 4?": 14,
            "what is 7 minus 10 plus 1": -2,
            "-3 times -2": None,  # a sign behind an operator is no whole number here
            "-3 * 2": -6,
            "2 + 2 and 3 + 3": None,
            "There are 5 apples.": None,
            "1.5 + 2": None,
        }
        self.assertEqual({question: verifiers.result(question) for question in worked}, worked)

    def test_the_last_number_of_an_answer_counts(self):
        found = {"It is 14.": 14, "2 + 3 = 5": 5, "1,234": 1234, "−7": -7, "5-3": 3, "14.0": 14, "14.5": None, "none": None}
        self.assertEqual({text: verifiers.last(text) for text in found}, found)

    def test_the_first_rule_that_can_judge_a_prompt_judges_it(self):
        rule = self.rule({"kind": "first-of", "rules": [{"kind": "arithmetic"}, {"kind": "exact"}]}, "blue")
        self.assertTrue(rule.is_right(asked("1 + 1?"), "2"))
        self.assertFalse(rule.is_right(asked("1 + 1?"), "blue"))
        self.assertTrue(rule.is_right(asked("Which colour?"), "Blue."))

    def test_a_rule_that_would_be_another_one_in_python_is_refused_by_its_name(self):
        for kind in ("regex", "json-schema", "of-tomorrow"):
            with self.assertRaisesRegex(RunFailure, f"verifier is of the kind {kind}, which the engine trl does not keep"):
                self.rule({"kind": kind})
            with self.assertRaises(RunFailure):
                self.rule({"kind": "first-of", "rules": [{"kind": kind}]})


class Judged(unittest.TestCase):
    def reward(self, folder, **config):
        (Path(folder) / "config.json").write_text(json.dumps({**json.loads((BASE / "config.json").read_text()), **config}))
        (Path(folder) / "tokenizer.json").write_bytes((BASE / "tokenizer.json").read_bytes())
        return Path(folder)

    def test_the_scale_is_the_checkpoints_or_none(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(judges.scale_of(self.reward(folder)), (0.0, 1.0))
            self.assertEqual(judges.scale_of(self.reward(folder, hone_score_mean=2, hone_score_deviation=0.5)), (2.0, 0.5))
            with self.assertRaisesRegex(RunFailure, "no usable scale"):
                judges.scale_of(self.reward(folder, hone_score_deviation=0))

    def test_a_reward_model_of_other_words_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            judges.require_same_tokenizer(BASE, self.reward(folder))
            with self.assertRaisesRegex(RunFailure, "knows 7 tokens, the policy 1024"):
                judges.require_same_tokenizer(BASE, self.reward(folder, vocab_size=7))
            (self.reward(folder) / "tokenizer.json").write_text("{}")
            with self.assertRaisesRegex(RunFailure, "its tokenizer is another"):
                judges.require_same_tokenizer(BASE, Path(folder))


class Refused(unittest.TestCase):
    def refusal(self, model_type="llama", processes=1, **recipe):
        model = SimpleNamespace(config=SimpleNamespace(model_type=model_type))
        run = SimpleNamespace(recipe={**RECIPE, **recipe}, machine="trl 1.16.0, transformers 5.23.0")
        grpo.refuse_what_is_not_kept(run, model, processes)

    def test_what_is_not_kept_is_named(self):
        self.refusal(lora={"rank": 4, "alpha": 8.0})
        self.refusal(lossType="bnpo")
        for sentence, given in {
            "sets guards, which the engine trl does not train": {"guards": {"klMax": 12.0}},
            "lora.dropout": {"lora": {"rank": 4, "alpha": 8.0, "dropout": 0.1}},
            "lossType bnpo": {"lossType": "bnpo", "processes": 2},
            "positions of a gpt2": {"model_type": "gpt2"},
        }.items():
            with self.assertRaisesRegex(RunFailure, sentence):
                self.refusal(**given)


if __name__ == "__main__":
    unittest.main()
