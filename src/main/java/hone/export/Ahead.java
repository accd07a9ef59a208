package hone.export;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Reads the next piece while the last one is written. One piece at a time, so the source needs to know no threads. */
final class Ahead<T> implements AutoCloseable {
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("export-reads-ahead").factory());
    private final Supplier<T> source;
    private Future<T> coming;

    Ahead(Supplier<T> source) {
        this.source = source;
        this.coming = reader.submit(source::get);
    }

    T next() throws InterruptedException {
        try {
            T piece = coming.get();
            coming = reader.submit(source::get);
            return piece;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Waits for the piece that is being read: its source is closed next. */
    @Override
    public void close() {
        reader.close();
    }
}
