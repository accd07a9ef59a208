package hone.web;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Distinguishes a database that is down, shutting down or just starting up from a mistake of ours. */
final class DatabaseAway {
    private DatabaseAway() {}

    /** PostgreSQL's classes 08 (connection exception) and 57P01 to 57P03 (shut down, crashed, starting up). */
    static boolean isBehind(Throwable failure) {
        return isBehind(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /**
     * A transaction that can't be ended hides the reason among its suppressed exceptions. Causes and suppressed ones may form
     * cycles.
     */
    private static boolean isBehind(Throwable failure, Set<Throwable> seen) {
        if (!seen.add(failure)) {
            return false;
        }
        if (failure instanceof SQLException e && isAway(e.getSQLState())) {
            return true;
        }
        Throwable cause = failure.getCause();
        return (cause != null && isBehind(cause, seen))
                || Arrays.stream(failure.getSuppressed()).anyMatch(other -> isBehind(other, seen));
    }

    private static boolean isAway(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P0"));
    }
}
