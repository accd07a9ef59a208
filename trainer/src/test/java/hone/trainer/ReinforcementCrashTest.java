package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.CheckpointManifest;
import hone.contract.RunEvent;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reward model and PPO, killed: value model, two optimizers, adaptive KL and every chance go on as if nothing had been. */
class ReinforcementCrashTest {
    /** Seventeen judgments, four a step: five steps, a checkpoint after the fourth. */
    private static final int REWARD_STEPS = 5;

    /** Four iterations, a checkpoint after the third. */
    private static final int ITERATIONS = 4;

    @TempDir
    static Path folder;

    private static TinyWorld world;
    private static Path rows;
    private static Path reward;
    private static String expectedReward;
    private static Path undisturbed;
    private static String expectedPolicy;

    @BeforeAll
    static void runsThatNobodyKills() throws Exception {
        world = TinyWorld.in(folder);
        rows = world.preferences();
        Path job = rewardJob("reward");
        assertThat(WorkerProcess.run(job)).isZero();
        expectedReward = Killing.finished(job);
        reward = Killing.model(job);
        undisturbed = ppoJob("ppo");
        assertThat(WorkerProcess.run(undisturbed)).isZero();
        expectedPolicy = Killing.finished(undisturbed);
    }

    private static Path rewardJob(String name) throws IOException {
        return world.job("reward-" + name, TinyWorld.reward(1, 4), Optional.of(rows));
    }

    private static Path ppoJob(String name) throws IOException {
        return world.job("ppo-" + name, TinyWorld.ppo(ITERATIONS, 3), Optional.of(rows), Optional.of(reward), 1);
    }

    @Test
    void aRewardWorkerKilledAtAnyWriteEndsWithTheSameModel() throws Exception {
        assertThat(Killing.atEveryWrite(ReinforcementCrashTest::rewardJob, expectedReward))
                .isGreaterThanOrEqualTo(16);
    }

    @Test
    void aPpoWorkerKilledAtAnyWriteEndsWithTheSamePolicy() throws Exception {
        assertThat(Killing.atEveryWrite(ReinforcementCrashTest::ppoJob, expectedPolicy))
                .isGreaterThanOrEqualTo(20);
    }

    @Test
    void workersKilledAtRandomStepsEndWithTheSameModels() throws Exception {
        Path rewardJob = rewardJob("random");
        Killing.atRandomSteps(rewardJob, REWARD_STEPS);
        assertThat(Killing.finished(rewardJob)).isEqualTo(expectedReward);

        Path ppoJob = ppoJob("random");
        Killing.atRandomSteps(ppoJob, ITERATIONS);
        assertThat(Killing.finished(ppoJob)).isEqualTo(expectedPolicy);
    }

    @Test
    void twoThreadsEndWithTheSameModelsAsOne() throws Exception {
        Path rewardJob =
                world.job("reward-two-threads", TinyWorld.reward(1, 4), Optional.of(rows), Optional.empty(), 2);
        assertThat(WorkerProcess.run(rewardJob)).isZero();
        assertThat(Killing.finished(rewardJob)).isEqualTo(expectedReward);

        Path ppoJob =
                world.job("ppo-two-threads", TinyWorld.ppo(ITERATIONS, 3), Optional.of(rows), Optional.of(reward), 2);
        assertThat(WorkerProcess.run(ppoJob)).isZero();
        assertThat(Killing.finished(ppoJob)).isEqualTo(expectedPolicy);
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
    void eventsTellTheMetricsByTheirNames() throws IOException {
        List<RunEvent> events = WorkerProcess.events(undisturbed);

        assertThat(events)
                .filteredOn(RunEvent.StepReported.class::isInstance)
                .hasSize(ITERATIONS)
                .allSatisfy(event -> assertThat(((RunEvent.StepReported) event).metrics())
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
        assertThat(events)
                .filteredOn(RunEvent.AnswersSampled.class::isInstance)
                .extracting(event -> ((RunEvent.AnswersSampled) event).purpose())
                .containsExactly("before", "after");
        RunEvent.StepReported first = (RunEvent.StepReported) events.stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(first.metrics()).containsEntry("objective/kl", 0.0).containsEntry("episode", 8.0);
    }
}
