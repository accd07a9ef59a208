package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.GrpoOptions;
import hone.contract.PpoOptions;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.Verifier;
import hone.trainer.decoder.Decoder;
import hone.trainer.weights.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages without a value model, and every stage with an adapter: killed, they end with the same model byte for byte. */
class StagesCrashTest {
    @TempDir
    static Path folder;

    private static TinyWorld world;
    private static Path pairs;
    private static Path mixed;
    private static Path ratings;
    private static Path sums;
    private static Path reward;

    @BeforeAll
    static void someRowsAndARewardModelWithAnAdapter() throws Exception {
        world = TinyWorld.in(folder);
        pairs = world.preferences();
        mixed = world.preferencesAndDemonstrations();
        ratings = world.ratings();
        sums = world.sums();
        Path job = rewardJob("reward");
        assertThat(WorkerProcess.run(job)).isZero();
        reward = Killing.model(job);
    }

    private static Path rewardJob(String name) throws IOException {
        Recipe.Reward plain = TinyWorld.reward(1, 4);
        Recipe recipe = new Recipe.Reward(
                plain.epochs(),
                plain.batchGroups(),
                plain.sequenceTokensMax(),
                plain.optimizer(),
                plain.chatTemplate(),
                plain.normalizeSamples(),
                plain.checkpointEverySteps(),
                TinyWorld.LORA,
                Optional.of(0.01));
        return world.job(name, recipe, Optional.of(pairs));
    }

    private static Path sftJob(String name) throws IOException {
        return world.job(
                name, TinyWorld.sft(2, 5, TinyWorld.LORA, Optional.of(true)), Optional.of(world.demonstrations()));
    }

    private static Path ppoJob(String name) throws IOException {
        PpoOptions options = new PpoOptions(2, TinyWorld.PLAIN_LORA, Optional.of(0.5), Optional.empty());
        return world.job(name, TinyWorld.ppo(3, options), Optional.of(mixed), Optional.of(reward), 1);
    }

    private static Path dpoJob(String name) throws IOException {
        return world.job(name, TinyWorld.dpo(1, 2, Optional.empty()), Optional.of(pairs));
    }

    private static Path dpoLoraJob(String name) throws IOException {
        return world.job(name, TinyWorld.dpo(1, 2, TinyWorld.LORA), Optional.of(pairs));
    }

    private static Path ktoJob(String name) throws IOException {
        return world.job(name, TinyWorld.kto(2, 3, TinyWorld.LORA), Optional.of(ratings));
    }

    private static Path grpoJob(String name) throws IOException {
        GrpoOptions options = new GrpoOptions(
                2, TinyWorld.PLAIN_LORA, Optional.of(new Verifier.Matching("(?s).*[a-m]")), Optional.empty());
        return world.job(name, TinyWorld.grpo(3, options), Optional.of(sums));
    }

    private static Path grpoOfARewardModelJob(String name) throws IOException {
        return world.job(name, TinyWorld.grpo(3, GrpoOptions.plain(2)), Optional.of(pairs), Optional.of(reward), 1);
    }

    /** What a run that nobody kills ends with. */
    private static String undisturbed(Killing.Jobs jobs, String name) throws Exception {
        Path job = jobs.named(name);
        assertThat(WorkerProcess.run(job)).isZero();
        return Killing.finished(job);
    }

    @Test
    void dpoWithAnAdapterAndDropoutKilledAtAnyWriteEndsWithTheSameAdapter() throws Exception {
        String expected = undisturbed(StagesCrashTest::dpoLoraJob, "dpo-lora");

        assertThat(Killing.atEveryWrite(name -> dpoLoraJob("dpo-lora-" + name), expected))
                .isGreaterThanOrEqualTo(16);
    }

    @Test
    void ktoKilledAtAnyWriteEndsWithTheSameAdapter() throws Exception {
        String expected = undisturbed(StagesCrashTest::ktoJob, "kto");

        assertThat(Killing.atEveryWrite(name -> ktoJob("kto-" + name), expected))
                .isGreaterThanOrEqualTo(16);
    }

    @Test
    void grpoKilledAtAnyWriteEndsWithTheSameAdapter() throws Exception {
        String expected = undisturbed(StagesCrashTest::grpoJob, "grpo");

        assertThat(Killing.atEveryWrite(name -> grpoJob("grpo-" + name), expected))
                .isGreaterThanOrEqualTo(16);
    }

    @Test
    void workersKilledAtRandomStepsEndWithTheSameModels() throws Exception {
        for (Map.Entry<String, Killing.Jobs> stage : Map.<String, Killing.Jobs>of(
                        "sft", StagesCrashTest::sftJob,
                        "dpo", StagesCrashTest::dpoJob,
                        "ppo", StagesCrashTest::ppoJob,
                        "reward", StagesCrashTest::rewardJob,
                        "grpo-reward", StagesCrashTest::grpoOfARewardModelJob)
                .entrySet()) {
            String expected = undisturbed(stage.getValue(), stage.getKey() + "-whole");
            Path job = stage.getValue().named(stage.getKey() + "-random");
            Killing.atRandomSteps(job, 3);
            assertThat(Killing.finished(job)).as(stage.getKey()).isEqualTo(expected);
        }
    }

    /** The policy with a new adapter is its own reference, and written answers are learned beside what the reward says. */
    @Test
    void ppoWithAnAdapterBeginsAtItsReferenceAndMixesWrittenAnswersIn() throws Exception {
        Path job = ppoJob("ppo-mixed");
        assertThat(WorkerProcess.run(job)).isZero();

        List<RunEvent.StepReported> steps = WorkerProcess.events(job).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(RunEvent.StepReported.class::cast)
                .toList();
        assertThat(steps)
                .hasSize(3)
                .allSatisfy(
                        step -> assertThat(step.metrics().get("loss/sft_avg")).isGreaterThan(0.1));
        assertThat(steps.getFirst().metrics()).containsEntry("objective/kl", 0.0);
        assertThat(steps.getLast().metrics().get("objective/kl")).isNotZero();

        Path without = world.job(
                "ppo-nothing-written",
                TinyWorld.ppo(1, new PpoOptions(0, Optional.empty(), Optional.of(0.5), Optional.empty())),
                Optional.of(pairs),
                Optional.of(reward),
                1);
        assertThat(RefusedRuns.failureOf(without)).satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo("empty-dataset");
            assertThat(failure.reason()).contains("demonstration");
        });
    }

    /** Base weights are nowhere in what an adapter's run writes, and the next run and a scorer begin from base and adapter. */
    @Test
    void aCheckpointOfAnAdapterHoldsTheAdapterAloneAndNamesItsBase() throws Exception {
        assertThat(reward.resolve("model.safetensors")).doesNotExist();
        assertThat(Files.readString(reward.resolve("adapter_config.json"))).contains("\"modules_to_save\":[\"score\"]");
        Path job = sftJob("sft-adapter");
        assertThat(WorkerProcess.run(job)).isZero();
        Path adapter = Killing.model(job);
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

        Path next = world.job("on-adapter", TinyWorld.dpo(1, 0, TinyWorld.PLAIN_LORA), Optional.of(pairs));
        RefusedRuns.replace(next, world.model.toString(), adapter.toString());
        assertThat(WorkerProcess.run(next)).isZero();

        assertThat(Files.readString(Killing.model(next).resolve("adapter_config.json")))
                .contains(adapter.getFileName().toString());
        List<RunEvent> events = WorkerProcess.events(next);
        assertThat(events)
                .filteredOn(RunEvent.EvaluationReported.class::isInstance)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(((RunEvent.EvaluationReported) event).metrics())
                        .containsKeys("loss", "accuracy", "pairs", "rewards/margins"));
        // Before the first step the policy is its own reference.
        RunEvent.EvaluationReported first = (RunEvent.EvaluationReported) events.stream()
                .filter(RunEvent.EvaluationReported.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(Math.abs(first.metrics().getOrDefault("rewards/margins", 1.0)))
                .isLessThan(1e-4);
    }
}
