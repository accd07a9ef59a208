package hone.trainer.tensor;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs tasks that share nothing they write at the same time, each on one thread. A narrow model gains more from two such tasks
 * than from two threads inside every matrix product, which keep waiting for each other (NOTES.md); a wide one uses the threads
 * inside, and the tasks run one after another. Results do not depend on which it is.
 */
public final class SideBySide implements AutoCloseable {
    private final ExecutorService helpers;

    private SideBySide(ExecutorService helpers) {
        this.helpers = helpers;
    }

    /** Work that creates native objects; a scope is open around it. */
    public interface Work {
        void run();
    }

    /** @param threads of the whole job */
    public static SideBySide of(int modelWidth, int threads) {
        boolean apart = threads > 1 && !Torch.isWide(modelWidth);
        return new SideBySide(Executors.newFixedThreadPool(
                apart ? threads : 1,
                work -> Thread.ofPlatform().daemon().name("side-by-side").unstarted(() -> {
                    if (apart) {
                        set_num_threads(1); // set on this thread; later ones inherit it
                    }
                    work.run();
                })));
    }

    /** Returns when all are done. The first failure is thrown after the others have ended. */
    public void run(List<Work> pieces) {
        List<Future<?>> running = pieces.stream()
                .<Future<?>>map(piece -> helpers.submit(() -> onOneThread(piece)))
                .toList();
        RuntimeException failed = null;
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                failed = failed == null ? (RuntimeException) e.getCause() : failed;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("a training thread is never interrupted", e);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private static void onOneThread(Work piece) {
        try (Scope scope = Scope.open()) {
            piece.run();
        }
    }

    @Override
    public void close() {
        helpers.shutdown();
    }
}
