package hone.bench.labeling;

import hone.bench.figures.Figures;
import hone.bench.stack.RunningHone;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Kills parts with -9 while people label, at even distances; the launcher starts each again. Closing waits for the last. */
final class KillsBeside implements AutoCloseable {
    private static final List<String> PARTS = List.of("app", "postgres", "app");

    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<Boolean> killing;

    private KillsBeside(RunningHone hone, Duration warmUp, Duration work) {
        killing = thread.submit(() -> {
            TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
            for (String part : PARTS) {
                TimeUnit.NANOSECONDS.sleep(work.toNanos() / (PARTS.size() + 1));
                kill(hone, part);
            }
            return true;
        });
    }

    static KillsBeside begin(RunningHone hone, Duration warmUp, Duration work) {
        return new KillsBeside(hone, warmUp, work);
    }

    private static void kill(RunningHone hone, String part) throws IOException {
        Optional<ProcessHandle> victim = hone.process(part);
        if (victim.isEmpty() || !victim.get().destroyForcibly()) {
            throw new IllegalStateException("there was no " + part + " to kill");
        }
        Figures.log("  killed with -9: %s, process %d", part, victim.get().pid());
    }

    @Override
    public void close() throws InterruptedException {
        try {
            killing.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a part was not killed: " + e.getCause(), e.getCause());
        } finally {
            thread.close();
        }
    }
}
