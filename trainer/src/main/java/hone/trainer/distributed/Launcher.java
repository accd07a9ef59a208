package hone.trainer.distributed;

import hone.trainer.run.Disk;
import hone.trainer.run.StopSignal;
import hone.trainer.run.ThisProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts the processes of a run on this machine, as torchrun does: each with the variables that tell it which one it is. What the first one
 * prints is printed as it is, what others print to standard error under their rank. When one ends badly the others get a few seconds to
 * notice and to say so, and are then ended; whoever started this process starts all of them again.
 */
public final class Launcher {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LOOK = Duration.ofMillis(100);

    /** For the others to end after one has ended. They need most of it to find out which one is gone. */
    private static final Duration NOTICE = Duration.ofSeconds(10);

    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;
    private static final int TRY_AGAIN = 75; // EX_TEMPFAIL of sysexits.h

    private final List<Process> processes = new ArrayList<>();
    private final StopSignal stop;
    private final Duration grace;

    private Launcher(StopSignal stop, Duration grace) {
        this.stop = stop;
        this.grace = grace;
    }

    /**
     * Runs a job in several processes to its end.
     *
     * @param grace between SIGTERM and SIGKILL, for a checkpoint to be saved
     * @return the exit code for all: that of the first process if it says how the run ended, else that of one that crashed
     */
    public static int run(Path job, int count, StopSignal stop, Duration grace) {
        Launcher launcher = new Launcher(stop, grace);
        try {
            launcher.start(job, count);
            launcher.awaitEnd();
            return launcher.code();
        } catch (IOException e) {
            throw Disk.failure("start " + count + " processes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return TRY_AGAIN;
        } finally {
            launcher.processes.forEach(Process::destroyForcibly);
        }
    }

    private void start(Path job, int count) throws IOException {
        String port = String.valueOf(freePort());
        for (int rank = 0; rank < count; rank++) {
            ProcessBuilder builder =
                    new ProcessBuilder(ThisProgram.again(List.of("train", job.toString(), "--with-parent")));
            builder.environment()
                    .putAll(Map.of(
                            Ranks.RANK, String.valueOf(rank),
                            Ranks.LOCAL_RANK, String.valueOf(rank),
                            Ranks.WORLD_SIZE, String.valueOf(count),
                            Ranks.LOCAL_WORLD_SIZE, String.valueOf(count),
                            Ranks.MASTER_ADDR, LOOPBACK,
                            Ranks.MASTER_PORT, port));
            if (rank == 0) {
                builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
            } else {
                builder.redirectErrorStream(true);
            }
            Process process = builder.start(); // its standard input is a pipe that ends with this process
            processes.add(process);
            if (rank != 0) {
                relay(process, rank);
            }
        }
    }

    /** Another program may take it before the first process does; then that one ends, and all are started again. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void relay(Process process, int rank) {
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(line -> System.err.println("[rank " + rank + "] " + line));
            } catch (IOException | java.io.UncheckedIOException e) {
                // its process has ended
            }
        });
    }

    private void awaitEnd() throws InterruptedException {
        while (!allEnded() && !anyoneIsMissed() && !stop.isRequested()) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
        if (!stop.isRequested()) {
            endWithin(NOTICE);
        }
        processes.forEach(Process::destroy); // each saves its state at the end of its step
        endWithin(grace);
        processes.forEach(Process::destroyForcibly);
        for (Process process : processes) {
            process.waitFor();
        }
    }

    private boolean allEnded() {
        return processes.stream().noneMatch(Process::isAlive);
    }

    /** The others can't go on without it; those that have done their part may end before the first one. */
    private boolean anyoneIsMissed() {
        return !processes.getFirst().isAlive()
                || processes.stream().anyMatch(process -> !process.isAlive() && process.exitValue() != SUCCEEDED);
    }

    private void endWithin(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (Process process : processes) {
            process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private int code() {
        List<Integer> codes = processes.stream().map(Process::exitValue).toList();
        int first = codes.getFirst();
        if (first == SUCCEEDED || first == FAILED) {
            return first;
        }
        return codes.stream()
                .filter(code -> code != SUCCEEDED && code != FAILED && code != TRY_AGAIN)
                .findFirst()
                .orElse(TRY_AGAIN);
    }
}
