package hone.supervisor;

import hone.contract.CheckpointManifest;
import hone.contract.Job;
import hone.contract.Kind;
import hone.contract.RunEvent;
import hone.contract.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An engine that keeps the contract of {@code trainer/contract/README.md} with files of a few bytes, or breaks it, as the
 * environment's STAND_IN says: for each start a list of commands, starts divided by ';', commands by ','.
 */
public final class FakeEngine {
    private static final int STEPS = 3;

    private final Job job;
    private final Path models;
    private final Path folder;
    private final Path events;
    private final String parent;
    private final String dataset;
    private long sequence;
    private long step;
    private Optional<String> checkpoint = Optional.empty();

    private FakeEngine(Path file, List<String> rest) throws IOException {
        job = Wire.read(Files.readAllBytes(file), Job.class);
        Path base = Objects.requireNonNull(file.getParent());
        models = base.resolve(job.models());
        folder = base.resolve(job.folder());
        events = folder.resolve("events.jsonl");
        parent = String.valueOf(Path.of(job.model()).getFileName());
        dataset = Wire.sha256(Files.readAllBytes(base.resolve(job.data().orElseThrow())));
        Files.writeString(folder.resolve("arguments"), String.join("|", rest));
        if (Files.exists(events)) {
            String text = Files.readString(events);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            Files.writeString(events, whole);
            for (String line : whole.lines().toList()) {
                RunEvent event = Wire.read(line, RunEvent.class);
                sequence = event.sequence();
                step = event instanceof RunEvent.CheckpointSaved saved ? saved.step() : step;
            }
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        FakeEngine engine = new FakeEngine(Path.of(words.getFirst()), words.subList(1, words.size()));
        List<String> starts = List.of(System.getenv("STAND_IN").split(";"));
        Path counted = engine.folder.resolve("starts");
        Files.writeString(counted, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        for (String command : starts.get((int) Math.min(Files.size(counted), starts.size()) - 1)
                .split(",")) {
            engine.obey(command);
        }
    }

    private void obey(String command) throws IOException, InterruptedException {
        String[] words = command.split(":");
        switch (words[0]) {
            case "start" -> append(started(job.folder() + " 1.0, stand-in"));
            case "stranger" -> append(started("stand-in"));
            case "step" ->
                append(new RunEvent.StepReported(
                        job.runId(), next(), now(), ++step, STEPS, Map.of("loss", 1.0 / step)));
            case "save" -> save(Map.of("config.json", "{}", "tokenizer.json", "{}", "model.safetensors", "w" + step));
            case "save-pickle" -> save(Map.of("config.json", "{}", "pytorch_model.bin", "w"));
            case "save-hidden" -> {
                save(Map.of("config.json", "{}"), "{}", List.of("optimizer.pt"));
            }
            case "save-lost" -> {
                String sha256 = "5".repeat(64);
                append(new RunEvent.CheckpointSaved(job.runId(), next(), now(), step, sha256, 1));
            }
            case "save-without-weights" -> save(Map.of("config.json", "{}", "tokenizer.json", "{}"));
            case "change-weights" ->
                Files.writeString(models.resolve(checkpoint.orElseThrow()).resolve("model.safetensors"), "x" + step);
            case "change-manifest" ->
                Files.writeString(
                        models.resolve(checkpoint.orElseThrow()).resolve(CheckpointManifest.FILE),
                        "\n",
                        StandardOpenOption.APPEND);
            case "write" -> Files.writeString(events, words[1] + "\n", StandardOpenOption.APPEND);
            case "torn" -> Files.writeString(events, "{\"kind\":\"run.st", StandardOpenOption.APPEND);
            case "skip" -> sequence++;
            case "wait" -> awaitStop();
            case "die" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
            case "fail" ->
                append(new RunEvent.RunFailed(
                        job.runId(), next(), now(), "The loss was no number.", words[1], checkpoint));
            case "succeed" -> append(new RunEvent.RunSucceeded(job.runId(), next(), now(), checkpoint));
            case "scores" ->
                append(new RunEvent.AnswersScored(job.runId(), next(), now(), 1, List.of(), Optional.empty()));
            case "stopped" -> append(new RunEvent.RunStopped(job.runId(), next(), now(), "I did.", checkpoint));
            default -> throw new IllegalArgumentException(command);
        }
    }

    private RunEvent started(String machine) {
        return new RunEvent.RunStarted(job.runId(), next(), now(), step, STEPS, machine, job.threads());
    }

    /** Deaf to SIGTERM, as a process on another machine is: only the file counts. */
    private void awaitStop() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try (WatchService watch = FileSystems.getDefault().newWatchService()) {
                folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
                while (!Files.exists(folder.resolve("stop"))) {
                    watch.take().reset();
                }
                obey("save");
                Runtime.getRuntime().halt(75);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        new java.util.concurrent.CountDownLatch(1).await();
    }

    private void save(Map<String, String> files) throws IOException {
        save(files, "{}", List.of());
    }

    private void save(Map<String, String> files, String content, List<String> unlisted) throws IOException {
        List<CheckpointManifest.FileHash> hashes = new ArrayList<>();
        Path building = Files.createTempDirectory(models, ".unfinished-");
        for (Map.Entry<String, String> file : files.entrySet()) {
            byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
            Files.write(building.resolve(file.getKey()), bytes);
            hashes.add(new CheckpointManifest.FileHash(file.getKey(), bytes.length, Wire.sha256(bytes)));
        }
        for (String name : unlisted) {
            Files.writeString(building.resolve(name), content);
        }
        byte[] manifest = Wire.bytes(new CheckpointManifest(
                1,
                job.runId(),
                Kind.nameOf(job.recipe()),
                step,
                STEPS,
                job.seed(),
                Optional.of(job.recipe()),
                Optional.of(parent),
                Optional.of(dataset),
                job.folder() + " 1.0, stand-in",
                job.threads(),
                hashes));
        Files.write(building.resolve(CheckpointManifest.FILE), manifest);
        String sha256 = Wire.sha256(manifest);
        Files.move(building, models.resolve(sha256));
        checkpoint = Optional.of(sha256);
        append(new RunEvent.CheckpointSaved(job.runId(), next(), now(), step, sha256, 10));
    }

    private long next() {
        return ++sequence;
    }

    private static Instant now() {
        return Instant.now();
    }

    private void append(RunEvent event) throws IOException {
        Files.writeString(events, Wire.write(event) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
