package hone.imports;

import hone.web.LabelersFirst;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Moves a file in stretches: while one is stored, the next is read, so that the database and this program work at the same time. A
 * stretch begins small and doubles while nobody labels, and once it is large, two are stored at once ({@link PlaceInLine}); beside
 * people who label it is small, alone, and rests afterwards.
 */
final class Conveyor {
    private final ReadStretches stretches;
    private final Store store;
    private final LabelersFirst labelers;
    private int rowsMax = ImportLimits.STRETCH_ROWS_MIN;
    private Instant until;
    private long lastRow;

    /** The oldest first; two at most. */
    private final Deque<InFlight> inFlight = new ArrayDeque<>();

    interface Store {
        void store(Stretch stretch, PlaceInLine place);
    }

    private record InFlight(Stretch stretch, PlaceInLine place, FutureTask<Duration> task) {}

    /**
     * @param until when to end; rests are added to it, because they don't count as time spent
     * @param after the last row that is stored already
     */
    Conveyor(ReadStretches stretches, Store store, LabelersFirst labelers, Instant until, long after) {
        this.lastRow = after;
        this.stretches = stretches;
        this.store = store;
        this.labelers = labelers;
        this.until = until;
    }

    /** @param between called after each stretch; may request the end */
    ImportEnding run(Supplier<Optional<ImportEnding>> between) throws InterruptedException {
        try {
            while (true) {
                Stretch next = new Stretch(rowsMax, lastRow);
                Optional<ImportEnding> end = stretches.fill(next);
                Optional<ImportEnding> asked = settle(mayGoBeside(next) ? 1 : 0, between);
                if (asked.isPresent()) {
                    settle(0, Optional::empty);
                    return asked.get();
                }
                if (!next.isEmpty()) {
                    begin(next);
                    lastRow = next.lastRow();
                }
                if (end.isPresent()) {
                    settle(0, Optional::empty);
                    return end.get();
                }
            }
        } finally {
            // Whatever went wrong, stretches in flight are either stored or not when this returns.
            for (InFlight one : inFlight) {
                one.place().awaitEnd();
            }
        }
    }

    /** The last row that was stored. */
    long lastRow() {
        return lastRow;
    }

    private boolean mayGoBeside(Stretch next) {
        return rowsMax == ImportLimits.STRETCH_ROWS_MAX
                && !inFlight.isEmpty()
                && next.isApartFrom(inFlight.getLast().stretch());
    }

    private void begin(Stretch stretch) {
        Duration read = Duration.ofNanos(stretch.nanos());
        PlaceInLine place = inFlight.isEmpty()
                ? PlaceInLine.first()
                : PlaceInLine.after(inFlight.getLast().place());
        FutureTask<Duration> task = new FutureTask<>(() -> {
            long began = System.nanoTime();
            store.store(stretch, place);
            return read.plusNanos(System.nanoTime() - began);
        });
        Thread.ofVirtual().name("import-store").start(task);
        inFlight.add(new InFlight(stretch, place, task));
    }

    /** Waits for the stretches that are being stored until so many are left, and rests after each for the sake of people who label. */
    private Optional<ImportEnding> settle(int left, Supplier<Optional<ImportEnding>> between)
            throws InterruptedException {
        Optional<ImportEnding> asked = Optional.empty();
        while (inFlight.size() > left) {
            Duration took = took(inFlight.remove().task());
            until = until.plus(labelers.giveWay(took));
            rowsMax = labelers.areAtWork()
                    ? ImportLimits.STRETCH_ROWS_MIN
                    : Math.min(2 * rowsMax, ImportLimits.STRETCH_ROWS_MAX);
            Optional<ImportEnding> now = between.get()
                    .or(() -> Instant.now().isAfter(until)
                            ? Optional.of(ImportEnding.of(ImportState.TIME))
                            : Optional.empty());
            asked = asked.or(() -> now);
        }
        return asked;
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
