package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Example;
import hone.contract.RunCommand;
import hone.contract.RunEvent;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final EventLog.Draft SUCCEEDED =
            (runId, sequence, now) -> new RunEvent.RunSucceeded(runId, sequence, now, Optional.empty());

    private final Path runs;
    private final RunFolder folder;

    RunFolderTest(@TempDir Path runs) throws IOException {
        this.runs = runs;
        folder = RunFolder.of(runs, "run-sft");
        folder.keep(example());
    }

    @Test
    void whatWasAskedForIsFoundAgain() throws IOException {
        assertThat(folder.request()).contains(example());
        assertThat(folder.cancellation()).isEmpty();
        assertThat(RunFolder.all(runs)).containsExactly(folder);
    }

    @Test
    void aFolderWithoutARequestIsNoRun() throws IOException {
        Files.createDirectories(runs.resolve("half-made"));

        assertThat(RunFolder.all(runs)).containsExactly(folder);
    }

    @Test
    void aTornLineIsCutOffAndItsSequenceUsedAgain() throws IOException {
        EventLog events = folder.events();
        events.append(
                (runId, sequence, now) -> new RunEvent.StepReported(runId, sequence, now, 1, 2, Map.of("loss", 2.0)));
        Files.writeString(
                events.file(), Files.readString(events.file()) + "{\"kind\":\"run.succeeded\",\"runId\":\"run");

        RunEvent appended = events.append(SUCCEEDED);

        assertThat(appended.sequence()).isEqualTo(2);
        assertThat(Files.readAllLines(events.file())).hasSize(2);
        assertThat(events.story().end()).contains(appended);
    }

    @Test
    void theStoryKnowsTheLastCheckpoint() throws IOException {
        EventLog events = folder.events();
        String sha256 = "ab".repeat(32);
        events.append(
                (runId, sequence, now) -> new RunEvent.CheckpointSaved(runId, sequence, now, 1, "cd".repeat(32), 1));
        events.append((runId, sequence, now) -> new RunEvent.CheckpointSaved(runId, sequence, now, 2, sha256, 1));
        events.append((runId, sequence, now) -> new RunEvent.StepReported(runId, sequence, now, 3, 9, Map.of()));

        EventLog.Story story = events.story();

        assertThat(story.lastGoodCheckpoint()).contains(sha256);
        assertThat(story.progress()).isEqualTo(2);
        assertThat(story.lastSequence()).isEqualTo(3);
        assertThat(story.end()).isEmpty();
    }

    @Test
    void aLineLongerThanABlockIsReadWhole() throws IOException {
        String line = "x".repeat(3_000_000);
        Path file = Files.writeString(runs.resolve("long"), "a\n" + line + "\nb\ntorn");
        LineTail tail = new LineTail(file, 0);

        List<String> lines = new ArrayList<>();
        for (List<LineTail.Line> next = tail.next(); !next.isEmpty(); next = tail.next()) {
            next.forEach(one -> lines.add(new String(one.bytes(), StandardCharsets.UTF_8)));
        }

        assertThat(lines).containsExactly("a", line, "b");
        assertThat(tail.position()).isEqualTo(Files.size(file) - 4);
    }

    @Test
    void aRunIsFinishedWhenItsLastEventWasSent() throws IOException {
        folder.events().append(SUCCEEDED);
        assertThat(folder.finished()).isFalse();

        folder.sent(Files.size(folder.events().file()));

        assertThat(folder.finished()).isTrue();
    }

    @Test
    void aPositionThatCanNotBeRightMeansNothingWasSent() throws IOException {
        folder.events().append(SUCCEEDED);

        folder.sent(1_000_000);
        assertThat(folder.sent()).isZero();
        Files.writeString(folder.path().resolve("sent"), "much");
        assertThat(folder.sent()).isZero();
    }

    @Test
    void aRunIsDrivenByOneAtATime() throws IOException {
        RunLock first = RunLock.take(folder).orElseThrow();

        assertThat(RunLock.take(folder)).isEmpty();
        first.close();
        RunLock.take(folder).orElseThrow().close();
    }

    @Test
    void theDataOfAnOldRunGoesAndItsStoryStays() throws IOException {
        folder.events().append(SUCCEEDED);
        Files.writeString(folder.data(), "{}\n");
        Files.createDirectories(folder.path().resolve("checkpoints/step-5"));
        Files.writeString(folder.path().resolve("checkpoints/step-5/model.safetensors"), "weights");
        RemoveOldData remove = new RemoveOldData(Duration.ofDays(14));

        remove.from(folder, Instant.now().plus(Duration.ofDays(13)));
        assertThat(folder.data()).exists();

        remove.from(folder, Instant.now().plus(Duration.ofDays(15)));
        assertThat(folder.path()).isDirectoryNotContaining("glob:**{data.jsonl,checkpoints}");
        assertThat(folder.request()).isPresent();
        assertThat(folder.events().file()).exists();
    }

    private static RunCommand.RunRequested example() {
        return Wire.read(Example.resource("RunCommand/run.requested-sft.json"), RunCommand.RunRequested.class);
    }
}
