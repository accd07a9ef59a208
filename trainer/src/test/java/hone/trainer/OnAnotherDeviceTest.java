package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import hone.contract.GrpoOptions;
import hone.contract.PpoOptions;
import hone.contract.PretrainOptimizer;
import hone.contract.PretrainRecipe;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.SftRecipe;
import hone.contract.WeightSettings;
import hone.trainer.checkpoint.Writes;
import hone.trainer.tensor.LazyDevice;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import hone.trainer.weights.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole jobs on a device that is not the processor, from the files of a model to those of the trained one: a stage that left a tensor
 * behind would mix the two, which libtorch refuses. There is no GPU where this is built; {@link LazyDevice} stands in for one.
 */
class OnAnotherDeviceTest {
    /** Of sums in another order. */
    private static final double ROUNDING = 1e-4;

    /** What differs between any two runs, and what is decided by the last bits of numbers that are equal at first. */
    private static final Pattern INCOMPARABLE =
            Pattern.compile("memory/.*|time/.*|eps|tokens_per_second|rewards/accuracies|accuracy.*|people/.*");

    @TempDir
    static Path folder;

    private static TinyWorld world;
    private static Path pairs;
    private static Path reward;

    @BeforeAll
    static void aRewardModel() throws IOException {
        world = TinyWorld.in(folder);
        pairs = world.preferences();
        Path job = world.job("reward", TinyWorld.reward(1, 0), Optional.of(pairs));
        assertThat(RefusedRuns.run(job)).isZero();
        reward = Killing.model(job);
    }

    private static Path job(String stage, String where) throws IOException {
        String name = stage + "-" + where;
        return switch (stage) {
            case "pretrain" ->
                world.job(
                        name,
                        new PretrainRecipe(3, 4, 64, new PretrainOptimizer(1e-2, 5, 0.1, 0.1, 1), 2),
                        Optional.of(world.corpus));
            case "sft" -> world.job(name, TinyWorld.sft(1, 2), Optional.of(world.demonstrations()));
            case "sft-packed-dropout" -> {
                Recipe recipe = TinyWorld.sft(1, 2, TinyWorld.LORA, Optional.of(true));
                yield world.job(name, recipe, Optional.of(world.demonstrations()));
            }
            case "reward" -> world.job(name, TinyWorld.reward(1, 2), Optional.of(pairs));
            case "dpo" -> world.job(name, TinyWorld.dpo(1, 2, Optional.empty()), Optional.of(pairs));
            case "dpo-adapter" -> world.job(name, TinyWorld.dpo(1, 2, TinyWorld.LORA), Optional.of(pairs));
            case "kto" -> world.job(name, TinyWorld.kto(1, 1, Optional.empty()), Optional.of(world.ratings()));
            case "grpo" ->
                world.job(name, TinyWorld.grpo(2, GrpoOptions.plain(1)), Optional.of(pairs), Optional.of(reward), 1);
            case "ppo-mixing" ->
                world.job(
                        name,
                        TinyWorld.ppo(1, PpoOptions.plain(1).mixing(0.5)),
                        Optional.of(world.preferencesAndDemonstrations()),
                        Optional.of(reward),
                        1);
            default -> throw new IllegalArgumentException(stage);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pretrain",
                "sft",
                "sft-packed-dropout",
                "reward",
                "dpo",
                "dpo-adapter",
                "kto",
                "grpo",
                "ppo-mixing"
            })
    void aStageComputesThereWhatItComputesWithTheProcessor(String stage) throws IOException {
        Path here = job(stage, "here");
        Path there = job(stage, "there");
        long kept = Scope.keptObjects();

        assertThat(RefusedRuns.run(here)).isZero();
        try (LazyDevice device = LazyDevice.open()) {
            assertThat(RefusedRuns.run(there)).isZero();
            assertThat(device.calls()).as("updates of the optimizer there").isPositive();
        }

        Map<String, Double> expected = metrics(here);
        Map<String, Double> found = metrics(there);
        assertThat(expected.keySet()).anyMatch(name -> name.endsWith("grad_norm") || name.endsWith("loss/policy_avg"));
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, value) -> assertThat(Objects.requireNonNull(found.get(name)))
                .as(name)
                .isCloseTo(value, within(ROUNDING * Math.max(1, Math.abs(value)))));
        assertThat(Scope.keptObjects()).isEqualTo(kept);
    }

    @Test
    void aRunGoesOnThereFromItsCheckpointToTheSameWeights() throws IOException {
        Path whole = job("sft-packed-dropout", "whole");
        Path broken = job("sft-packed-dropout", "broken");
        AtomicInteger writes = new AtomicInteger();

        try (LazyDevice device = LazyDevice.open()) {
            Writes.each(writes::incrementAndGet);
            assertThat(RefusedRuns.run(whole)).isZero();
            int all = writes.getAndSet(0);
            Writes.each(() -> {
                if (writes.incrementAndGet() == all - 3) { // of the finished model's files
                    throw new IllegalStateException("one of the last writes fails");
                }
            });
            assertThatThrownBy(() -> RefusedRuns.run(broken)).hasMessage("one of the last writes fails");
            Writes.each(() -> {});
            assertThat(RefusedRuns.run(broken)).isZero();
        } finally {
            Writes.each(() -> {});
        }

        assertThat(started(broken)).containsExactly(0L, 2L);
        Map<String, float[]> expected = adapter(whole);
        assertThat(expected).isNotEmpty();
        adapter(broken)
                .forEach((name, numbers) ->
                        assertThat(numbers).as(name).containsExactly(Objects.requireNonNull(expected.get(name))));
    }

    @Test
    void aJobForAGpuThatLibtorchIsNotBuiltForEndsBeforeItsFirstStepInASentence() throws IOException {
        Path job =
                world.job("for-a-gpu", sft(WeightSettings.all().on(Recipe.CUDA)), Optional.of(world.demonstrations()));

        RunEvent.RunFailed failure = RefusedRuns.failureOf(job);

        assertThat(failure.cause()).isEqualTo("no-gpu");
        assertThat(failure.reason())
                .contains("device cuda", "built for processors alone", "-Pgpu", "take device out of the recipe");
        assertThat(started(job)).isEmpty();
    }

    @Test
    void aRecipeThatNamesTheProcessorComputesWhatOneWithoutADeviceDoes() throws IOException {
        Optional<Path> rows = Optional.of(world.demonstrations());
        Path silent = world.job("silent", sft(WeightSettings.all()), rows);
        Path named = world.job("named", sft(WeightSettings.all().on(Recipe.CPU)), rows);

        assertThat(RefusedRuns.run(silent)).isZero();
        assertThat(RefusedRuns.run(named)).isZero();

        assertThat(metrics(named)).isEqualTo(metrics(silent));
    }

    private static SftRecipe sft(WeightSettings weights) {
        SftRecipe plain = TinyWorld.sft(1, 2);
        return new SftRecipe(
                plain.epochs(),
                plain.batch(),
                plain.sequenceTokensMax(),
                plain.optimizer(),
                plain.chatTemplate(),
                plain.cadence(),
                plain.samples(),
                weights,
                Optional.empty());
    }

    /** Everything that steps and evaluations tell and that can be compared, by event and name. */
    private static Map<String, Double> metrics(Path job) throws IOException {
        Map<String, Double> all = new LinkedHashMap<>();
        for (RunEvent event : WorkerProcess.events(job)) {
            switch (event) {
                case RunEvent.StepReported step -> add(all, "step " + step.step(), step.metrics());
                case RunEvent.EvaluationReported seen -> add(all, seen.step() + " " + seen.name(), seen.metrics());
                default -> {}
            }
        }
        return all;
    }

    private static void add(Map<String, Double> all, String event, Map<String, Double> metrics) {
        metrics.forEach((name, value) -> {
            if (!INCOMPARABLE.matcher(name).matches()) {
                all.put(event + " " + name, value);
            }
        });
    }

    /** The steps at which workers of a run began. */
    private static List<Long> started(Path job) throws IOException {
        return WorkerProcess.events(job).stream()
                .filter(RunEvent.RunStarted.class::isInstance)
                .map(event -> ((RunEvent.RunStarted) event).fromStep())
                .toList();
    }

    private static Map<String, float[]> adapter(Path job) throws IOException {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        Map<String, Tensor> tensors = SafeTensors.read(Killing.model(job).resolve("adapter_model.safetensors"));
        tensors.forEach((name, tensor) -> {
            numbers.put(name, Tensors.floats(tensor));
            Scope.release(tensor);
        });
        return numbers;
    }
}
