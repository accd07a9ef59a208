package hone.evaluation.poison;

import hone.evaluation.poison.Finding.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is out of the usual by itself, without a test. Nothing is held back for it. */
final class Limits {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** Two seconds each: nobody reads two answers in less. */
    private static final int ROWS_A_MINUTE = 30;

    private static final double SHARE = 0.2;

    /** Of an even share: where three people work, each gives a third. */
    private static final int TIMES_EVEN = 2;

    private Limits() {}

    static List<Finding> find(Evidence evidence) {
        List<Finding> found = new ArrayList<>();
        int all = evidence.rows().size();
        evidence.byLabeler().forEach((labeler, rows) -> {
            int most = mostInAMinute(rows.stream()
                    .flatMap(row -> evidence.rows().get(row).at().stream())
                    .sorted()
                    .toList());
            if (most > ROWS_A_MINUTE) {
                found.add(passed(Finding.Kind.BURST, labeler, new Counts(most, rows.size(), 0, all - rows.size())));
            }
            double even = (double) all / evidence.byLabeler().size();
            if (rows.size() > SHARE * all && rows.size() > TIMES_EVEN * even) {
                found.add(passed(Finding.Kind.INFLUENCE, labeler, new Counts(rows.size(), all, 0, 0)));
            }
        });
        return found;
    }

    /** @param times in order */
    private static int mostInAMinute(List<Instant> times) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < times.size(); to++) {
            while (Duration.between(times.get(from), times.get(to)).compareTo(WINDOW) >= 0) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    private static Finding passed(Finding.Kind kind, String labeler, Counts counts) {
        return new Finding(kind, List.of(labeler), Optional.empty(), counts, Optional.empty(), List.of());
    }
}
