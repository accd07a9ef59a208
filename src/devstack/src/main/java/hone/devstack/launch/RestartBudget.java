package hone.devstack.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a part may die before its deaths are no longer taken for accidents, and how long its next start is delayed: an
 * accident is repaired at once, anything else gets time to pass.
 */
final class RestartBudget {

    static final int RESTARTS_MAX = 5;
    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private final Deque<Instant> deaths = new ArrayDeque<>();

    /** Records a death and says whether the part may be restarted. */
    boolean allowsAnother(Instant death) {
        deaths.addLast(death);
        while (deaths.getFirst().isBefore(death.minus(WINDOW))) {
            deaths.removeFirst();
        }
        return deaths.size() <= RESTARTS_MAX;
    }

    /** None after the first death within the window; then a second, doubling each time. */
    Duration pause() {
        if (deaths.size() < 2) {
            return Duration.ZERO;
        }
        Duration doubled = PAUSE_MIN.multipliedBy(1L << Math.min(deaths.size() - 2, 20));
        return doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX;
    }

    /** Deaths within the window. */
    int used() {
        return deaths.size();
    }
}
