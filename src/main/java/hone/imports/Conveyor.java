package hone.imports;

import hone.web.LabelersFirst;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves a file in stretches: while one is stored, the next is read, so that the database and this program work at the same time. A
 * stretch begins small and doubles while nobody labels; beside people who do it is small and rests after each.
 */
final class Conveyor {
    private final ReadStretches stretches;
    private final Store store;
    private final LabelersFirst labelers;
    private int rowsMax = ImportLimits.STRETCH_ROWS_MIN;
    private Instant until;
    private @Nullable FutureTask<Duration> inFlight;

    interface Store {
        void store(Stretch stretch);
    }

    /** @param until when to end; rests are added to it, because they don't count as time spent */
    Conveyor(ReadStretches stretches, Store store, LabelersFirst labelers, Instant until) {
        this.stretches = stretches;
        this.store = store;
        this.labelers = labelers;
        this.until = until;
    }

    /** @param between called after each stretch, when nothing is half done; may request the end */
    ImportEnding run(Supplier<Optional<ImportEnding>> between) throws InterruptedException {
        try {
            while (true) {
                Stretch next = new Stretch(rowsMax);
                Optional<ImportEnding> end = stretches.fill(next);
                Optional<ImportEnding> asked = settle(between);
                if (asked.isPresent()) {
                    return asked.get();
                }
                if (!next.isEmpty()) {
                    begin(next);
                }
                if (end.isPresent()) {
                    settle(Optional::empty);
                    return end.get();
                }
            }
        } finally {
            // Whatever went wrong with the next one, the stretch in flight is either stored or not when this returns.
            settle(Optional::empty);
        }
    }

    private void begin(Stretch stretch) {
        Duration read = Duration.ofNanos(stretch.nanos());
        FutureTask<Duration> task = new FutureTask<>(() -> {
            long began = System.nanoTime();
            store.store(stretch);
            return read.plusNanos(System.nanoTime() - began);
        });
        Thread.ofVirtual().name("import-store").start(task);
        inFlight = task;
    }

    /** Waits for the stretch that is being stored, then rests for the sake of people who label. */
    private Optional<ImportEnding> settle(Supplier<Optional<ImportEnding>> between) throws InterruptedException {
        FutureTask<Duration> task = inFlight;
        if (task == null) {
            return Optional.empty();
        }
        inFlight = null;
        Duration rest = labelers.giveWay(took(task));
        until = until.plus(rest);
        rowsMax = rest.isZero() ? Math.min(2 * rowsMax, ImportLimits.STRETCH_ROWS_MAX) : ImportLimits.STRETCH_ROWS_MIN;
        return between.get()
                .or(() -> Instant.now().isAfter(until)
                        ? Optional.of(ImportEnding.of(ImportState.TIME))
                        : Optional.empty());
    }

    private static Duration took(FutureTask<Duration> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException("a stretch could not be stored", e.getCause());
        }
    }
}
