package hone.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Long work in the background gives way while somebody labels: it does a piece and then rests for a multiple of what that took, so
 * that it never takes more than a small share of processors and database from those who wait for their next task. With nobody at
 * work it goes on at once. Each instance of the app knows the labelers that it serves.
 */
@ApplicationScoped
public class LabelersFirst {
    private static final Duration AT_WORK = Duration.ofSeconds(5);
    private static final int RESTS_FOR_EACH_PIECE = 9;
    private static final Duration REST_MAX = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private final Pause pause;
    private volatile long lastSeen;

    /** Waits; a test only writes down for how long. */
    interface Pause {
        void of(Duration rest) throws InterruptedException;
    }

    @Inject
    LabelersFirst() {
        this(System::nanoTime, rest -> TimeUnit.NANOSECONDS.sleep(rest.toNanos()));
    }

    LabelersFirst(LongSupplier nanos, Pause pause) {
        this.nanos = nanos;
        this.pause = pause;
        this.lastSeen = nanos.getAsLong() - AT_WORK.toNanos();
    }

    /** Somebody asks for work, or hands some in. */
    void seen() {
        lastSeen = nanos.getAsLong();
    }

    /**
     * To be called after each piece of the work, while nothing is locked.
     *
     * @param worked how long the piece took
     * @return how long it rested
     */
    public Duration giveWay(Duration worked) throws InterruptedException {
        if (nanos.getAsLong() - lastSeen >= AT_WORK.toNanos()) {
            return Duration.ZERO;
        }
        Duration wanted = worked.multipliedBy(RESTS_FOR_EACH_PIECE);
        Duration rest = wanted.compareTo(REST_MAX) > 0 ? REST_MAX : wanted;
        pause.of(rest);
        return rest;
    }
}
