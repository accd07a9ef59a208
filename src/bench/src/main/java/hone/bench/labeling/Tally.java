package hone.bench.labeling;

import hone.bench.figures.Figures;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What all labelers of a case did, in total. */
final class Tally {
    private static final int TOLD_MAX = 5;

    private final Clock clock;
    private final Timings next;
    private final Timings submit;
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unexpected = new AtomicInteger();
    private final AtomicInteger withoutWork = new AtomicInteger();

    Tally(Clock clock) {
        this.clock = clock;
        this.next = new Timings(clock.windows());
        this.submit = new Timings(clock.windows());
    }

    Clock clock() {
        return clock;
    }

    Timings next() {
        return next;
    }

    Timings submit() {
        return submit;
    }

    /** Assignments whose submission succeeded. */
    Queue<String> acknowledged() {
        return acknowledged;
    }

    void unexpected(String what) {
        if (unexpected.incrementAndGet() <= TOLD_MAX) {
            Figures.log("  unexpected: %s", what);
        }
    }

    void outOfWork() {
        withoutWork.incrementAndGet();
    }

    int unexpectedCount() {
        return unexpected.get();
    }

    int labelersWithoutWork() {
        return withoutWork.get();
    }
}
