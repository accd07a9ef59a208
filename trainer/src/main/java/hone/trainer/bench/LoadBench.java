package hone.trainer.bench;

import hone.contract.BatchSize;
import hone.contract.Cadence;
import hone.contract.DatasetRecord;
import hone.contract.Job;
import hone.contract.Message;
import hone.contract.OptimizerSettings;
import hone.contract.RunEvent;
import hone.contract.SampleSettings;
import hone.contract.SftRecipe;
import hone.contract.Split;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import hone.trainer.run.RunLog;
import hone.trainer.run.ThisProgram;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code bench load}: how long a worker that is given a large dataset takes to its first step, and its memory up to there. The worker is a
 * process of its own, started as a run's is; the time counts from its start.
 */
final class LoadBench {
    private static final int THREADS = 2;
    private static final int STEP_ROWS = 32;
    private static final int ROW_TOKENS_MAX = 256;
    private static final int PATIENCE_SECONDS = 600;
    private static final int LOOK_EVERY_MILLISECONDS = 50;
    private static final List<String> WORDS = List.of(
            "Milo", "gave", "Vera", "a", "cup", "of", "tea", "and", "both", "were", "glad", "that", "the", "rain",
            "had", "ended", "before", "noon", "so", "they", "went", "to", "see", "river");

    /** Rows by the name of the case. */
    private static final Map<String, Integer> CASES = Map.of("10k", 10_000, "100k", 100_000, "1m", 1_000_000);

    private LoadBench() {}

    static void run(List<String> cases, PrintStream out, boolean asJson) {
        for (String name : cases.isEmpty() ? List.of("1m") : cases) {
            Integer rows = CASES.get(name);
            if (rows == null) {
                throw new RunFailure(
                        "bad-arguments", "There is no case " + name + "; there are 10k, 100k and 1m rows.");
            }
            try {
                Path folder = Files.createTempDirectory("hone-bench-load-");
                try {
                    measure(name, rows, folder, out, asJson);
                } finally {
                    MadeModels.delete(folder);
                }
            } catch (IOException e) {
                throw Disk.failure("write the measured dataset", e);
            }
        }
    }

    private static void measure(String name, int rows, Path folder, PrintStream out, boolean asJson)
            throws IOException {
        Torch.start(THREADS);
        Path model = MadeModels.language(folder, ModelSize.M15);
        Job job = new Job(
                "bench-load",
                recipe(),
                Optional.of(dataset(folder, rows).toString()),
                model.toString(),
                Optional.empty(),
                Optional.empty(),
                folder.resolve("run").toString(),
                folder.resolve("models").toString(),
                1,
                THREADS);
        Path file = Files.write(folder.resolve("job.json"), Wire.bytes(job));
        Instant asked = Instant.now();
        Process worker = new ProcessBuilder(ThisProgram.again(List.of("train", file.toString())))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            Instant stepped = firstStep(worker, folder.resolve("run"));
            print(
                    name,
                    "seconds_to_first_step",
                    "s",
                    Duration.between(asked, stepped).toMillis() / 1e3,
                    out,
                    asJson);
            print(name, "peak_rss_mb", "MB", Memory.peakMegabytes(worker.pid()), out, asJson);
        } finally {
            worker.destroyForcibly().onExit().join();
        }
    }

    private static void print(String name, String metric, String unit, double value, PrintStream out, boolean asJson) {
        new Windows("load", name, metric, unit, Windows.Better.LOWER, List.of(value)).print(out, asJson);
    }

    private static Instant firstStep(Process worker, Path run) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (System.nanoTime() < until) {
                Optional<Instant> at = reported(run.resolve(RunLog.FILE));
                if (at.isPresent()) {
                    return at.get();
                }
                if (worker.waitFor(LOOK_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                    throw new RunFailure("bench-failed", "The worker ended before its first step.");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RunFailure("bench-failed", "There was no step within " + PATIENCE_SECONDS + " seconds.");
    }

    /** When the first step was, as the events say that are whole by now. */
    private static Optional<Instant> reported(Path events) throws IOException {
        String text = Files.exists(events) ? Files.readString(events) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> Wire.read(line, RunEvent.class))
                .filter(RunEvent.StepReported.class::isInstance)
                .map(RunEvent::at)
                .findFirst();
    }

    private static SftRecipe recipe() {
        return new SftRecipe(
                1,
                BatchSize.whole(STEP_ROWS),
                ROW_TOKENS_MAX,
                OptimizerSettings.withRate(1e-4),
                ChatTemplate.DOCUMENT.wireName(),
                Cadence.every(0),
                new SampleSettings(0, 1));
    }

    /** Every twentieth row is held out. */
    private static Path dataset(Path folder, int rows) throws IOException {
        Path file = folder.resolve("rows.jsonl");
        Random random = new Random(1);
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (int i = 0; i < rows; i++) {
                String number = String.format(Locale.ROOT, "%07d", i);
                lines.write(Wire.write(new DatasetRecord.Demonstration(
                        i,
                        i % 20 == 0 ? Split.HELD_OUT : Split.TRAIN,
                        "prompt-" + number,
                        "judgment-" + number,
                        List.of(Message.user(words(random, 20))),
                        words(random, 20 + random.nextInt(60)),
                        1)));
                lines.write('\n');
            }
        }
        return file;
    }

    private static String words(Random random, int many) {
        return random.ints(many, 0, WORDS.size()).mapToObj(WORDS::get).collect(Collectors.joining(" "));
    }
}
