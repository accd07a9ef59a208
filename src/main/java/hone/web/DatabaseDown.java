package hone.web;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Distinguishes a database that is down, shutting down or just starting up from a mistake of ours. */
public final class DatabaseDown {
    private DatabaseDown() {}

    /** PostgreSQL's classes 08 (connection exception) and 57P01 to 57P03 (shut down, crashed, starting up). */
    public static boolean isCauseOf(Throwable failure) {
        return isCauseOf(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /**
     * A transaction that can't be ended hides the reason among its suppressed exceptions. Causes and suppressed ones may form
     * cycles.
     */
    private static boolean isCauseOf(Throwable failure, Set<Throwable> seen) {
        if (!seen.add(failure)) {
            return false;
        }
        if (failure instanceof SQLException e && isDown(e.getSQLState())) {
            return true;
        }
        Throwable cause = failure.getCause();
        return (cause != null && isCauseOf(cause, seen))
                || Arrays.stream(failure.getSuppressed()).anyMatch(other -> isCauseOf(other, seen));
    }

    private static boolean isDown(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P0"));
    }
}
