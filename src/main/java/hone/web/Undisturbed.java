package hone.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * How long requests took that no background work was beside, of the last ten minutes: within which time nineteen of twenty were answered.
 * Counted in steps of four percent, a minute at a time, so that it takes a few kilobytes however many there are.
 */
final class Undisturbed {
    /** With fewer, the slowest of twenty is chance. */
    static final int REQUESTS_MIN = 40;

    private static final int MINUTES = 10;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long SHORTEST_NANOS = Duration.ofNanos(100_000).toNanos();
    private static final int STEPS_PER_DOUBLING = 16;
    /** Up to seven minutes. */
    private static final int STEPS = 22 * STEPS_PER_DOUBLING;

    private static final double SHARE = 0.95;

    private final int[][] counts = new int[MINUTES][STEPS];
    private final long[] minuteOf = new long[MINUTES];
    private long askedAt = Long.MIN_VALUE;
    private OptionalLong answer = OptionalLong.empty();

    /** @param now since any beginning, never less than before */
    void add(long now, long nanos) {
        current(now)[step(nanos)]++;
    }

    /** The time within which nineteen of twenty were answered; empty if there were too few to tell. It is worked out once a second. */
    OptionalLong p95(long now) {
        if (askedAt == Long.MIN_VALUE || now - askedAt >= Duration.ofSeconds(1).toNanos()) {
            askedAt = now;
            answer = p95(merged(now));
        }
        return answer;
    }

    private static OptionalLong p95(int[] all) {
        long requests = Arrays.stream(all).asLongStream().sum();
        if (requests < REQUESTS_MIN) {
            return OptionalLong.empty();
        }
        double below = requests * SHARE;
        for (int step = 0; step < all.length; step++) {
            if (all[step] >= below) {
                return OptionalLong.of(nanos(step + below / all[step]));
            }
            below -= all[step];
        }
        return OptionalLong.of(nanos(all.length));
    }

    private int[] merged(long now) {
        long minute = now / MINUTE_NANOS;
        int[] merged = new int[STEPS];
        for (int i = 0; i < MINUTES; i++) {
            if (minute - minuteOf[i] < MINUTES) {
                for (int step = 0; step < STEPS; step++) {
                    merged[step] += counts[i][step];
                }
            }
        }
        return merged;
    }

    private int[] current(long now) {
        long minute = now / MINUTE_NANOS;
        int place = (int) (minute % MINUTES);
        if (minuteOf[place] != minute) {
            minuteOf[place] = minute;
            Arrays.fill(counts[place], 0);
        }
        return counts[place];
    }

    private static int step(long nanos) {
        double doublings = Math.log(Math.max(1.0, (double) nanos / SHORTEST_NANOS)) / Math.log(2);
        return Math.min(STEPS - 1, (int) (doublings * STEPS_PER_DOUBLING));
    }

    private static long nanos(double step) {
        return (long) (SHORTEST_NANOS * Math.pow(2, step / STEPS_PER_DOUBLING));
    }
}
