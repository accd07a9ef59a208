package hone.web;

import jakarta.persistence.Query;
import java.util.List;
import java.util.function.Function;

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
}
