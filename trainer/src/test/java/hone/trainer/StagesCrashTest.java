package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.CheckpointManifest;
import hone.contract.PpoOptions;
import hone.contract.RunEvent;
import hone.contract.Wire;
import hone.trainer.decoder.Decoder;
import hone.trainer.weights.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every stage, on all weights and with an adapter: killed, it ends with the same model byte for byte, with its optimizers, adaptive
 * KL, dropout and every chance as if nothing had been.
 */
class StagesCrashTest {
    @TempDir
    static Path folder;

    private static StageJobs jobs;
    private static Map<String, String> expected;
    private static Path reward;

    @BeforeAll
    static void runsThatNobodyKills() throws Exception {
        jobs = StageJobs.in(folder);
        expected = jobs.expected();
        reward = Killing.model(jobs.undisturbed(StageJobs.REWARD));
    }

    private static List<RunEvent.StepReported> steps(String stage) throws IOException {
        return WorkerProcess.events(jobs.undisturbed(stage)).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(RunEvent.StepReported.class::cast)
                .toList();
    }

    @Test
    void everyStageKilledAtAnyWriteOfACheckpointEndsWithTheSameModel() throws Exception {
        Map<String, Integer> writes = Killing.atEveryWrite(jobs.undisturbed());

        // Files, manifest, new name, pointer: at least eight writes for each of the two checkpoints are killed at.
        assertThat(writes.keySet()).containsExactlyInAnyOrderElementsOf(StageJobs.all());
        assertThat(writes)
                .allSatisfy((stage, times) -> assertThat(times).as(stage).isGreaterThanOrEqualTo(16));
        assertThat(writes.get(StageJobs.PPO)).isGreaterThanOrEqualTo(20);
    }

    /** Each in processes of its own, as a supervisor starts them. */
    @Test
    void workersKilledAtRandomStepsEndWithTheSameModels() throws Exception {
        List<Future<?>> runs = new ArrayList<>();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (String stage : StageJobs.all()) {
                runs.add(two.submit(() -> {
                    Path job = jobs.of(stage, "random");
                    Killing.atRandomSteps(job, Killing.steps(jobs.undisturbed(stage)));
                    assertThat(Killing.finished(job)).as(stage).isEqualTo(expected.get(stage));
                    return null;
                }));
            }
        }
        for (Future<?> run : runs) {
            run.get();
        }
    }

    @Test
    void twoThreadsEndWithTheSameModelsAsOne() throws Exception {
        Path rewardJob = jobs.of(StageJobs.REWARD, "two-threads", 2);
        Path ppoJob = jobs.of(StageJobs.PPO, "two-threads", 2);

        assertThat(WorkerProcess.several(SeveralRuns.ENDS, List.of(rewardJob, ppoJob)))
                .isZero();

        assertThat(Killing.finished(rewardJob)).isEqualTo(expected.get(StageJobs.REWARD));
        assertThat(Killing.finished(ppoJob)).isEqualTo(expected.get(StageJobs.PPO));
    }

    @Test
    void theRewardModelIsAClassifierOfOneLabelWithItsScale() throws IOException {
        String config = Files.readString(reward.resolve("config.json"));

        assertThat(config)
                .contains("LlamaForSequenceClassification", "\"id2label\":{\"0\":\"LABEL_0\"}", "hone_score_mean");
        CheckpointManifest manifest =
                Wire.read(Files.readAllBytes(reward.resolve("manifest.json")), CheckpointManifest.class);
        assertThat(manifest.stage()).isEqualTo("reward");
        assertThat(manifest.files())
                .extracting(CheckpointManifest.FileHash::name)
                .contains("model.safetensors");
    }

    @Test
    void eventsOfPpoTellTheMetricsByTheirNames() throws IOException {
        assertThat(steps(StageJobs.PPO))
                .hasSize(4)
                .allSatisfy(step -> assertThat(step.metrics())
                        .containsKeys(
                                "objective/kl",
                                "objective/entropy",
                                "objective/non_score_reward",
                                "objective/rlhf_reward",
                                "objective/scores",
                                "policy/approxkl_avg",
                                "policy/clipfrac_avg",
                                "loss/policy_avg",
                                "loss/value_avg",
                                "val/clipfrac_avg",
                                "policy/entropy_avg",
                                "val/ratio",
                                "val/ratio_var",
                                "val/num_eos_tokens",
                                "lr",
                                "eps",
                                "episode",
                                "response/tokens_mean",
                                "time/sampling_seconds",
                                "time/scoring_seconds",
                                "time/learning_seconds"));
        assertThat(WorkerProcess.events(jobs.undisturbed(StageJobs.PPO)))
                .filteredOn(RunEvent.AnswersSampled.class::isInstance)
                .extracting(event -> ((RunEvent.AnswersSampled) event).purpose())
                .containsExactly("before", "after");
        assertThat(steps(StageJobs.PPO).getFirst().metrics())
                .containsEntry("objective/kl", 0.0)
                .containsEntry("episode", 8.0);
    }

    /** The policy with a new adapter is its own reference, and written answers are learned beside what the reward says. */
    @Test
    void ppoWithAnAdapterBeginsAtItsReferenceAndMixesWrittenAnswersIn() throws Exception {
        List<RunEvent.StepReported> steps = steps(StageJobs.PPO_LORA);
        assertThat(steps)
                .hasSize(3)
                .allSatisfy(
                        step -> assertThat(step.metrics().get("loss/sft_avg")).isGreaterThan(0.1));
        assertThat(steps.getFirst().metrics()).containsEntry("objective/kl", 0.0);
        assertThat(steps.getLast().metrics().get("objective/kl")).isNotZero();

        Path without = jobs.world.job(
                "ppo-nothing-written",
                TinyWorld.ppo(1, PpoOptions.plain(0).mixing(0.5)),
                Optional.of(jobs.pairs),
                Optional.of(reward),
                1);
        assertThat(RefusedRuns.failureOf(without)).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("empty-dataset");
            assertThat(failure.reason()).contains("demonstration");
        });
    }

    /** Steps of learning count behind the blocks of prompts, of which each start is told once. */
    @Test
    void theBestAnswersAreSampledAndThenLearnedInOneRun() throws IOException {
        Path job = jobs.undisturbed(StageJobs.BEST_OF_N);
        List<RunEvent.StepReported> steps = steps(StageJobs.BEST_OF_N);
        long sampled = steps.stream()
                .filter(step -> step.metrics().containsKey("best-of-n/rows"))
                .count();
        long rows;
        try (Stream<String> lines = Files.lines(job.resolveSibling("run").resolve("best-of-n.jsonl"))) {
            rows = lines.count();
        }

        assertThat(sampled).isGreaterThan(1);
        assertThat(steps)
                .extracting(RunEvent.StepReported::step)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, steps.size()).boxed().toList());
        assertThat(steps.size() - sampled).isEqualTo(2 * Math.ceilDiv(rows, 8));
        assertThat(steps.getLast().steps()).isEqualTo(steps.size());
        assertThat(steps.getLast().metrics().get("loss")).isPositive();
        assertThat(WorkerProcess.events(job))
                .filteredOn(RunEvent.RunStarted.class::isInstance)
                .hasSize(1);
        CheckpointManifest manifest =
                Wire.read(Files.readAllBytes(Killing.model(job).resolve("manifest.json")), CheckpointManifest.class);
        assertThat(manifest.stage()).isEqualTo("best-of-n");
        assertThat(manifest.dataset()).contains(Wire.sha256(Files.readAllBytes(jobs.pairs)));
    }

    /** Base weights are nowhere in what an adapter's run writes, and the next run and a scorer begin from base and adapter. */
    @Test
    void aCheckpointOfAnAdapterHoldsTheAdapterAloneAndNamesItsBase() throws Exception {
        Path scorer = Killing.model(jobs.undisturbed(StageJobs.REWARD_LORA));
        assertThat(scorer.resolve("model.safetensors")).doesNotExist();
        assertThat(Files.readString(scorer.resolve("adapter_config.json"))).contains("\"modules_to_save\":[\"score\"]");
        Path adapter = Killing.model(jobs.undisturbed(StageJobs.SFT_LORA));
        assertThat(adapter.resolve("model.safetensors")).doesNotExist();
        assertThat(Files.size(adapter.resolve("adapter_model.safetensors"))).isLessThan(4000);
        assertThat(Files.readString(adapter.resolve("adapter_config.json"))).contains("\"use_rslora\":true");

        new MergedModel(adapter, Optional.empty()).write(folder.resolve("merged"));
        assertThat(folder.resolve("merged").resolve("adapter_config.json")).doesNotExist();
        try (Decoder apart = ModelFiles.load(adapter);
                Decoder merged = ModelFiles.load(folder.resolve("merged"))) {
            assertThat(merged.parameters())
                    .allSatisfy((name, weight) -> assertThat(
                                    weight.equal(apart.parameters().getOrDefault(name, weight)))
                            .isTrue());
        }

        Path next = jobs.world.job("on-adapter", TinyWorld.dpo(1, 0, TinyWorld.PLAIN_LORA), Optional.of(jobs.pairs));
        RefusedRuns.replace(next, jobs.world.model.toString(), adapter.toString());
        assertThat(WorkerProcess.run(next)).isZero();

        assertThat(Files.readString(Killing.model(next).resolve("adapter_config.json")))
                .contains(adapter.getFileName().toString());
        List<RunEvent.EvaluationReported> evaluations = WorkerProcess.events(next).stream()
                .filter(RunEvent.EvaluationReported.class::isInstance)
                .map(RunEvent.EvaluationReported.class::cast)
                .toList();
        assertThat(evaluations)
                .isNotEmpty()
                .allSatisfy(evaluation ->
                        assertThat(evaluation.metrics()).containsKeys("loss", "accuracy", "pairs", "rewards/margins"));
        // Before the first step the policy is its own reference.
        assertThat(Math.abs(evaluations.getFirst().metrics().getOrDefault("rewards/margins", 1.0)))
                .isLessThan(1e-4);
    }
}
