package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.DatasetRef;
import hone.contract.Example;
import hone.contract.ModelRef;
import hone.contract.RunCommand;
import hone.contract.RunEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that can not end well are told so, and what nobody can read stops no other run. */
@Timeout(120)
class FailingRunsTest {
    private final Path folder;
    private final World world;

    FailingRunsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        world = World.withTopics(folder);
    }

    @Test
    void aTrainerThatIsNotInstalledIsSaidToThePersonWhoWaits() throws Exception {
        world.with("hone.restarts", "0")
                .with("hone.worker.classpath-file", folder.resolve("nowhere").toString());

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.generate("run-1"));

            assertThat(world.failed("run-1").reason()).contains("could not be started", "nowhere");
        }
    }

    @Test
    void aFailureThatTheWorkerToldIsTheEnd() throws Exception {
        world.workers("start,fail:nan-loss;start,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.generate("run-1"));

            assertThat(world.failed("run-1").cause()).isEqualTo("nan-loss");
            assertThat(world.starts("run-1")).isEqualTo(1);
        }
    }

    @Test
    void aDatasetThatIsNotWhatWasFrozenFailsTheRun() throws Exception {
        world.workers("start,succeed");
        DatasetRef ref = world.publisher.publish("dataset-1", 1, Publisher.rows(3));
        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.request(
                    "run-1", new DatasetRef("dataset-1", 1, 0, ref.first(), ref.last(), 3, "0".repeat(64))));
            world.send(world.request("run-2", new DatasetRef("dataset-1", 1, 0, 500, 600, 3, ref.sha256())));

            assertThat(world.failed("run-1").cause()).isEqualTo("wrong-hash");
            assertThat(world.failed("run-2").cause()).isEqualTo("missing-offsets");
        }
        assertThat(world.run("run-1").path().resolve("starts")).doesNotExist();
    }

    @Test
    void aModelThatIsNotThereOrWasChangedFailsTheRun() throws Exception {
        world.workers("start,succeed");
        String changed = "1".repeat(64);
        Files.createDirectories(folder.resolve("models").resolve(changed));
        Files.writeString(folder.resolve("models").resolve(changed).resolve("manifest.json"), "{}");
        try (Supervisor supervisor = world.supervisor()) {
            world.send(World.generate("run-1", new ModelRef("model-lost", "0".repeat(64))));
            world.send(World.generate("run-2", new ModelRef("model-changed", changed)));

            assertThat(world.failed("run-1").cause()).isEqualTo("unknown-checkpoint");
            assertThat(world.failed("run-2").cause()).isEqualTo("unreadable-checkpoint");
        }
    }

    @Test
    void aFullDiskFailsTheRun() throws Exception {
        world.workers("start,succeed");
        RunFolder run = world.run("run-1");
        Files.createDirectories(run.path());
        // Every write to /dev/full says that no space is left.
        Files.createSymbolicLink(run.path().resolve("data.jsonl.part"), Path.of("/dev/full"));
        DatasetRef dataset = world.publisher.publish("dataset-1", 1, Publisher.rows(3));

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.request("run-1", dataset));

            assertThat(world.failed("run-1").cause()).isEqualTo("disk-full");
        }
    }

    @Test
    void aCommandThatCanNotBeReadIsPutAsideAnsweredAndPassed() throws Exception {
        world.workers("start,succeed");
        String strange = Example.resource("RunCommand/run.requested-sft.json").replace("\"sft\"", "\"magic\"");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.topics.runs(), "run-sft", strange.getBytes(StandardCharsets.UTF_8));
            world.send(world.generate("run-1"));

            assertThat(world.failed("run-sft").cause()).isEqualTo("unreadable-request");
            world.eventsToTheEnd("run-1");
            ConsumerRecord<String, byte[]> letter =
                    world.records(world.topics.deadLetters(), record -> true).getFirst();
            assertThat(World.headers(letter)).containsEntry("hone_topic", world.topics.runs());
            assertThat(World.headers(letter).get("hone_reason")).contains("magic");
            assertThat(letter.value()).asString(StandardCharsets.UTF_8).isEqualTo(strange);
        }
    }

    @Test
    void aCancellationOfAnUnknownRunAndASecondMeaningOfARunIdArePutAside() throws Exception {
        world.workers("start,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(new RunCommand.RunCancelled("run-9", "Not here.", Instant.EPOCH));
            world.send(world.generate("run-1"));
            world.send(World.generate("run-1", new ModelRef("model-other", "0".repeat(64))));

            List<String> reasons =
                    world.records(world.topics.deadLetters(), record -> "run-1".equals(record.key())).stream()
                            .map(letter -> World.headers(letter).getOrDefault("hone_reason", ""))
                            .toList();
            assertThat(reasons).anyMatch(reason -> reason.contains("in other words"));
            assertThat(world.eventsToTheEnd("run-1").getLast()).isInstanceOf(RunEvent.RunSucceeded.class);
        }
    }

    @Test
    void anEventTooLargeForARecordIsPutAsideAndTheRestIsSent() throws Exception {
        world.workers("start,huge,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.generate("run-1"));

            assertThat(world.eventsToTheEnd("run-1")).hasSize(2);
            ConsumerRecord<String, byte[]> letter =
                    world.records(world.topics.deadLetters(), record -> true).getFirst();
            assertThat(World.headers(letter).get("hone_reason")).contains("too large");
        }
    }
}
