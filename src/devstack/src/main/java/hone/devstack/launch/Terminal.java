package hone.devstack.launch;

import java.io.PrintStream;
import java.time.Duration;

/** What the person sees: one line per step, with the time since the start. */
final class Terminal {

    private final PrintStream out;
    private final long start;

    /** @param startNanos {@link System#nanoTime} at the start, which may be before this process (the build) */
    Terminal(PrintStream out, long startNanos) {
        this.out = out;
        this.start = startNanos;
    }

    synchronized void step(String text) {
        out.printf("%6.1f s  %s%n", elapsed().toMillis() / 1000.0, text);
    }

    synchronized void say(String text) {
        out.println(text);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
