package hone.supervisor;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A thread that does one thing after the other while its caller prepares the next: it is never more than one behind. */
final class OneBehind implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private Optional<Future<?>> last = Optional.empty();

    /** Something that is done, and may fail. */
    interface Work {
        void run() throws IOException;
    }

    /** Waits until the work before is done, and throws what it threw. */
    void add(Work work) throws IOException {
        await();
        Callable<Optional<Object>> next = () -> {
            work.run();
            return Optional.empty();
        };
        last = Optional.of(thread.submit(next));
    }

    /** Waits until everything is done. */
    void await() throws IOException {
        try {
            if (last.isPresent()) {
                last.get().get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException other -> throw other;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
