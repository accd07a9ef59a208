package hone.web;

import jakarta.persistence.Query;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of a plain SQL query as records. */
public final class Rows {
    private Rows() {}

    public static <T> List<T> of(Query query, Function<Object[], T> read) {
        List<?> rows = query.getResultList();
        return rows.stream().map(row -> read.apply((Object[]) row)).toList();
    }

    public static long number(Object column) {
        return ((Number) column).longValue();
    }

    public static Instant time(Object column) {
        return column instanceof OffsetDateTime zoned ? zoned.toInstant() : (Instant) column;
    }

    public static @Nullable Instant maybeTime(@Nullable Object column) {
        return column == null ? null : time(column);
    }
}
