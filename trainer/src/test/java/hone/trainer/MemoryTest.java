package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
    @Test
    void threeHundredStepsHoldNoMoreThanAHundred(@TempDir Path folder) throws Exception {
        TinyWorld world = TinyWorld.in(folder);

        staysFlat(world.job("long", TinyWorld.sft(75, 1000), Optional.of(world.demonstrations())));
    }

    /** Sampling, scoring and learning on two threads, each with scopes of its own. */
    @Test
    void threeHundredIterationsOfPpoHoldNoMoreThanAHundred(@TempDir Path folder) throws Exception {
        TinyWorld world = TinyWorld.in(folder);
        Optional<Path> rows = Optional.of(world.preferences());
        Path reward = world.job("reward", TinyWorld.reward(1, 0), rows);
        assertThat(WorkerProcess.run(reward)).isZero();

        staysFlat(world.job("long", TinyWorld.ppo(300, 0), rows, Optional.of(Killing.model(reward)), 2));
    }

    private static void staysFlat(Path job) throws Exception {
        // Counting costs time, so workers don't; here every native object is counted.
        assertThat(WorkerProcess.run(job, "-Dorg.bytedeco.javacpp.nopointergc=false"))
                .isZero();

        Map<String, Double> early = metricsOf(job, 100);
        Map<String, Double> late = metricsOf(job, 300);
        System.out.println("after 100 steps " + early + ", after 300 " + late);
        assertThat(late.get("memory/live_objects")).isEqualTo(early.get("memory/live_objects"));
        assertThat(late.get("memory/kept_objects")).isEqualTo(early.get("memory/kept_objects"));
        assertThat(late.get("memory/live_objects")).isPositive();
        assertThat(late.getOrDefault("memory/resident_mb", 0.0))
                .isLessThanOrEqualTo(1.02 * early.getOrDefault("memory/resident_mb", 0.0));
    }

    private static Map<String, Double> metricsOf(Path job, long step) throws IOException {
        return WorkerProcess.events(job).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(RunEvent.StepReported.class::cast)
                .filter(event -> event.step() == step)
                .findFirst()
                .orElseThrow()
                .metrics();
    }
}
