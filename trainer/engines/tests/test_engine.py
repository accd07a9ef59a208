"""What of the engines needs no training: order, schedule, logs, checkpoints, Hone's forms. Run by `./hone interop engines`."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

ENGINES = Path(__file__).resolve().parent.parent
BASE = ENGINES.parent / "base"
sys.path[:0] = [str(ENGINES), str(ENGINES / "trl")]

from hone_engine import chat, job, order  # noqa: E402
from hone_engine.checkpoints import Checkpoints, sha256, verified  # noqa: E402
from hone_engine.events import Log  # noqa: E402
from hone_engine.failure import RunFailure  # noqa: E402
from hone_engine.plan import Plan, of_judgments, of_rows  # noqa: E402
from hone_engine.rows import Examples, LeftOut, groups  # noqa: E402
from hone_engine.start import on_a_gpu, refuse, refuse_adapters  # noqa: E402
from steps import HonesOrder  # noqa: E402

EVERY = {"evaluate": 0, "save": 0}


def a_run(folder, **recipe):
    fields = {"runId": "run-1", "model": str(BASE), "folder": "engine", "models": "models", "seed": 7, "threads": 1}
    described = {"kind": "sft", "learningRate": 1e-3, "warmupShare": 0.1, **recipe}
    file = Path(folder) / "job.json"
    file.write_text(json.dumps({**fields, "recipe": described}))
    run = job.read(file, "trl 1.0, here")
    run.folder.mkdir(exist_ok=True)
    return run


class Orders(unittest.TestCase):
    def test_random_is_javas(self):
        # The first numbers of new java.util.Random(42).nextInt(10), as they are published everywhere.
        random = order.Random(42)
        self.assertEqual([random.below(10) for _ in range(5)], [0, 3, 8, 4, 0])

    def test_every_epoch_has_every_row_once_and_a_filler_where_the_last_batch_is_short(self):
        with tempfile.TemporaryDirectory() as folder:
            plan = Plan(a_run(folder), rows=11, batch=8, micro=3, epochs=2, processes=2, final_share=0.0, every=EVERY)
            first, second = (list(HonesOrder(plan, lambda: step)) for step in (0, 2))

        self.assertEqual((plan.micro, plan.accumulated, plan.per_epoch, plan.steps), (2, 2, 2, 4))
        self.assertEqual(sorted(first), [*range(11), 11])
        self.assertEqual(sorted(second), sorted(first))
        self.assertNotEqual(first, second)

    def test_processes_that_can_not_share_a_batch_are_refused(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(RunFailure, "8 rows, which 3 processes"):
            Plan(a_run(folder), rows=11, batch=8, micro=4, epochs=1, processes=3, final_share=0.0, every=EVERY)

    def test_the_rate_warms_up_from_nothing_and_falls_to_its_share(self):
        with tempfile.TemporaryDirectory() as folder:
            plan = Plan(a_run(folder), rows=100, batch=10, micro=10, epochs=2, processes=1, final_share=0.1, every=EVERY)

        # Two of twenty steps are warm-up; halfway through the rest the cosine is at the middle of 1 and 0.1.
        self.assertEqual([plan.rate(0), plan.rate(1), plan.rate(2)], [0.0, 0.5, 1.0])
        self.assertAlmostEqual(plan.rate(11), 0.55)
        self.assertAlmostEqual(plan.rate(20), 0.1)

    def test_rows_are_planned_as_the_recipe_says(self):
        sizes = {"batchRows": 8, "microBatchRows": 4, "epochs": 3, "evaluateEverySteps": 5, "checkpointEverySteps": 6}
        with tempfile.TemporaryDirectory() as folder:
            plan = of_rows(a_run(folder, **sizes), 20, 2, 0.1, LeftOut("rows", too_long=2))

        # Twenty rows are two batches of eight and a half; each of two processes has four rows of a step.
        self.assertEqual((plan.per_epoch, plan.steps, plan.micro, plan.accumulated), (3, 9, 4, 1))
        self.assertEqual(plan.every, {"evaluate": 5, "save": 6})
        self.assertEqual(plan.metrics, {"rows_too_long": 2.0, "rows_refused": 0.0})

    def test_judgments_are_measured_after_each_epoch_and_fewer_than_a_step_learns_from_are_refused(self):
        sizes = {"batchGroups": 8, "epochs": 2, "checkpointEverySteps": 4}
        with tempfile.TemporaryDirectory() as folder:
            run = a_run(folder, **sizes)
            plan = of_judgments(run, 20, 8, 1, LeftOut("groups"), 64)
            self.assertEqual((plan.steps, plan.every), (6, {"evaluate": 3, "save": 4}))
            with self.assertRaisesRegex(RunFailure, "7 judgments .* learns from 8; .* 3 are too long .more than 64") as few:
                of_judgments(run, 7, 8, 1, LeftOut("groups", too_long=3), 64)
            self.assertEqual(few.exception.word, "too-few-preferences")


class Starts(unittest.TestCase):
    def test_what_an_engine_does_not_do_is_refused_with_its_name(self):
        with tempfile.TemporaryDirectory() as folder:
            run = a_run(folder, learnedAnswers="all")
            with self.assertRaisesRegex(RunFailure, "sets learnedAnswers, which the engine trl does not train"):
                refuse(run, "learnedAnswers")
            refuse(a_run(folder, learnedAnswers="last"), "learnedAnswers")

            self.assertEqual([on_a_gpu(run, there) for there in (True, False)], [True, False])
            self.assertFalse(on_a_gpu(a_run(folder, device="cpu"), True))
            self.assertTrue(on_a_gpu(a_run(folder, device="cuda"), True))
            with self.assertRaisesRegex(RunFailure, "device cuda.*the engine trl finds none") as none:
                on_a_gpu(a_run(folder, device="cuda"), False)
            self.assertEqual(none.exception.word, "no-gpu")

            refuse_adapters(run)
            run.job["model"] = folder
            (Path(folder) / "adapter_config.json").write_text("{}")
            with self.assertRaisesRegex(RunFailure, "is an adapter, and the engine trl trains whole models"):
                refuse_adapters(run)


class Logs(unittest.TestCase):
    def test_a_torn_line_is_cut_off_and_its_sequence_used_again(self):
        with tempfile.TemporaryDirectory() as folder:
            first = Log(Path(folder), "run-1")
            first.append("run.step", step=1)
            first.file.write(b'{"kind":"run.st')
            first.file.close()

            second = Log(Path(folder), "run-1")
            second.append("run.step", step=2)

            lines = [json.loads(line) for line in (Path(folder) / "events.jsonl").read_text().splitlines()]
            self.assertEqual([(line["sequence"], line["step"]) for line in lines], [(1, 1), (2, 2)])

    def test_a_number_that_is_none_is_never_written(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaises(ValueError):
            Log(Path(folder), "run-1").append("run.step", metrics={"loss": float("nan")})

    def test_a_run_has_one_worker(self):
        import subprocess

        with tempfile.TemporaryDirectory() as folder:
            log = Log(Path(folder), "run-1")
            script = f"import sys; sys.path[:0] = [{str(ENGINES)!r}]\nfrom hone_engine.events import Log, InUse\nfrom pathlib import Path\n"
            script += f"try:\n    Log(Path({folder!r}), 'run-1')\nexcept InUse:\n    sys.exit(75)"
            self.assertEqual(subprocess.run([sys.executable, "-c", script]).returncode, 75)
            log.file.close()


class Saved(unittest.TestCase):
    def checkpoints(self, run):
        return Checkpoints(run, None, "0" * 64, 5)

    def write(self, text):
        return lambda folder: (folder / "model.safetensors").write_text(text)

    def test_the_address_is_the_manifests_hash_and_changed_files_are_found(self):
        with tempfile.TemporaryDirectory() as folder:
            run = a_run(folder)
            address = self.checkpoints(run).save(1, self.write("a"), None)

            self.assertEqual(sha256(run.models / address / "manifest.json"), address)
            self.assertEqual(verified(run.models / address), address)
            (run.models / address / "model.safetensors").write_text("b")
            with self.assertRaisesRegex(RunFailure, "model.safetensors"):
                verified(run.models / address)

    def test_the_last_two_and_the_finished_one_are_kept_with_their_states(self):
        with tempfile.TemporaryDirectory() as folder:
            run = a_run(folder)
            for step in (1, 2, 3, 4):
                (run.folder / f"state-{step}").mkdir()
                self.checkpoints(run).save(step, self.write(str(step)), f"state-{step}")
            self.checkpoints(run).save(5, self.write("5"), None)

            self.assertEqual([kept["step"] for kept in self.checkpoints(run).kept], [3, 4, 5])
            self.assertEqual(len(list(run.models.iterdir())), 3)
            self.assertEqual(sorted(file.name for file in run.folder.glob("state-*")), ["state-3", "state-4"])

    def test_what_a_crash_left_half_written_is_removed(self):
        with tempfile.TemporaryDirectory() as folder:
            run = a_run(folder)
            (run.models / ".unfinished-run-1-3").mkdir(parents=True)
            (run.models / ".unfinished-run-2-3").mkdir()
            self.checkpoints(run)

            self.assertEqual([file.name for file in run.models.iterdir()], [".unfinished-run-2-3"])


class Ended(unittest.TestCase):
    def test_a_failure_is_an_event_with_its_sentence(self):
        def stage(run):
            raise RunFailure("empty-dataset", "There is nothing to learn.")

        with tempfile.TemporaryDirectory() as folder:
            run = a_run(folder)
            code = job.main(Path(folder) / "job.json", "trl 1.0", stage)
            last = json.loads((run.folder / "events.jsonl").read_text())

        self.assertEqual((code, last["kind"], last["reason"]), (1, "run.failed", "There is nothing to learn."))

    def test_a_bug_is_a_crash_without_an_event(self):
        def stage(run):
            raise KeyError("x")

        with tempfile.TemporaryDirectory() as folder:
            run = a_run(folder)
            code = job.main(Path(folder) / "job.json", "trl 1.0", stage)
            self.assertEqual((code, (run.folder / "events.jsonl").read_text()), (70, ""))

    def test_a_job_that_is_none_is_a_sentence(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "job.json").write_text("{")
            self.assertEqual(job.main(Path(folder) / "job.json", "trl 1.0", lambda run: ""), 1)


class Forms(unittest.TestCase):
    words = chat.Words(BASE)

    def test_hones_form_puts_marks_where_no_text_could(self):
        _, form = chat.asked("hone", self.words)
        conversation = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi <|end|>"}]

        question, answer = form.example(conversation, "Yes.")

        marks = [self.words.user, self.words.assistant, self.words.end]
        self.assertEqual((question[0], question[-1], answer[-1]), tuple(marks))
        self.assertEqual([i for i in question[1:-1] if i in marks], [])
        self.assertEqual(self.words.library.decode(question[1:-1]), " Be kind.\nHi <|end|>")

    def test_a_trailing_system_turn_stands_before_the_last_question(self):
        turns = [{"role": "user", "content": "A"}, {"role": "system", "content": "B"}]
        self.assertEqual(chat.system_first(turns), turns[::-1])
        self.assertEqual(chat.system_first(turns[1:]), [{"role": "user", "content": "B"}])

    def test_a_template_that_nobody_brings_is_refused(self):
        with self.assertRaisesRegex(RunFailure, "'chatml'"):
            chat.asked("chatml", self.words)

    def test_what_is_too_long_is_left_out_with_its_whole_group(self):
        _, form = chat.asked("hone", self.words)
        left_out = LeftOut("groups")
        examples = Examples(form, 12, left_out)

        self.assertIsNone(examples.all([{"role": "user", "content": "Hi"}], ["Yes.", "No, " * 20]))
        self.assertIsNotNone(examples.all([{"role": "user", "content": "Hi"}], ["Yes."]))
        self.assertEqual(left_out.metrics(), {"groups_too_long": 1.0, "groups_refused": 0.0})

    def test_pairs_of_a_ranking_are_one_group_and_each_answer_is_there_once(self):
        row = {
            "kind": "dataset.preference",
            "split": "train",
            "promptId": "p",
            "group": "g",
            "prompt": [],
            "margin": 0.5,
            "weight": 0.5,
        }
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "data.jsonl"
            sides = [("a", "b"), ("b", "c")]
            file.write_text("".join(json.dumps({**row, "chosen": c, "rejected": r}) + "\n" for c, r in sides))
            (group,) = groups(file, "train")

        self.assertEqual(group["answers"], ["a", "b", "c"])
        self.assertEqual([(pair["better"], pair["worse"]) for pair in group["pairs"]], [(0, 1), (1, 2)])


if __name__ == "__main__":
    unittest.main()
