package hone.supervisor;

import hone.contract.RunCommand.RunCancelled;
import hone.contract.RunCommand.RunRequested;
import hone.contract.UnreadableMessage;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * The runs of this supervisor, each on a thread of its own, with as many at work at a time as there are slots. Everything a
 * thread does can be repeated safely, so every folder whose last event was not sent is picked up again from time to time.
 */
final class Runs implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Runs.class);

    /** How often folders are looked through for runs that another supervisor left behind. */
    private static final Duration SCAN_INTERVAL = Duration.ofSeconds(30);

    private static final Duration RELAY_PAUSE = Duration.ofMillis(200);

    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

    private final Path folders;
    private final int openMax;
    private final RunDriver driver;
    private final EventRelay relay;
    private final RemoveOldData removeOldData;
    private final StopSignal stop;
    private final Semaphore slots;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("run-", 0).factory());

    /** Runs with a thread: waiting for a slot, or at work. */
    private final Set<String> active = ConcurrentHashMap.newKeySet();

    private final Set<String> finished = ConcurrentHashMap.newKeySet();

    /** Finished long ago: nothing is left to do or to remove. */
    private final Set<String> emptied = ConcurrentHashMap.newKeySet();

    Runs(
            SupervisorConfig config,
            RunDriver driver,
            EventRelay relay,
            RemoveOldData removeOldData,
            StopSignal stop,
            MeterRegistry meters) {
        this.folders = config.runs().toAbsolutePath().normalize();
        this.openMax = config.waitingRuns() + config.parallelRuns();
        this.driver = driver;
        this.relay = relay;
        this.removeOldData = removeOldData;
        this.stop = stop;
        this.slots = new Semaphore(config.parallelRuns(), true);
        meters.gauge("hone.runs.open", active, Set::size);
    }

    /** Resumes every run that has not ended, and checks for others from time to time. */
    void start() throws IOException {
        Files.createDirectories(folders);
        resumeAll();
        threads.execute(this::keepScanning);
    }

    /**
     * The request is on the disk when this returns.
     *
     * @throws UnreadableMessage when the run id was given to another request before
     */
    void request(RunRequested request) throws IOException {
        RunFolder folder = RunFolder.of(folders, request.runId());
        Optional<RunRequested> known = folder.request();
        if (known.isPresent()) {
            if (!known.get().equals(request)) {
                throw new UnreadableMessage("run " + request.runId() + " was requested before, in other words");
            }
            return;
        }
        if (active.size() >= openMax) {
            throw new IOException(
                    active.size() + " runs are open here; run " + request.runId() + " waits on the topic");
        }
        folder.keep(request);
        resume(folder);
    }

    /**
     * The cancellation is on the disk when this returns; whichever thread drives the run sees it there.
     *
     * @throws UnreadableMessage if no such run was requested here
     */
    void cancel(RunCancelled cancelled) throws IOException {
        RunFolder folder = RunFolder.of(folders, cancelled.runId());
        if (folder.request().isEmpty()) {
            throw new UnreadableMessage("run " + cancelled.runId() + " was cancelled, but is not known here");
        }
        folder.keep(cancelled);
        // A run that waits for its slot ends at once; one at work is locked and ends itself.
        threads.execute(() -> drive(folder));
    }

    boolean isKnown(String runId) throws IOException {
        return RunFolder.of(folders, runId).request().isPresent();
    }

    int open() {
        return active.size();
    }

    private void resumeAll() throws IOException {
        for (RunFolder folder : RunFolder.all(folders)) {
            if (emptied.contains(folder.runId())) {
                continue;
            }
            if (finished.contains(folder.runId()) || folder.finished()) {
                finished.add(folder.runId());
                if (removeOldData.from(folder, Instant.now())) {
                    emptied.add(folder.runId());
                }
            } else {
                resume(folder);
            }
        }
    }

    private void resume(RunFolder folder) {
        if (stop.isRequested() || !active.add(folder.runId())) {
            return;
        }
        threads.execute(() -> {
            try {
                slots.acquire();
                try {
                    drive(folder);
                } finally {
                    slots.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                active.remove(folder.runId());
            }
        });
    }

    private void drive(RunFolder folder) {
        if (stop.isRequested()) {
            return;
        }
        MDC.put("run", folder.runId());
        try {
            Optional<RunLock> lock = RunLock.take(folder);
            if (lock.isPresent()) {
                try (RunLock held = lock.get()) {
                    driveLocked(folder);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "run %s failed; it is retried within %s", folder.runId(), SCAN_INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            MDC.remove("run");
        }
    }

    private void driveLocked(RunFolder folder) throws IOException, InterruptedException {
        StopSignal driven = new StopSignal();
        Thread sending = Thread.ofVirtual().name("relay-" + folder.runId()).start(() -> relay(folder, driven));
        try {
            driver.drive(folder);
        } finally {
            driven.request();
            while (!sending.join(RELAY_PAUSE)) {
                if (stop.isRequested() && !sending.join(SEND_TIMEOUT)) {
                    sending.interrupt(); // Kafka can't be reached; the next start sends what is left
                }
            }
        }
    }

    /** Sends until the run has ended and everything is sent; when the service stops, the rest is sent at the next start. */
    private void relay(RunFolder folder, StopSignal driven) {
        while (true) {
            try {
                boolean last = driven.isRequested();
                boolean sent = relay.relay(folder);
                if (!sent && last) {
                    return;
                }
                if (!sent) {
                    driven.awaitWithin(RELAY_PAUSE);
                }
            } catch (IOException | RuntimeException e) {
                LOG.errorf(e, "events of run %s could not be sent; they are kept and tried again", folder.runId());
                if (stop.isRequested()) {
                    return;
                }
                try {
                    stop.awaitWithin(Duration.ofSeconds(2));
                } catch (InterruptedException interrupted) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void keepScanning() {
        try {
            while (!stop.awaitWithin(SCAN_INTERVAL)) {
                try {
                    resumeAll();
                } catch (IOException | RuntimeException e) {
                    LOG.errorf(e, "the runs in %s can't be looked through", folders);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts no further runs. Those at work end by themselves, since {@link StopSignal} was given before. */
    @Override
    public void close() {
        threads.shutdown();
        slots.release(openMax);
    }

    boolean awaitEnd(Duration within) throws InterruptedException {
        return threads.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS);
    }
}
