package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hone.contract.DatasetRef;
import hone.contract.Job;
import hone.contract.RunEvent;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        DatasetRef dataset = world.publisher.publish("dataset-1", 1, Publisher.rows(5));

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
            world.send(world.generate("run-1"));
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

    /** The model that a Score run starts from is the reward model; it needs no dataset and makes no model. */
    @Test
    void answersAreScoredByTheRunsOwnModelAndTheScoresAreSent() throws Exception {
        world.workers("start,scores,step,end");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.score("run-1"));
            List<ConsumerRecord<String, byte[]>> records = world.records(
                    world.topics.runEvents(),
                    record -> Wire.read(record.value(), RunEvent.class).last());

            assertThat(records)
                    .extracting(record -> World.headers(record).get("ce_type"))
                    .containsExactly("hone.run.started", "hone.run.scores", "hone.run.step", "hone.run.succeeded");
            assertThat(Wire.read(records.get(1).value(), RunEvent.class))
                    .isInstanceOfSatisfying(RunEvent.AnswersScored.class, told -> {
                        assertThat(told.probabilityScale()).isEqualTo(2);
                        // "Mira let go of the kite." has 24 characters, the other answer none.
                        assertThat(told.scores())
                                .extracting(RunEvent.Scored::answerId, RunEvent.Scored::score)
                                .containsExactly(tuple("answer-1", 24.0), tuple("answer-2", 0.0));
                    });
        }
        Job job = Wire.read(Files.readAllBytes(world.run("run-1").job()), Job.class);
        assertThat(job.model())
                .isEqualTo(folder.resolve("models").resolve(world.base.sha256()).toString());
        assertThat(job.data()).isEmpty();
        assertThat(job.reward()).isEmpty();
        assertThat(world.run("run-1").data()).doesNotExist();
    }

    @Test
    void aWorkerThatDiesIsStartedAgainAndTheRunEnds() throws Exception {
        world.workers("start,step,save,torn,die:134;die:137;start,step,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.generate("run-1"));
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
            assertThat(world.starts("run-1")).isEqualTo(3);
        }
    }

    @Test
    void aWorkerThatNeverGetsFurtherIsGivenUpWithASentence() throws Exception {
        world.with("hone.restarts", "2").workers("start,save,die:137;start,say:std::bad_alloc,die:134");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.generate("run-1"));

            RunEvent.RunFailed failed = world.failed("run-1");
            assertThat(failed.cause()).isEqualTo("worker-died");
            assertThat(failed.reason()).contains("3 times", "exit code 134");
            assertThat(failed.lastGoodCheckpoint()).isPresent();
            assertThat(world.starts("run-1")).isEqualTo(3);
        }
    }

    @Test
    void aRequestThatCameTwiceIsOneRun() throws Exception {
        world.workers("start,succeed");
        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.generate("run-1"));
            world.send(world.generate("run-1"));
            world.send(world.generate("run-2"));
            world.eventsToTheEnd("run-1");
            world.eventsToTheEnd("run-2");
        }

        assertThat(world.starts("run-1")).isEqualTo(1);
    }
}
