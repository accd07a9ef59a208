package hone.trainer.tensor;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs tasks that share nothing they write at the same time, each on one thread. Two such tasks are faster than two threads inside every
 * matrix product, which keep waiting for each other (NOTES.md). There are seldom more than two, so on more threads a wide model uses them
 * inside, and its tasks run one after another. Results do not depend on which it is.
 */
public final class SideBySide implements AutoCloseable {
    private static final int TASKS = 2;

    private final ExecutorService helpers;
    private final int modelWidth;
    private final int threads;
    private final boolean apart;

    private SideBySide(ExecutorService helpers, int modelWidth, int threads, boolean apart) {
        this.helpers = helpers;
        this.modelWidth = modelWidth;
        this.threads = threads;
        this.apart = apart;
    }

    /** Work that creates native objects; a scope is open around it. */
    public interface Work {
        void run();
    }

    /** @param threads of the whole job */
    public static SideBySide of(int modelWidth, int threads) {
        boolean apart = threads > 1
                && (threads <= TASKS || !Torch.isWide(modelWidth))
                && Tensors.device().worksSideBySide();
        ExecutorService helpers = Executors.newFixedThreadPool(
                apart ? threads : 1,
                work -> Thread.ofPlatform().daemon().name("side-by-side").unstarted(() -> {
                    if (apart) {
                        set_num_threads(1); // set on this thread; later ones inherit it
                    }
                    work.run();
                }));
        return new SideBySide(helpers, modelWidth, threads, apart);
    }

    /** Returns when all are done. The first failure is thrown after the others have ended. */
    public void run(List<Work> pieces) {
        if (apart) {
            Torch.threadsInProducts(1);
        }
        try {
            runAll(pieces);
        } finally {
            Torch.threadsFor(modelWidth, threads);
        }
    }

    /** One after another, with all threads inside products: for pieces that each read all weights for a few numbers. */
    public void runInTurn(List<Work> pieces) {
        Torch.threadsInProducts(threads);
        try {
            pieces.forEach(piece -> runAll(List.of(piece)));
        } finally {
            Torch.threadsFor(modelWidth, threads);
        }
    }

    private void runAll(List<Work> pieces) {
        List<Future<?>> running = pieces.stream()
                .<Future<?>>map(piece -> helpers.submit(() -> inAScope(piece)))
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

    private static void inAScope(Work piece) {
        try (Scope scope = Scope.open()) {
            piece.run();
        }
    }

    @Override
    public void close() {
        helpers.shutdown();
    }
}
