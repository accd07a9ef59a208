package hone.web;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is gone, going or just coming back from a mistake of ours. */
final class DatabaseAway {
    private DatabaseAway() {}

    /** PostgreSQL's classes 08 (connection exception) and 57P01 to 57P03 (shut down, crashed, starting up). */
    static boolean isBehind(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && isAway(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAway(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P0"));
    }
}
