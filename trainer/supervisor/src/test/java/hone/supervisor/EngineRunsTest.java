package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.DatasetRef;
import hone.contract.RunCommand;
import hone.contract.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs by another program than Hone's worker: it keeps the contract, or is told what it broke. */
@Timeout(120)
class EngineRunsTest {
    /** What an engine does, and what it is told of it. */
    private static final Map<String, String> BREACHES = Map.ofEntries(
            Map.entry("start,write:{nonsense}", "line 2 of its events is no event"),
            Map.entry("start,skip,step", "line 2 of its events has the sequence 3 and not 2"),
            Map.entry("stranger", "of its machine, which does not begin"),
            Map.entry("start,stopped", "only the trainer service may"),
            Map.entry("start,scores", "a run that trains scores no answers"),
            Map.entry("start,save-lost", "has no manifest.json"),
            Map.entry("start,save-pickle", "pytorch_model.bin, which may be a pickle"),
            Map.entry("start,save-hidden", "that its manifest does not list: optimizer.pt"),
            Map.entry("start,step,save,succeed", "has steps left"),
            Map.entry("start,step,step,step,save-without-weights,succeed", "has no weights"),
            Map.entry("start,step,step,step,save,change-weights,succeed", "another file model.safetensors"),
            Map.entry(
                    "start,step,step,step,save,change-manifest,succeed", "a manifest with another hash than its name"),
            Map.entry("start,step,succeed", "names the checkpoint of nothing"));

    private final String command;
    private final World world;

    EngineRunsTest(@TempDir Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path arguments = Files.writeString(
                folder.resolve("engine.jvm"),
                "-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp \"" + System.getProperty("java.class.path")
                        + "\"");
        command = "'" + java + "' @" + arguments + " " + FakeEngine.class.getName() + " {job} 'run {run}' {threads}";
        world = World.withTopics(folder).with("hone.engine", "trl").with("hone.engine-command", command);
    }

    private RunCommand.RunRequested sent() {
        DatasetRef dataset = world.publisher.publish("dataset-1", 1, Publisher.rows(3));
        RunCommand.RunRequested request = world.request("run-1", dataset);
        world.send(request);
        return request;
    }

    private Path folder() {
        return world.run("run-1").path().resolve("trl");
    }

    @Test
    void anEnginesRunIsToldAsItsOwnAndItsModelIsTheRuns() throws Exception {
        world.workers("start,step,save,step,step,save,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            sent();
            List<RunEvent> events = world.eventsToTheEnd("run-1");

            assertThat(events)
                    .extracting(event -> event.getClass().getSimpleName())
                    .containsExactly(
                            "RunStarted",
                            "StepReported",
                            "CheckpointSaved",
                            "StepReported",
                            "StepReported",
                            "CheckpointSaved",
                            "RunSucceeded");
            assertThat(events).extracting(RunEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
            assertThat(((RunEvent.RunSucceeded) events.getLast()).checkpoint())
                    .contains(((RunEvent.CheckpointSaved) events.get(5)).sha256());
        }
        assertThat(folder().resolve("arguments")).hasContent("run run-1|1");
    }

    @Test
    void aStageThatTheEngineDoesNotTrainStaysWithHonesWorker() throws Exception {
        world.workers("start,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            world.send(world.generate("run-1"));
            world.send(world.score("run-2"));

            assertThat(List.of(
                            world.eventsToTheEnd("run-1").getFirst(),
                            world.eventsToTheEnd("run-2").getFirst()))
                    .extracting(event -> ((RunEvent.RunStarted) event).machine())
                    .containsExactly("stand-in", "stand-in");
        }
        assertThat(folder()).doesNotExist();
    }

    @Test
    void aFailureThatTheEngineToldIsTheEnd() throws Exception {
        world.workers("start,step,fail:nan-loss;start,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            sent();

            RunEvent.RunFailed failed = world.failed("run-1");
            assertThat(failed.cause()).isEqualTo("nan-loss");
            assertThat(failed.reason()).isEqualTo("The loss was no number.");
        }
        assertThat(folder().resolve("starts")).hasSize(1);
    }

    @Test
    void anEngineThatIsKilledInTheMiddleOfALineGoesOnFromItsCheckpoint() throws Exception {
        world.workers("start,step,save,step,torn,die:137;start,step,step,save,succeed");

        try (Supervisor supervisor = world.supervisor()) {
            sent();
            List<RunEvent> events = world.eventsToTheEnd("run-1");

            assertThat(events)
                    .filteredOn(RunEvent.StepReported.class::isInstance)
                    .extracting(event -> ((RunEvent.StepReported) event).step())
                    .containsExactly(1L, 2L, 2L, 3L);
            assertThat(events.get(4))
                    .isInstanceOfSatisfying(
                            RunEvent.RunStarted.class,
                            again -> assertThat(again.fromStep()).isEqualTo(1));
        }
    }

    @Test
    void aServiceThatEndsStopsTheEngineByItsFileAndTheNextOneGoesOn() throws Exception {
        world.workers("start,step,wait;start,step,step,save,succeed");
        try (Supervisor first = world.supervisor()) {
            sent();
            world.events("run-1", RunEvent.StepReported.class::isInstance);
        }
        assertThat(world.run("run-1").events().story().checkpoint()).isPresent();

        try (Supervisor second = world.supervisor()) {
            List<RunEvent> events = world.eventsToTheEnd("run-1");

            assertThat(events.getLast()).isInstanceOf(RunEvent.RunSucceeded.class);
            assertThat(events).doesNotHaveDuplicates();
        }
        assertThat(folder().resolve("stop")).doesNotExist();
    }

    @Test
    void aCancelledRunKeepsTheCheckpointThatTheEngineWroteForIt() throws Exception {
        world.workers("start,step,wait");

        try (Supervisor supervisor = world.supervisor()) {
            sent();
            world.events("run-1", RunEvent.StepReported.class::isInstance);
            world.send(new RunCommand.RunCancelled("run-1", "Ada stopped it.", Instant.EPOCH));

            assertThat(world.eventsToTheEnd("run-1").getLast())
                    .isInstanceOfSatisfying(
                            RunEvent.RunStopped.class,
                            stopped -> assertThat(stopped.lastGoodCheckpoint()).isPresent());
        }
    }

    @Test
    void whatAnEngineSavedAfterItsServiceWasKilledIsKeptForARunThatWasCancelledMeanwhile() throws Exception {
        world.workers("start,step,wait");
        Process first = world.supervisorApart();
        sent();
        world.events("run-1", RunEvent.StepReported.class::isInstance);

        first.destroyForcibly().waitFor();
        world.send(new RunCommand.RunCancelled("run-1", "Ada stopped it.", Instant.EPOCH));
        world.run("run-1").keep(new RunCommand.RunCancelled("run-1", "Ada stopped it.", Instant.EPOCH));
        try (Supervisor second = world.supervisor()) {
            assertThat(world.eventsToTheEnd("run-1").getLast())
                    .isInstanceOfSatisfying(
                            RunEvent.RunStopped.class,
                            stopped -> assertThat(stopped.lastGoodCheckpoint()).isPresent());
        }
        assertThat(folder().resolve("starts")).hasSize(1);
    }

    @Test
    void aRunStaysWithTheEngineThatBeganIt() throws Exception {
        world.workers("start,step,wait");
        try (Supervisor first = world.supervisor()) {
            sent();
            world.events("run-1", RunEvent.StepReported.class::isInstance);
        }

        try (Supervisor second = world.with("hone.engine", "openrlhf").supervisor()) {
            RunEvent.RunFailed failed = world.failed("run-1");
            assertThat(failed.cause()).isEqualTo("other-engine");
            assertThat(failed.reason()).contains("Set HONE_ENGINES_TRL_COMMAND again");
            assertThat(failed.lastGoodCheckpoint()).isPresent();
        }
    }

    @Test
    void aRunGoesOnWithTheEngineThatBeganItThoughAnotherIsUsualNow() throws Exception {
        world.workers("start,step,wait;start,step,step,save,succeed");
        try (Supervisor first = world.supervisor()) {
            sent();
            world.events("run-1", RunEvent.StepReported.class::isInstance);
        }

        try (Supervisor second = world.with("hone.engine", "openrlhf")
                .with("hone.engines.trl.command", command)
                .supervisor()) {
            assertThat(world.eventsToTheEnd("run-1").getLast()).isInstanceOf(RunEvent.RunSucceeded.class);
        }
        assertThat(folder().resolve("starts")).hasContent("xx");
    }

    @Test
    void eachRunIsTrainedByTheEngineThatItAsksFor() throws Exception {
        world.workers("start,step,step,step,save,succeed");
        DatasetRef dataset = world.publisher.publish("dataset-1", 1, Publisher.rows(3));

        try (Supervisor supervisor = world.with("hone.engines.openrlhf.command", command + " --other")
                .supervisor()) {
            world.send(world.request("run-usual", dataset));
            world.send(World.by("trl", world.request("run-trl", dataset)));
            world.send(World.by("openrlhf", world.request("run-openrlhf", dataset)));
            world.send(World.by("hone", world.request("run-hone", dataset)));

            assertThat(machine("run-usual")).isEqualTo("trl 1.0, stand-in");
            assertThat(machine("run-trl")).isEqualTo("trl 1.0, stand-in");
            assertThat(machine("run-openrlhf")).isEqualTo("openrlhf 1.0, stand-in");
            assertThat(machine("run-hone")).isEqualTo("stand-in");
        }
        assertThat(world.run("run-openrlhf").path().resolve("openrlhf").resolve("arguments"))
                .hasContent("run run-openrlhf|1|--other");
    }

    @Test
    void aRunOfAnEngineWithoutACommandFailsAtOnceAndSaysWhatToSet() throws Exception {
        world.workers("start,succeed");
        DatasetRef dataset = world.publisher.publish("dataset-1", 1, Publisher.rows(3));

        try (Supervisor supervisor = world.supervisor()) {
            world.send(World.by("openrlhf", world.request("run-1", dataset)));

            List<RunEvent> events = world.eventsToTheEnd("run-1");
            assertThat(events).hasSize(1);
            assertThat(events.getFirst()).isInstanceOfSatisfying(RunEvent.RunFailed.class, failed -> {
                assertThat(failed.cause()).isEqualTo("no-engine");
                assertThat(failed.reason()).contains("the engine openrlhf", "Set HONE_ENGINES_OPENRLHF_COMMAND");
            });
        }
    }

    private String machine(String run) {
        List<RunEvent> events = world.eventsToTheEnd(run);
        assertThat(events.getLast()).isInstanceOf(RunEvent.RunSucceeded.class);
        return ((RunEvent.RunStarted) events.getFirst()).machine();
    }

    @Test
    void anEngineThatBreaksTheContractIsToldWhat() throws Exception {
        DatasetRef dataset = world.publisher.publish("dataset-1", 1, Publisher.rows(3));
        try (Supervisor supervisor = world.supervisor()) {
            int number = 0;
            for (Map.Entry<String, String> breach : BREACHES.entrySet()) {
                String run = "run-" + ++number;
                world.workers(breach.getKey());
                world.send(world.request(run, dataset));

                RunEvent.RunFailed failed = world.failed(run);
                assertThat(failed.cause()).as(breach.getKey()).isEqualTo("broken-contract");
                assertThat(failed.reason())
                        .as(breach.getKey())
                        .startsWith("The engine trl broke its contract: ")
                        .contains(breach.getValue());
                assertThat(world.run(run).path().resolve("trl").resolve("starts"))
                        .as(breach.getKey())
                        .hasSize(1);
            }
        }
    }
}
