package hone.api;

import hone.web.Complaints;
import hone.web.Typed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A position in a list, opaque to clients. It names the last row shown, so rows that are added or removed meanwhile shift nothing.
 */
final class Cursor {
    static final int LIMIT_DEFAULT = 50;
    static final int LIMIT_MAX = 200;
    private static final int CHARACTERS_MAX = 400;

    private Cursor() {}

    /** How many rows, and after which position; empty for the beginning. */
    record Asked(int limit, Optional<String> after) {
        /** One more than is returned, to know whether there are more. */
        int rows() {
            return limit + 1;
        }

        /** @throws hone.web.Invalid if the position is not one of this list */
        <T> Optional<T> after(Function<String, T> read) {
            try {
                return after.map(read);
            } catch (IllegalArgumentException | java.time.DateTimeException e) {
                throw refused();
            }
        }
    }

    static String of(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    static Asked asked(@Nullable String limit, @Nullable String cursor) {
        Complaints.Collector complaints = new Complaints.Collector();
        int wanted = limit == null
                ? LIMIT_DEFAULT
                : complaints.need(
                        Typed.whole(limit, 1, LIMIT_MAX), "limit", "A whole number from 1 to " + LIMIT_MAX + ".", 1);
        complaints.throwIfAny();
        return new Asked(wanted, Optional.ofNullable(cursor).map(Cursor::place));
    }

    private static String place(String cursor) {
        if (cursor.isEmpty() || cursor.length() > CHARACTERS_MAX) {
            throw refused();
        }
        try {
            String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (!Typed.line(place).equals(place)) {
                throw refused();
            }
            return place;
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private static hone.web.Invalid refused() {
        return hone.web.Invalid.field("cursor", "This cursor does not belong to this list. Start again without one.");
    }
}
