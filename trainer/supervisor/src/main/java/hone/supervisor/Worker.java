package hone.supervisor;

import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One worker JVM, or the one that starts several for a run. Its standard input is a pipe that stays open as long as this process lives, so that the worker notices when it
 * is alone. Its process is recorded in the folder, so that a later supervisor does not start a second one.
 */
final class Worker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final String PROCESS = "worker.json";

    /** A log above this size is set aside when the next worker starts; one older log is kept. */
    private static final long LOG_BYTES_MAX = 16L << 20;

    private final Process process;
    private final Path named;
    private final Duration grace;
    private final Optional<Path> stopFile;

    private Worker(Process process, Path named, Duration grace, Optional<Path> stopFile) {
        this.process = process;
        this.named = named;
        this.grace = grace;
        this.stopFile = stopFile;
    }

    /** @param startedAt distinguishes the process from a later one with the same number */
    record Named(String host, long pid, Optional<Instant> startedAt) {}

    /** @param stopFile appears when the worker is to stop, beside the signal */
    static Worker start(RunFolder folder, WorkerCommand command, Duration grace, Optional<Path> stopFile)
            throws IOException {
        if (stopFile.isPresent()) {
            Files.deleteIfExists(stopFile.get());
        }
        Path log = folder.workerLog();
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.move(log, log.resolveSibling("worker.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(command.line())
                .directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        command.clean(builder.environment());
        Process process = builder.start();
        Path named = folder.path().resolve(PROCESS);
        DurableFile.replace(
                named,
                Wire.bytes(new Named(host(), process.pid(), process.info().startInstant())));
        LOG.infof("worker %d of run %s started", process.pid(), folder.runId());
        return new Worker(process, named, grace, stopFile);
    }

    /** @return true if it ended within the time */
    boolean ended(Duration within) throws InterruptedException {
        return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    /** SIGTERM, so that it saves its state; SIGKILL when the grace period is over. */
    void stop() throws IOException, InterruptedException {
        if (stopFile.isPresent() && process.isAlive()) {
            Files.write(stopFile.get(), new byte[0]);
        }
        end(process.toHandle(), grace);
    }

    /** Whatever happened: after this the worker is not alive. */
    @Override
    public void close() throws IOException, InterruptedException {
        stop();
        process.waitFor();
        Files.deleteIfExists(named);
    }

    /**
     * Ends the worker of a supervisor that died. It has seen the end of its standard input and is saving, so it gets the grace
     * period first. A worker on another host can't be seen from here; that host's supervisor is gone, and so it gets the grace
     * period too.
     *
     * @param stopFile as for {@link #start}
     */
    static void awaitLeftOver(RunFolder folder, SupervisorConfig.Worker config, Optional<Path> stopFile)
            throws IOException, InterruptedException {
        Path file = folder.path().resolve(PROCESS);
        if (!Files.exists(file)) {
            return;
        }
        try {
            Named named = Wire.read(Files.readAllBytes(file), Named.class);
            if (named.host().equals(host())) {
                Optional<ProcessHandle> alive =
                        ProcessHandle.of(named.pid()).filter(handle -> startedAt(handle, named.startedAt()));
                if (alive.isPresent()) {
                    LOG.infof("worker %d of run %s is still alive; waiting for its end", named.pid(), folder.runId());
                    if (stopFile.isPresent()) {
                        Files.write(stopFile.get(), new byte[0]);
                    }
                    end(alive.get(), config.grace());
                }
            } else {
                LOG.warnf(
                        "run %s had a worker on %s; waiting %s for its end",
                        folder.runId(), named.host(), config.grace());
                TimeUnit.MILLISECONDS.sleep(config.grace().toMillis());
            }
        } catch (UnreadableMessage e) {
            LOG.warnf("the process of run %s is named unreadably: %s", folder.runId(), e.getMessage());
        }
        Files.delete(file);
    }

    /** Start times are derived from the machine's boot time, which a clock adjustment moves a little. */
    private static boolean startedAt(ProcessHandle process, Optional<Instant> time) {
        Optional<Instant> started = process.info().startInstant();
        return started.isPresent()
                && time.isPresent()
                && Duration.between(started.get(), time.get()).abs().toSeconds() <= 2;
    }

    private static void end(ProcessHandle process, Duration grace) throws InterruptedException {
        process.destroy();
        if (!endsWithin(process, grace)) {
            LOG.warnf("worker %d did not end within %s and is killed", process.pid(), grace);
            process.destroyForcibly();
            endsWithin(process, grace);
        }
    }

    private static boolean endsWithin(ProcessHandle process, Duration time) throws InterruptedException {
        try {
            process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid(), e);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
