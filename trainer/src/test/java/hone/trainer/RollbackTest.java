package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.contract.AdvantageEstimation;
import hone.contract.GuardRails;
import hone.contract.KlPenalty;
import hone.contract.PpoClipping;
import hone.contract.PpoEpochs;
import hone.contract.PpoOptimizer;
import hone.contract.PpoOptions;
import hone.contract.PpoRecipe;
import hone.contract.RolloutSettings;
import hone.contract.RunEvent;
import hone.contract.Wire;
import hone.trainer.ppo.PolicyOptimization;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.run.StopSignal;
import hone.trainer.scalarhead.Scorer;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PPO does when a loss or score is not finite, and when the policy drifts too far. */
class RollbackTest {
    @TempDir
    static Path folder;

    private static TinyWorld world;
    private static Path rows;
    private static Path reward;

    @BeforeAll
    static void aRewardModel() throws IOException {
        world = TinyWorld.in(folder);
        rows = world.preferences();
        Path job = world.job("reward", TinyWorld.reward(1, 0), Optional.of(rows));
        assertThat(Worker.run(job, new StopSignal())).isZero();
        reward = Killing.model(job);
    }

    /** Scores answers by their length; in the calls named, the first score is no number. */
    private static final class Stumbling implements Scorer {
        private final List<Integer> bad;
        private int calls;

        Stumbling(Integer... bad) {
            this.bad = List.of(bad);
        }

        @Override
        public float[] score(List<int[]> answers) {
            calls++;
            float[] scores = new float[answers.size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = answers.get(i).length / 10f;
            }
            scores[0] = bad.contains(calls) ? Float.NaN : scores[0];
            return scores;
        }
    }

    private static Path job(String name, PpoRecipe recipe) throws IOException {
        return world.job(name, recipe, Optional.of(rows), Optional.of(reward), 1);
    }

    private static void train(Path file, Scorer scorer) throws IOException {
        hone.contract.Job job = Wire.read(Files.readAllBytes(file), hone.contract.Job.class);
        Run run = Run.open(job, file.resolveSibling(""), new StopSignal(), "test");
        try (Scope scope = Scope.open()) {
            Torch.start(1);
            new PolicyOptimization(run, (PpoRecipe) job.recipe(), AnswerScorer.ofRows(scorer::score)).train();
        } finally {
            run.log().close();
        }
    }

    private static List<RunEvent.RolledBack> rollbacks(Path job) throws IOException {
        return WorkerProcess.events(job).stream()
                .filter(RunEvent.RolledBack.class::isInstance)
                .map(RunEvent.RolledBack.class::cast)
                .toList();
    }

    @Test
    void aScoreThatIsNotFiniteRollsBackToTheLastCheckpointWithHalfTheLearningRate() throws IOException {
        Path job = job("stumbles", TinyWorld.ppo(4, 2));

        train(job, new Stumbling(3));

        assertThat(rollbacks(job)).singleElement().satisfies(back -> {
            assertThat(back.step()).isEqualTo(3);
            assertThat(back.toStep()).isEqualTo(2);
            assertThat(back.checkpoint()).isPresent();
            assertThat(back.cause()).isEqualTo("nan-loss");
            assertThat(back.reason()).contains("iteration 3", "iteration 2", "half the learning rate");
            assertThat(back.numbers()).containsEntry("lr_scale", 0.5);
        });
        List<RunEvent.StepReported> steps = WorkerProcess.events(job).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(RunEvent.StepReported.class::cast)
                .toList();
        assertThat(steps).extracting(RunEvent.StepReported::step).containsExactly(1L, 2L, 3L, 4L);
        // Warm-up: two, three, four fifths of the recipe's rate, the last two halved.
        assertThat(steps.get(1).metrics().get("lr")).isCloseTo(1e-3 * 2 / 5, within(1e-12));
        assertThat(steps.get(2).metrics().get("lr")).isCloseTo(1e-3 * 3 / 5 / 2, within(1e-12));
        assertThat(steps.get(3).metrics().get("lr")).isCloseTo(1e-3 * 4 / 5 / 2, within(1e-12));
    }

    @Test
    void aWorkerThatDiesAfterARollbackResumesWithTheLowerRate() throws IOException {
        Path whole = job("careful", TinyWorld.ppo(4, 2));
        train(whole, new Stumbling(3));
        Path dying = job("careful-dying", TinyWorld.ppo(4, 2));
        Assertions.assertThatThrownBy(() -> train(dying, new Scorer() {
                    private final Stumbling scorer = new Stumbling(3);

                    @Override
                    public float[] score(List<int[]> answers) {
                        if (scorer.calls == 4) {
                            throw new IllegalStateException("dies");
                        }
                        return scorer.score(answers);
                    }
                }))
                .hasMessage("dies");

        train(dying, new Stumbling());

        assertThat(rollbacks(dying)).hasSize(1);
        assertThat(weights(dying)).isEqualTo(weights(whole));
    }

    private static String weights(Path job) throws IOException {
        String sha256 = WorkerProcess.events(job).stream()
                .filter(RunEvent.CheckpointSaved.class::isInstance)
                .map(event -> ((RunEvent.CheckpointSaved) event).sha256())
                .reduce((first, last) -> last)
                .orElseThrow();
        return Wire.sha256(
                Files.readAllBytes(job.resolveSibling("models").resolve(sha256).resolve("model.safetensors")));
    }

    @Test
    void afterThreeRollbacksTheRunEndsAndKeepsTheLastCheckpoint() throws IOException {
        Path job = job("hopeless", TinyWorld.ppo(4, 1));

        RunFailure failure =
                Assertions.catchThrowableOfType(RunFailure.class, () -> train(job, new Stumbling(2, 3, 4, 5)));

        assertThat(failure.word()).isEqualTo("nan-loss");
        assertThat(failure.sentence()).contains("The checkpoint of iteration 1 is kept", "learning rate below");
        assertThat(failure.numbers()).containsKey("lr");
        assertThat(rollbacks(job)).hasSize(3).allMatch(back -> back.toStep() == 1);
    }

    @Test
    void weightsThatBecomeInfiniteRollBackToTheStart() throws IOException {
        PpoRecipe small = TinyWorld.ppo(2, 0);
        PpoRecipe wild = new PpoRecipe(
                2,
                small.rollouts(),
                small.passes(),
                PpoOptimizer.of(1e30, 1e30),
                small.advantage(),
                small.clipping(),
                KlPenalty.fixed(0.1),
                1,
                small.chatTemplate(),
                0);
        Path job = job("wild", wild);

        assertThat(Worker.run(job, new StopSignal())).isEqualTo(1);

        assertThat(rollbacks(job)).hasSize(3).allMatch(back -> back.toStep() == 0);
        assertThat(WorkerProcess.lastEvent(job)).isInstanceOfSatisfying(RunEvent.RunFailed.class, failed -> {
            assertThat(failed.cause()).isEqualTo("nan-loss");
            assertThat(failed.numbers()).isPresent();
            assertThat(failed.reason()).doesNotContain("Exception");
        });
    }

    @Test
    void aGuardRailThatIsPassedRollsBackThreeTimesAndThenEndsTheRun() throws IOException {
        PpoRecipe small = TinyWorld.ppo(3, 1);
        PpoRecipe clipping = new PpoRecipe(
                3,
                small.rollouts(),
                small.passes(),
                small.optimizer(),
                small.advantage(),
                new PpoClipping(1e-9, 0.2),
                KlPenalty.fixed(0.1),
                1,
                small.chatTemplate(),
                PpoOptions.plain(1)
                        .guardedBy(new GuardRails(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(0.01),
                                Optional.empty())));
        Path job = job("clipping", clipping);

        assertThat(Worker.run(job, new StopSignal())).isEqualTo(1);

        assertThat(rollbacks(job)).hasSize(3).allSatisfy(back -> {
            assertThat(back.cause()).isEqualTo("clip-fraction-above-ceiling");
            assertThat(back.reason()).contains("clipped", "half the learning rate");
            assertThat(back.numbers()).containsEntry("limit", 0.01).containsKeys("policy/clipfrac_avg", "lr_scale");
        });
        assertThat(WorkerProcess.lastEvent(job)).isInstanceOfSatisfying(RunEvent.RunFailed.class, failed -> {
            assertThat(failed.cause()).isEqualTo("clip-fraction-above-ceiling");
            assertThat(failed.reason()).contains("after 3 rollbacks", "Lower the learning rate");
        });
    }

    @Test
    void aPolicyThatRunsAwayEndsTheRunWithItsNumbers() throws IOException {
        PpoRecipe runaway = new PpoRecipe(
                20,
                new RolloutSettings(8, 10, 1),
                new PpoEpochs(4, 4),
                new PpoOptimizer(3e-2, 1e-2, 10, Optional.empty()),
                AdvantageEstimation.usual(),
                new PpoClipping(0.9, 0.2),
                KlPenalty.fixed(0).within(0.05),
                0,
                "hone",
                1);
        Path job = job("runaway", runaway);

        assertThat(Worker.run(job, new StopSignal())).isEqualTo(1);

        assertThat(WorkerProcess.lastEvent(job)).isInstanceOfSatisfying(RunEvent.RunFailed.class, failed -> {
            assertThat(failed.cause()).isEqualTo("kl-above-band");
            assertThat(failed.lastGoodCheckpoint()).isPresent();
            assertThat(failed.numbers().orElseThrow()).containsEntry("limit", 0.1);
            assertThat(failed.numbers().orElseThrow().get("objective/kl")).isGreaterThan(0.1);
            assertThat(failed.reason()).contains("nats", "is kept");
        });
    }
}
