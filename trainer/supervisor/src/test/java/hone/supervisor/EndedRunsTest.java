package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.RunCommand;
import hone.contract.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Supervisors and runs that are ended in the middle, politely or not. */
@Timeout(120)
class EndedRunsTest {
    private final World world;

    EndedRunsTest(@TempDir Path folder) throws IOException {
        world = World.withTopics(folder);
    }

    @Test
    void aKilledSupervisorsRunGoesOnUnderTheNextOne() throws Exception {
        world.workers("start,step,wait;start,step,succeed");
        Process first = world.supervisorApart();
        world.send(world.generate("run-1"));
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
            world.send(world.generate("run-1"));
            world.events("run-1", RunEvent.RunStarted.class::isInstance);
        }
        EventLog.Story story = world.run("run-1").events().story();
        assertThat(story.end()).isEmpty();
        assertThat(story.checkpoint()).isPresent();

        try (Supervisor second = world.supervisor()) {
            assertThat(world.eventsToTheEnd("run-1").getLast()).isInstanceOf(RunEvent.RunSucceeded.class);
            assertThat(world.starts("run-1")).isEqualTo(2);
        }
    }

    @Test
    void aCancelledRunStopsAndKeepsItsCheckpoint() throws Exception {
        world.workers("start,wait");
        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.generate("run-1"));
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
            world.send(world.generate("run-1"));
            world.events("run-1", RunEvent.RunStarted.class::isInstance);
            world.send(world.generate("run-2"));
            world.send(new RunCommand.RunCancelled("run-2", "Not needed.", Instant.EPOCH));

            assertThat(world.eventsToTheEnd("run-2")).hasSize(1);

            world.send(new RunCommand.RunCancelled("run-1", "Not needed.", Instant.EPOCH));
            assertThat(world.eventsToTheEnd("run-1").getLast()).isInstanceOf(RunEvent.RunStopped.class);
        }
    }

    @Test
    void twoSupervisorsOfOneFolderDriveARunOnce() throws Exception {
        world.workers("start,wait;start,succeed");
        Process other = world.supervisorApart();
        try {
            world.send(world.generate("run-1"));
            world.events("run-1", RunEvent.RunStarted.class::isInstance);

            try (Supervisor second = world.supervisor()) {
                world.send(new RunCommand.RunCancelled("run-1", "Enough.", Instant.EPOCH));
                List<RunEvent> events = world.eventsToTheEnd("run-1");

                assertThat(events.getLast()).isInstanceOf(RunEvent.RunStopped.class);
                assertThat(world.starts("run-1")).isEqualTo(1);
            }
        } finally {
            other.destroyForcibly().waitFor();
        }
    }
}
