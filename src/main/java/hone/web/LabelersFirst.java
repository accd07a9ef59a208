package hone.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Long background work gives way while people label: it does a piece and then rests, longer the more labelers are active. With
 * many of them it works a twentieth of the time, so that nineteen requests out of twenty don't notice it and their 95th
 * percentile stays the same; with a few, for whom there are processors enough, half of the time; with nobody labeling it goes
 * on at once. Each instance of the app knows only the labelers that it serves itself.
 */
@ApplicationScoped
public class LabelersFirst {
    private static final Duration COUNTED = Duration.ofSeconds(5);
    private static final int REQUESTS_FOR_EACH_REST = 20;
    private static final int RESTS_MAX = 19;
    private static final Duration REST_MAX = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private final Pause pause;
    private final long began;
    private long period;
    private int inThisPeriod;
    private int inThePeriodBefore;

    /** Waits; a test only records for how long. */
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
        this.began = nanos.getAsLong();
    }

    /** Somebody asks for work, or submits some. */
    synchronized void seen() {
        turn();
        inThisPeriod++;
    }

    /**
     * To be called after each piece of the work, while nothing is locked.
     *
     * @param worked how long the piece took
     * @return how long it rested
     */
    public Duration giveWay(Duration worked) throws InterruptedException {
        int requests = lately();
        if (requests == 0) {
            return Duration.ZERO;
        }
        int rests = Math.clamp(requests / REQUESTS_FOR_EACH_REST, 1, RESTS_MAX);
        Duration wanted = worked.multipliedBy(rests);
        Duration rest = wanted.compareTo(REST_MAX) > 0 ? REST_MAX : wanted;
        pause.of(rest);
        return rest;
    }

    /** A large body, received with rests. */
    public InputStream unhurried(InputStream body) {
        return new UnhurriedInput(body, this);
    }

    /** The number of requests in five seconds: in the current five or the previous five, whichever had more. */
    private synchronized int lately() {
        turn();
        return Math.max(inThisPeriod, inThePeriodBefore);
    }

    private void turn() {
        long now = (nanos.getAsLong() - began) / COUNTED.toNanos();
        if (now == period) {
            return;
        }
        inThePeriodBefore = now == period + 1 ? inThisPeriod : 0;
        inThisPeriod = 0;
        period = now;
    }
}
