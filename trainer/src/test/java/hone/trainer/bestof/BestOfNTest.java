package hone.trainer.bestof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.contract.BestOfNRecipe;
import hone.contract.CandidateSettings;
import hone.contract.DatasetRecord;
import hone.contract.Job;
import hone.contract.Message;
import hone.contract.RunEvent;
import hone.contract.SamplingSettings;
import hone.contract.Split;
import hone.contract.WeightSettings;
import hone.contract.Wire;
import hone.trainer.data.DatasetPrompts;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.Rollout;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.run.RunLog;
import hone.trainer.run.StopSignal;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped base model answers, and a scorer of ours says which answer is the best. */
class BestOfNTest {
    private static final Path BASE =
            Path.of(System.getProperty("hone.root", ".."), "trainer", "base").toAbsolutePath();
    private static final int PROMPTS = 5;
    private static final int ANSWERS = 3;

    @TempDir
    private Path folder;

    /** Remembers what it was shown, by prompt; long answers are good ones. */
    private static final class ByLength implements AnswerScorer {
        private final Map<String, List<Rollout>> seen = new TreeMap<>();
        private int calls;

        @Override
        public float[] score(List<Rollout> rollouts) {
            calls++;
            float[] scores = new float[rollouts.size()];
            for (int i = 0; i < scores.length; i++) {
                seen.computeIfAbsent(rollouts.get(i).prompt().promptId(), id -> new ArrayList<>())
                        .add(rollouts.get(i));
                scores[i] = rollouts.get(i).answerTokens();
            }
            return scores;
        }
    }

    private Path rows() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            lines.add(Wire.write(new DatasetRecord.PromptOnly(
                    i, Split.TRAIN, "prompt-" + i, List.of(Message.user("Mira had " + i + " kites.")))));
        }
        return Files.write(folder.resolve("rows.jsonl"), lines);
    }

    private Run run(AnswerScorer scorer, double scoreMin) throws IOException {
        BestOfNRecipe small = BestOfNRecipe.small();
        BestOfNRecipe recipe = new BestOfNRecipe(
                new CandidateSettings(ANSWERS, SamplingSettings.plain(40), 2 * ANSWERS),
                0,
                small.batch(),
                small.sequenceTokensMax(),
                small.optimizer(),
                "auto",
                small.cadence(),
                small.samples(),
                WeightSettings.all(),
                Optional.empty());
        Job job = new Job(
                "run-best",
                recipe,
                Optional.of(rows().toString()),
                BASE.toString(),
                Optional.empty(),
                Optional.empty(),
                "run",
                "models",
                7,
                1);
        Run run = Run.open(job, folder, new StopSignal(), "test");
        try (Scope scope = Scope.open()) {
            Torch.start(1);
            new BestOfN(run, recipe, DatasetPrompts.read(run.data()), scorer, scoreMin).sample();
        } finally {
            run.log().close();
        }
        return run;
    }

    private List<DatasetRecord.Demonstration> best() throws IOException {
        return Files.readAllLines(folder.resolve("run").resolve(BestOfN.FILE)).stream()
                .map(line -> Wire.read(line, DatasetRecord.Demonstration.class))
                .toList();
    }

    @Test
    void theAnswerWithTheHighestScoreThatEndsBecomesARowOfSft() throws IOException {
        ByLength scorer = new ByLength();

        run(scorer, Double.NEGATIVE_INFINITY);

        assertThat(scorer.seen)
                .hasSize(PROMPTS)
                .allSatisfy((id, answers) -> assertThat(answers).hasSize(ANSWERS));
        List<DatasetRecord.Demonstration> rows = best();
        assertThat(rows).isNotEmpty();
        for (int i = 0; i < rows.size(); i++) {
            DatasetRecord.Demonstration row = rows.get(i);
            assertThat(row.position()).isEqualTo(i);
            assertThat(row.response()).isNotBlank();
            assertThat(scorer.seen.get(row.promptId())).anyMatch(Rollout::ended);
        }
        RunEvent.EvaluationReported told = RunLog.read(folder.resolve("run")).stream()
                .filter(RunEvent.EvaluationReported.class::isInstance)
                .map(RunEvent.EvaluationReported.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(told.metrics().get("kl")).isEqualTo(Math.log(3) - 2 / 3.0);
        assertThat(told.metrics()).containsEntry("rows", (double) rows.size());
    }

    @Test
    void aRunThatStoppedGoesOnBehindItsLastWholeBlock() throws IOException {
        run(new ByLength(), Double.NEGATIVE_INFINITY);
        List<DatasetRecord.Demonstration> whole = best();
        try (var files = Files.walk(folder.resolve("run"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        assertThatThrownBy(() -> run(
                        new AnswerScorer() {
                            private final ByLength scorer = new ByLength();

                            @Override
                            public float[] score(List<Rollout> rollouts) {
                                if (scorer.calls == 1) {
                                    throw new IllegalStateException("dies");
                                }
                                return scorer.score(rollouts);
                            }
                        },
                        Double.NEGATIVE_INFINITY))
                .hasMessage("dies");

        ByLength rest = new ByLength();
        run(rest, Double.NEGATIVE_INFINITY);

        assertThat(rest.seen.keySet()).containsExactly("prompt-2", "prompt-3", "prompt-4");
        assertThat(best()).isEqualTo(whole);
    }

    @Test
    void answersThatAreNotGoodEnoughAreNotTaken() {
        assertThatThrownBy(() -> run(new ByLength(), 1000))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("good enough");
    }
}
