package hone.devstack.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often a part may die before its death is no longer taken for an accident. */
final class RestartBudget {

    static final int RESTARTS_MAX = 5;
    static final Duration WINDOW = Duration.ofMinutes(10);

    private final Deque<Instant> deaths = new ArrayDeque<>();

    /** Notes a death and says whether the part may be started again. */
    boolean allowsAnother(Instant death) {
        deaths.addLast(death);
        while (deaths.getFirst().isBefore(death.minus(WINDOW))) {
            deaths.removeFirst();
        }
        return deaths.size() <= RESTARTS_MAX;
    }

    /** Deaths within the window. */
    int used() {
        return deaths.size();
    }
}
