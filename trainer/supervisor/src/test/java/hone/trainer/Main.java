package hone.trainer;

import hone.contract.Job;
import hone.contract.RunEvent;
import hone.contract.ScoreRecipe;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Behaves to its supervisor as the trainer does, and does what the environment's STAND_IN says: for each start a list of
 * commands, starts divided by ';', commands by ','. The last list also serves all later starts.
 */
public final class Main {
    private final Job job;
    private final Path folder;
    private final Path events;
    private long sequence;
    private long step;

    private Main(Path file) throws IOException {
        job = Wire.read(Files.readAllBytes(file), Job.class);
        folder = Objects.requireNonNull(file.getParent()).resolve(job.folder()).normalize();
        events = folder.resolve("events.jsonl");
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

    public static void main(String[] args) throws IOException, InterruptedException {
        if (!List.of(args[0], args[2]).equals(List.of("train", "--with-parent"))) {
            System.exit(2);
        }
        Main main = new Main(Path.of(args[1]).toAbsolutePath());
        List<String> starts = List.of(System.getenv("STAND_IN").split(";"));
        int start = main.countStart();
        for (String command : starts.get(Math.min(start, starts.size()) - 1).split(",")) {
            main.obey(command);
        }
        Runtime.getRuntime().halt(1);
    }

    private int countStart() throws IOException {
        Path file = folder.resolve("starts");
        Files.writeString(file, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return (int) Files.size(file);
    }

    private void obey(String command) throws IOException, InterruptedException {
        String[] words = command.split(":");
        switch (words[0]) {
            case "start" ->
                append(new RunEvent.RunStarted(job.runId(), next(), now(), step, 100, "stand-in", job.threads()));
            case "step" ->
                append(new RunEvent.StepReported(job.runId(), next(), now(), ++step, 100, Map.of("rows", rows())));
            case "scores" ->
                append(new RunEvent.AnswersScored(job.runId(), next(), now(), 2, scores(), Optional.empty()));
            case "save" -> save();
            case "huge" ->
                append(new RunEvent.RunFailed(
                        job.runId(), next(), now(), "x".repeat(3 << 20), "huge", Optional.empty()));
            case "torn" -> write("{\"kind\":\"run.st");
            case "say" -> System.out.println(words[1]);
            case "die" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
            case "wait" -> awaitStop();
            case "deaf" -> awaitNothing();
            case "succeed" -> {
                append(new RunEvent.RunSucceeded(job.runId(), next(), now(), Optional.of(sha256())));
                Runtime.getRuntime().halt(0);
            }
            case "end" -> {
                append(new RunEvent.RunSucceeded(job.runId(), next(), now(), Optional.empty()));
                Runtime.getRuntime().halt(0);
            }
            case "fail" -> {
                append(new RunEvent.RunFailed(
                        job.runId(), next(), now(), "As the test wished.", words[1], Optional.empty()));
                Runtime.getRuntime().halt(1);
            }
            default -> throw new IllegalArgumentException(command);
        }
    }

    /** Until SIGTERM or the end of the supervisor; then saves and is to be started again. */
    private void awaitStop() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                save();
            } catch (IOException e) {
                Runtime.getRuntime().halt(3);
            }
            Runtime.getRuntime().halt(75);
        }));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // only the end counts
                }
            } catch (IOException e) {
                // an end too
            }
            asked.countDown();
        });
        asked.await();
        System.exit(75);
    }

    private static void awaitNothing() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        never.await();
    }

    private void save() throws IOException {
        append(new RunEvent.CheckpointSaved(job.runId(), next(), now(), step, sha256(), 10));
    }

    private double rows() throws IOException {
        return job.data().isEmpty()
                ? 0
                : Files.readAllLines(folder.resolve(job.data().get())).size();
    }

    /** Long answers are the better ones. */
    private List<RunEvent.Scored> scores() {
        return ((ScoreRecipe) job.recipe())
                .prompts().stream()
                        .flatMap(prompt -> prompt.answers().stream())
                        .map(answer -> new RunEvent.Scored(
                                answer.answerId(), answer.text().length(), 1))
                        .toList();
    }

    private String sha256() {
        return Wire.sha256((job.runId() + " " + step).getBytes(StandardCharsets.UTF_8));
    }

    private long next() {
        return ++sequence;
    }

    private static Instant now() {
        return Instant.now();
    }

    private void append(RunEvent event) throws IOException {
        write(Wire.write(event) + "\n");
    }

    private void write(String text) throws IOException {
        Files.writeString(events, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
