package hone.bench.labeling;

import java.time.Duration;

/**
 * The time of one case: a warm-up that is not counted, then windows of equal length.
 *
 * @param began by {@link System#nanoTime}
 */
record Clock(long began, Duration warmUp, Duration window, int windows) {
    /** The current window: below zero during the warm-up, {@code windows} or more when all is over. */
    int currentWindow() {
        long since = System.nanoTime() - began - warmUp.toNanos();
        return since < 0 ? -1 : (int) (since / window.toNanos());
    }

    boolean over() {
        return currentWindow() >= windows;
    }

    double windowSeconds() {
        return window.toNanos() / 1e9;
    }

    long nanosUntilFirst() {
        return began + warmUp.toNanos() - System.nanoTime();
    }

    long nanosUntilEnd() {
        return nanosUntilFirst() + window.toNanos() * windows;
    }
}
