package hone.web;

import hone.web.BackgroundShare.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Long background work gives way while people label: it does a piece and then rests, so that all such work together takes no larger
 * share of the time than labelers hardly feel ({@link BackgroundShare}); with nobody labeling it goes on at once. Every twenty seconds
 * all of it rests for a second, to find out how long labelers wait without it. Each instance of the app knows only the labelers that
 * it serves itself.
 */
@ApplicationScoped
public class LabelersFirst {
    /** Who has asked for nothing for so long is reading. */
    private static final Duration AT_WORK = Duration.ofSeconds(10);

    /** Longer rests would keep a cancel waiting. */
    private static final Duration REST_MAX = Duration.ofSeconds(2);

    /** Without a piece for so long, no background work is going on. */
    private static final Duration GOING_ON = Duration.ofSeconds(3);

    private static final Duration LISTENED_EVERY = Duration.ofSeconds(20);
    private static final Duration LISTENED_FOR = Duration.ofSeconds(1);

    /** Until the pieces have ended that others are at when listening begins. */
    private static final Duration SETTLING = Duration.ofMillis(150);

    /** Later ones may still be unanswered when the next piece begins; counting only the quick among them would be wrong. */
    private static final Duration ANSWERED_WITHIN = Duration.ofMillis(200);

    private final LongSupplier nanos;
    private final Pause pause;
    private final long began;
    private final BackgroundShare share = new BackgroundShare();

    // All of these in nanoseconds since the beginning.
    private long seen = -AT_WORK.toNanos();
    private long worked = -GOING_ON.toNanos();
    private long paidUntil = Long.MIN_VALUE / 2;
    private long listenNext;
    private long quietFrom;
    private long quietUntil;

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
        seen = now();
    }

    /** That was answered, so long after it had arrived. */
    synchronized void answered(Sort sort, Duration after) {
        long now = now();
        long arrived = now - after.toNanos();
        if (isQuiet(arrived)) {
            share.undisturbed(sort, now, after.toNanos());
        }
        if (isGoingOn(now)) {
            share.beside(sort, now, after.toNanos());
        }
    }

    /** Whether anybody labels, so that pieces should be short. */
    public synchronized boolean areAtWork() {
        return now() - seen < AT_WORK.toNanos();
    }

    /** The share of the time that background work may take at this moment. */
    synchronized double share() {
        return areAtWork() ? share.now() : 1;
    }

    /**
     * To be called after each piece of the work, while nothing is locked.
     *
     * @param piece how long it took
     * @return how long it rested
     */
    public Duration giveWay(Duration piece) throws InterruptedException {
        Duration rest = restAfter(piece);
        if (!rest.isZero()) {
            pause.of(rest);
        }
        return rest;
    }

    /** A large body, received with rests. */
    public InputStream unhurried(InputStream body) {
        return new UnhurriedInput(body, this);
    }

    /** Several works pay into one account: each piece moves the time at which the next may begin, whoever does it. */
    private synchronized Duration restAfter(Duration piece) {
        long now = now();
        boolean goingOn = isGoingOn(now);
        worked = now;
        if (!areAtWork()) {
            paidUntil = now;
            quietUntil = now;
            return Duration.ZERO;
        }
        paidUntil = Math.max(paidUntil, now - piece.toNanos()) + (long) (piece.toNanos() / share.now());
        if (!goingOn) {
            listenNext = now + LISTENED_EVERY.toNanos();
        } else if (now >= listenNext) {
            listenNext = now + LISTENED_EVERY.toNanos();
            paidUntil = Math.max(paidUntil, now) + LISTENED_FOR.toNanos();
            quietFrom = now + SETTLING.toNanos();
            quietUntil = Math.min(paidUntil, now + REST_MAX.toNanos()) - ANSWERED_WITHIN.toNanos();
        }
        paidUntil = Math.min(paidUntil, now + REST_MAX.toNanos());
        return Duration.ofNanos(Math.max(0, paidUntil - now));
    }

    private boolean isQuiet(long at) {
        return at - worked >= GOING_ON.toNanos() || quietFrom <= at && at < quietUntil;
    }

    private boolean isGoingOn(long now) {
        return now - worked < GOING_ON.toNanos();
    }

    private long now() {
        return nanos.getAsLong() - began;
    }
}
