package hone.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.BatchSize;
import hone.contract.Cadence;
import hone.contract.OptimizerSettings;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.SampleSettings;
import hone.contract.SftRecipe;
import hone.trainer.run.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs in this process that end before they train, and what they say of it. */
final class RefusedRuns {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private RefusedRuns() {}

    /** Settings of no consequence but for those that a test is about. */
    static SftRecipe sft(int epochs, int sequenceTokensMax, double learningRate, int checkpointEverySteps) {
        return new SftRecipe(
                epochs,
                BatchSize.whole(8),
                sequenceTokensMax,
                new OptimizerSettings(learningRate, 0, 0, 1),
                "hone",
                new Cadence(100, checkpointEverySteps),
                new SampleSettings(0, 8));
    }

    static SftRecipe sft() {
        return sft(1, 96, 1e-3, 100);
    }

    static RunEvent.RunFailed failureOf(Path job) throws IOException {
        assertThat(run(job)).isEqualTo(1);
        RunEvent last = WorkerProcess.lastEvent(job);
        assertThat(last).isInstanceOf(RunEvent.RunFailed.class);
        RunEvent.RunFailed failure = (RunEvent.RunFailed) last;
        assertThat(failure.reason()).endsWith(".").doesNotContain("Exception", "\tat ");
        return failure;
    }

    static int run(Path job) {
        return Worker.run(job, new StopSignal());
    }

    /** A job of the world, but for this model. */
    static Path withModel(TinyWorld world, Recipe recipe, Path rows, Path model) throws IOException {
        Path job = world.job(name(), recipe, Optional.of(rows));
        replace(job, world.model.toString(), model.toString());
        return job;
    }

    static Path copyOf(Path folder, Path model) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("model-" + NAMES.incrementAndGet()));
        try (var files = Files.list(model)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    static String name() {
        return "job-" + NAMES.incrementAndGet();
    }

    static void replace(Path file, String from, String to) throws IOException {
        Files.writeString(file, Files.readString(file).replace(from, to));
    }
}
