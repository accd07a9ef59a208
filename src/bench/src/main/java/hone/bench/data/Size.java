package hone.bench.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One case: so many comparisons of two answers, in a project of their own. The names are fixed. */
enum Size {
    SMALL("10k", 10_000),
    MIDDLE("100k", 100_000),
    LARGE("1m", 1_000_000);

    private final String caseName;
    private final int rows;

    Size(String caseName, int rows) {
        this.caseName = caseName;
        this.rows = rows;
    }

    static Optional<Size> named(String name) {
        return Arrays.stream(values())
                .filter(size -> size.caseName.equals(name))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(size -> size.caseName).toList();
    }

    String caseName() {
        return caseName;
    }

    int rows() {
        return rows;
    }

    /** Of the project that is made for it. */
    String slug() {
        return "data-" + caseName;
    }
}
