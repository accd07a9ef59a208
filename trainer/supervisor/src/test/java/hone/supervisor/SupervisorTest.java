package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.DatasetRef;
import hone.contract.Example;
import hone.contract.Job;
import hone.contract.ModelRef;
import hone.contract.Recipe;
import hone.contract.RunCommand;
import hone.contract.RunEvent;
import hone.contract.RunInputs;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs: real broker, real processes, a stand-in for the trainer. */
@Timeout(120)
class SupervisorTest {
    private final Path folder;
    private final World world;

    SupervisorTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        world = World.withTopics(folder);
    }

    @Test
    void aRunIsPreparedDrivenAndTold() throws Exception {
        world.workers("start,step,save,succeed");
        DatasetRef dataset = world.publish("dataset-1", 1, World.rows(5));

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.request("run-1", dataset));
            List<RunEvent> events = world.eventsToTheEnd("run-1");

            assertThat(events)
                    .extracting(event -> event.getClass().getSimpleName())
                    .containsExactly("RunStarted", "StepReported", "CheckpointSaved", "RunSucceeded");
            assertThat(events).extracting(RunEvent::sequence).containsExactly(1L, 2L, 3L, 4L);
            assertThat(events.get(1))
                    .isInstanceOfSatisfying(
                            RunEvent.StepReported.class,
                            step -> assertThat(step.metrics()).containsEntry("rows", 5.0));
        }
        Job job = Wire.read(Files.readAllBytes(world.run("run-1").job()), Job.class);
        assertThat(job.model())
                .isEqualTo(folder.resolve("models").resolve(world.base.sha256()).toString());
        assertThat(job.modelVersionId()).contains(world.base.modelVersionId());
        assertThat(job.seed()).isEqualTo(7);
    }

    @Test
    void anEventIsACloudEventKeyedByItsRun() throws Exception {
        world.workers("start,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(generate("run-1"));
            ConsumerRecord<String, byte[]> last = world.records(
                            world.topics.runEvents(),
                            record -> Wire.read(record.value(), RunEvent.class).last())
                    .getLast();

            RunEvent event = Wire.read(last.value(), RunEvent.class);
            assertThat(last.key()).isEqualTo("run-1");
            assertThat(World.headers(last))
                    .isEqualTo(Map.of(
                            "ce_specversion", "1.0",
                            "ce_id", "run-1/2",
                            "ce_source", "hone/trainer",
                            "ce_type", "hone.run.succeeded",
                            "ce_subject", "run-1",
                            "ce_time", event.at().toString(),
                            "content-type", "application/json"));
        }
    }

    @Test
    void aWorkerThatDiesIsStartedAgainAndTheRunEnds() throws Exception {
        world.workers("start,step,save,torn,die:134;die:137;start,step,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(generate("run-1"));
            List<RunEvent> events = world.eventsToTheEnd("run-1");

            assertThat(events)
                    .extracting(event -> event.getClass().getSimpleName())
                    .containsExactly(
                            "RunStarted",
                            "StepReported",
                            "CheckpointSaved",
                            "RunStarted",
                            "StepReported",
                            "RunSucceeded");
            assertThat(events).extracting(RunEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(starts("run-1")).isEqualTo(3);
        }
    }

    @Test
    void aWorkerThatNeverGetsFurtherIsGivenUpWithASentence() throws Exception {
        world.with("hone.restarts", "2").workers("start,save,die:137;start,say:std::bad_alloc,die:134");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(generate("run-1"));

            RunEvent.RunFailed failed = failed("run-1");
            assertThat(failed.cause()).isEqualTo("worker-died");
            assertThat(failed.reason()).contains("3 times", "exit code 134");
            assertThat(failed.lastGoodCheckpoint()).isPresent();
            assertThat(starts("run-1")).isEqualTo(3);
        }
    }

    @Test
    void aTrainerThatIsNotInstalledIsSaidToThePersonWhoWaits() throws Exception {
        world.with("hone.restarts", "0")
                .with("hone.worker.classpath-file", folder.resolve("nowhere").toString());

        try (Supervisor supervisor = world.supervisor()) {
            world.send(generate("run-1"));

            assertThat(failed("run-1").reason()).contains("could not be started", "nowhere");
        }
    }

    @Test
    void aFailureThatTheWorkerToldIsTheEnd() throws Exception {
        world.workers("start,fail:nan-loss;start,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(generate("run-1"));

            assertThat(failed("run-1").cause()).isEqualTo("nan-loss");
            assertThat(starts("run-1")).isEqualTo(1);
        }
    }

    @Test
    void aKilledSupervisorsRunGoesOnUnderTheNextOne() throws Exception {
        world.workers("start,step,wait;start,step,succeed");
        Process first = world.supervisorApart();
        world.send(generate("run-1"));
        world.events("run-1", RunEvent.StepReported.class::isInstance);

        first.destroyForcibly().waitFor();
        try (Supervisor second = world.supervisor()) {
            List<RunEvent> events = world.eventsToTheEnd("run-1");

            Map<Long, RunEvent> bySequence = new LinkedHashMap<>();
            for (RunEvent event : events) {
                RunEvent before = bySequence.putIfAbsent(event.sequence(), event);
                assertThat(before).as("a repeated sequence is a repetition").isIn(null, event);
            }
            assertThat(bySequence.keySet())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 6).boxed().toList());
            assertThat(bySequence.values())
                    .extracting(event -> event.getClass().getSimpleName())
                    .containsExactly(
                            "RunStarted",
                            "StepReported",
                            "CheckpointSaved",
                            "RunStarted",
                            "StepReported",
                            "RunSucceeded");
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void aSupervisorThatIsAskedToEndLetsTheWorkerSaveAndTheNextOneGoesOn() throws Exception {
        world.workers("start,wait;start,succeed");
        try (Supervisor first = world.supervisor()) {
            world.send(generate("run-1"));
            world.events("run-1", RunEvent.RunStarted.class::isInstance);
        }
        EventLog.Story story = world.run("run-1").events().story();
        assertThat(story.end()).isEmpty();
        assertThat(story.checkpoint()).isPresent();

        try (Supervisor second = world.supervisor()) {
            assertThat(world.eventsToTheEnd("run-1").getLast()).isInstanceOf(RunEvent.RunSucceeded.class);
            assertThat(starts("run-1")).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatCameTwiceIsOneRun() throws Exception {
        world.workers("start,succeed");
        try (Supervisor supervisor = world.supervisor()) {
            world.send(generate("run-1"));
            world.send(generate("run-1"));
            world.send(generate("run-2"));
            world.eventsToTheEnd("run-1");
            world.eventsToTheEnd("run-2");
        }

        assertThat(starts("run-1")).isEqualTo(1);
    }

    @Test
    void aCancelledRunStopsAndKeepsItsCheckpoint() throws Exception {
        world.workers("start,wait");
        try (Supervisor supervisor = world.supervisor()) {
            world.send(generate("run-1"));
            world.events("run-1", RunEvent.RunStarted.class::isInstance);

            world.send(new RunCommand.RunCancelled("run-1", "Ada stopped it.", Instant.EPOCH));

            assertThat(world.eventsToTheEnd("run-1").getLast())
                    .isInstanceOfSatisfying(RunEvent.RunStopped.class, stopped -> {
                        assertThat(stopped.reason()).isEqualTo("Ada stopped it.");
                        assertThat(stopped.lastGoodCheckpoint()).isPresent();
                    });
        }
    }

    @Test
    void aRunThatWaitsForItsTurnIsCancelledAtOnceAndADeafWorkerIsKilled() throws Exception {
        world.with("hone.worker.grace", "PT0.5S").workers("start,deaf");
        try (Supervisor supervisor = world.supervisor()) {
            world.send(generate("run-1"));
            world.events("run-1", RunEvent.RunStarted.class::isInstance);
            world.send(generate("run-2"));
            world.send(new RunCommand.RunCancelled("run-2", "Not needed.", Instant.EPOCH));

            assertThat(world.eventsToTheEnd("run-2")).hasSize(1);

            world.send(new RunCommand.RunCancelled("run-1", "Not needed.", Instant.EPOCH));
            assertThat(world.eventsToTheEnd("run-1").getLast()).isInstanceOf(RunEvent.RunStopped.class);
        }
    }

    @Test
    void aDatasetThatIsNotWhatWasFrozenFailsTheRun() throws Exception {
        world.workers("start,succeed");
        DatasetRef ref = world.publish("dataset-1", 1, World.rows(3));
        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.request(
                    "run-1", new DatasetRef("dataset-1", 1, 0, ref.first(), ref.last(), 3, "0".repeat(64))));
            world.send(world.request("run-2", new DatasetRef("dataset-1", 1, 0, 500, 600, 3, ref.sha256())));

            assertThat(failed("run-1").cause()).isEqualTo("wrong-hash");
            assertThat(failed("run-2").cause()).isEqualTo("missing-offsets");
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
            world.send(generate("run-1", new ModelRef("model-lost", "0".repeat(64))));
            world.send(generate("run-2", new ModelRef("model-changed", changed)));

            assertThat(failed("run-1").cause()).isEqualTo("unknown-checkpoint");
            assertThat(failed("run-2").cause()).isEqualTo("unreadable-checkpoint");
        }
    }

    @Test
    void aFullDiskFailsTheRun() throws Exception {
        world.workers("start,succeed");
        RunFolder run = world.run("run-1");
        Files.createDirectories(run.path());
        // Every write to /dev/full says that no space is left.
        Files.createSymbolicLink(run.path().resolve("data.jsonl.part"), Path.of("/dev/full"));
        DatasetRef dataset = world.publish("dataset-1", 1, World.rows(3));

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.request("run-1", dataset));

            assertThat(failed("run-1").cause()).isEqualTo("disk-full");
        }
    }

    @Test
    void aCommandThatCanNotBeReadIsPutAsideAnsweredAndPassed() throws Exception {
        world.workers("start,succeed");
        String strange = Example.resource("RunCommand/run.requested-sft.json").replace("\"sft\"", "\"magic\"");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.topics.runs(), "run-sft", strange.getBytes(StandardCharsets.UTF_8));
            world.send(generate("run-1"));

            assertThat(failed("run-sft").cause()).isEqualTo("unreadable-request");
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
            world.send(generate("run-1"));
            world.send(generate("run-1", new ModelRef("model-other", "0".repeat(64))));

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
            world.send(generate("run-1"));

            assertThat(world.eventsToTheEnd("run-1")).hasSize(2);
            ConsumerRecord<String, byte[]> letter =
                    world.records(world.topics.deadLetters(), record -> true).getFirst();
            assertThat(World.headers(letter).get("hone_reason")).contains("too large");
        }
    }

    @Test
    void twoSupervisorsOfOneFolderDriveARunOnce() throws Exception {
        world.workers("start,wait;start,succeed");
        Process other = world.supervisorApart();
        try {
            world.send(generate("run-1"));
            world.events("run-1", RunEvent.RunStarted.class::isInstance);

            try (Supervisor second = world.supervisor()) {
                world.send(new RunCommand.RunCancelled("run-1", "Enough.", Instant.EPOCH));
                List<RunEvent> events = world.eventsToTheEnd("run-1");

                assertThat(events.getLast()).isInstanceOf(RunEvent.RunStopped.class);
                assertThat(starts("run-1")).isEqualTo(1);
            }
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    private RunCommand.RunRequested generate(String runId) {
        return generate(runId, world.base);
    }

    private static RunCommand.RunRequested generate(String runId, ModelRef model) {
        Recipe recipe = Wire.read(Example.resource("Recipe/generate.json"), Recipe.class);
        return new RunCommand.RunRequested(
                runId, "project-1", recipe, Optional.empty(), RunInputs.policy(model), 7, Instant.EPOCH);
    }

    private RunEvent.RunFailed failed(String runId) {
        return (RunEvent.RunFailed) world.eventsToTheEnd(runId).getLast();
    }

    private long starts(String runId) throws IOException {
        return Files.size(world.run(runId).path().resolve("starts"));
    }
}
