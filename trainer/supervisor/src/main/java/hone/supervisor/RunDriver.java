package hone.supervisor;

import hone.contract.RunCommand.RunCancelled;
import hone.contract.RunCommand.RunRequested;
import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Drives one run to its last event: prepares the job, starts the worker, restarts it when it dies, stops it when the run is
 * cancelled. All of its state is in the run's folder, so any supervisor can continue where another one stopped.
 */
final class RunDriver {
    private static final Logger LOG = Logger.getLogger(RunDriver.class);
    private static final String DEATHS = "deaths.json";

    /** How often cancellation is checked while a worker runs. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final Duration DISK_PAUSE = Duration.ofSeconds(10);

    private final SupervisorConfig config;
    private final Engines engines;
    private final PrepareJob prepare;
    private final RestartPolicy policy;
    private final StopSignal stop;
    private final MeterRegistry meters;

    RunDriver(
            SupervisorConfig config,
            Engines engines,
            PrepareJob prepare,
            RestartPolicy policy,
            StopSignal stop,
            MeterRegistry meters) {
        this.config = config;
        this.engines = engines;
        this.prepare = prepare;
        this.policy = policy;
        this.stop = stop;
        this.meters = meters;
    }

    /** Returns when the run has ended or the service is stopping. The caller holds the folder's lock. */
    void drive(RunFolder folder) throws IOException, InterruptedException {
        Optional<Path> engineFolder = folder.begun()
                .map(RunFolder.Begun::folder)
                .filter(name -> !name.equals(PrepareJob.OWN_FOLDER))
                .map(folder.path()::resolve);
        Worker.awaitLeftOver(folder, config.worker(), engineFolder.map(path -> path.resolve(Engine.STOP_FILE)));
        RunRequested request = folder.request().orElseThrow();
        if (!tookLeftOver(folder, request) || ended(folder) || cancelled(folder)) {
            return;
        }
        Optional<Engine> trainedBy;
        try {
            trainedBy = engineOf(folder, request);
            if (!prepare.in(folder, request, trainedBy, () -> mayContinue(folder))) {
                cancelled(folder);
                return;
            }
        } catch (RunRefused e) {
            fail(folder, e.word(), e.sentence());
            return;
        } catch (IOException e) {
            if (!diskFull(e)) {
                throw e;
            }
            fail(
                    folder,
                    "disk-full",
                    "The disk of the trainer was full before the run could begin. Free some space, then start the run again.");
            return;
        }
        while (!ended(folder) && !cancelled(folder) && !stop.isRequested()) {
            String exitReason;
            try {
                exitReason = work(folder, request, trainedBy);
            } catch (BrokenContract e) {
                broken(folder, trainedBy.orElseThrow(), e);
                return;
            }
            if (ended(folder) || cancelled(folder) || stop.isRequested()) {
                return;
            }
            if (!mayRestart(folder, exitReason)
                    || stop.awaitWithin(config.worker().pause())) {
                return;
            }
        }
    }

    /**
     * Takes over what an engine wrote while no service looked, its last checkpoint above all.
     *
     * @return false if that ended the run
     */
    private boolean tookLeftOver(RunFolder folder, RunRequested request) throws IOException, InterruptedException {
        Optional<Engine> begunBy = folder.begun().map(RunFolder.Begun::folder).flatMap(engines::named);
        if (begunBy.isPresent() && !ended(folder)) {
            try {
                new EngineEvents(folder, begunBy.get(), request, config.models()).take();
            } catch (BrokenContract e) {
                broken(folder, begunBy.get(), e);
                return false;
            }
        }
        return true;
    }

    private void broken(RunFolder folder, Engine by, BrokenContract what) throws IOException, InterruptedException {
        fail(
                folder,
                "broken-contract",
                "The engine " + by.name() + " broke its contract: " + what.getMessage()
                        + ". What was saved before is kept.");
    }

    /** A run stays with whom it began: an engine can't go on from another one's checkpoint. */
    private Optional<Engine> engineOf(RunFolder folder, RunRequested request) throws IOException {
        Optional<RunFolder.Begun> begun = folder.begun();
        if (begun.isEmpty()) {
            return engines.of(request);
        }
        String name = begun.get().folder();
        return name.equals(PrepareJob.OWN_FOLDER) ? Optional.empty() : Optional.of(engines.begunBy(name));
    }

    /** @return how the worker ended, in words for people */
    private String work(RunFolder folder, RunRequested request, Optional<Engine> trainedBy)
            throws IOException, InterruptedException, BrokenContract {
        Worker started;
        Optional<EngineEvents> events = Optional.empty();
        try {
            if (trainedBy.isPresent()) {
                events = Optional.of(new EngineEvents(folder, trainedBy.get(), request, config.models()));
            }
            started = start(folder, request, trainedBy);
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf(e, "no worker could be started for run %s", folder.runId());
            return "it could not be started: " + e.getMessage();
        }
        try (Worker worker = started) {
            while (!worker.ended(LOOK)) {
                if (events.isPresent()) {
                    events.get().take();
                }
                if (!mayContinue(folder)) {
                    worker.stop();
                }
            }
            if (events.isPresent()) {
                events.get().take();
            }
            LOG.infof("the worker of run %s ended with %d", folder.runId(), worker.exitCode());
            return ExitReason.of(worker.exitCode(), folder.workerLog());
        }
    }

    private Worker start(RunFolder folder, RunRequested request, Optional<Engine> trainedBy) throws IOException {
        WorkerCommand command = trainedBy.isPresent()
                ? WorkerCommand.of(config.worker(), trainedBy.get(), folder)
                : WorkerCommand.of(config.worker(), request.recipe(), folder.job());
        return Worker.start(
                folder,
                command,
                config.worker().grace(),
                trainedBy.map(one -> one.folder(folder).resolve(Engine.STOP_FILE)));
    }

    private boolean mayRestart(RunFolder folder, String exitReason) throws IOException, InterruptedException {
        RestartPolicy.Deaths deaths =
                deaths(folder).afterAnother(folder.events().story().progress());
        DurableFile.replace(folder.path().resolve(DEATHS), Wire.bytes(deaths));
        if (policy.allowsRestart(deaths)) {
            meters.counter("hone.worker.restarts").increment();
            LOG.warnf("the worker of run %s died (%s) and is started again", folder.runId(), exitReason);
            return true;
        }
        fail(
                folder,
                "worker-died",
                "The worker ended " + deaths.count() + " times without getting further (" + exitReason
                        + "). What it had saved is kept. Mend the cause, then start the run again.");
        return false;
    }

    private static RestartPolicy.Deaths deaths(RunFolder folder) throws IOException {
        Path file = folder.path().resolve(DEATHS);
        if (!Files.exists(file)) {
            return RestartPolicy.Deaths.NONE;
        }
        try {
            return Wire.read(Files.readAllBytes(file), RestartPolicy.Deaths.class);
        } catch (UnreadableMessage e) {
            return RestartPolicy.Deaths.NONE;
        }
    }

    private static boolean ended(RunFolder folder) throws IOException {
        return folder.events().story().end().isPresent();
    }

    private boolean mayContinue(RunFolder folder) {
        try {
            return !stop.isRequested() && folder.cancellation().isEmpty();
        } catch (IOException e) {
            LOG.errorf(e, "whether run %s was cancelled can't be read", folder.runId());
            return true;
        }
    }

    /** Reports it if the run was cancelled. The worker is not alive here. */
    private boolean cancelled(RunFolder folder) throws IOException, InterruptedException {
        Optional<RunCancelled> cancellation = folder.cancellation();
        if (cancellation.isPresent()) {
            Optional<String> kept = folder.events().story().lastGoodCheckpoint();
            append(
                    folder,
                    (runId, sequence, now) -> new RunEvent.RunStopped(
                            runId, sequence, now, cancellation.get().reason(), kept));
        }
        return cancellation.isPresent();
    }

    private void fail(RunFolder folder, String word, String sentence) throws IOException, InterruptedException {
        LOG.warnf("run %s failed: %s", folder.runId(), word);
        Optional<String> kept = folder.events().story().lastGoodCheckpoint();
        append(folder, (runId, sequence, now) -> new RunEvent.RunFailed(runId, sequence, now, sentence, word, kept));
    }

    /** An event must not be lost: on a full disk this waits for space. */
    private void append(RunFolder folder, EventLog.Draft draft) throws IOException, InterruptedException {
        while (true) {
            try {
                folder.events().append(draft);
                return;
            } catch (IOException e) {
                if (!diskFull(e)) {
                    throw e;
                }
                LOG.errorf("the disk is full: the last event of run %s waits for room", folder.runId());
                if (stop.awaitWithin(DISK_PAUSE)) {
                    return;
                }
            }
        }
    }

    private static boolean diskFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("Disk quota exceeded");
    }
}
