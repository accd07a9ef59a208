package hone.quiz;

import hone.evaluation.Share;
import hone.web.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * One try of a person.
 *
 * @param version of the guideline that was the newest when it was begun
 * @param passPercent the mark when it was begun
 * @param end empty while it is being taken
 */
public record QuizTry(UUID id, UUID version, int passPercent, Instant begunAt, Optional<End> end) {
    static final String COLUMNS =
            "id, guideline_version_id, pass_percent, begun_at, outcome, ended_at, found, answered";

    /** How a try ended. */
    public enum Outcome {
        PASSED("passed"),
        FAILED("failed"),
        /** The guideline changed meanwhile, or nothing was left to ask: it counts for nothing. */
        BROKEN_OFF("broken-off");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** As in the database. */
        public String word() {
            return word;
        }

        static Outcome named(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("a quiz can't end as " + word));
        }
    }

    /** @param found right answers */
    public record End(Outcome outcome, Instant at, int found, int answered) {
        /** Rounded down, so that it is never at the mark where the mark was missed. */
        public int percent() {
            return answered == 0 ? 0 : 100 * found / answered;
        }

        /** Empty where nothing was answered. */
        public Optional<Share> share() {
            return answered == 0 ? Optional.empty() : Optional.of(new Share((double) found / answered, answered));
        }
    }

    public boolean isOpen() {
        return end.isEmpty();
    }

    boolean ended(Outcome outcome) {
        return end.filter(one -> one.outcome() == outcome).isPresent();
    }

    static QuizTry of(Sql.Cells c) throws SQLException {
        return new QuizTry(
                c.id("id"), c.id("guideline_version_id"), (int) c.number("pass_percent"), c.time("begun_at"), end(c));
    }

    /** Of a row that has the columns of a try. */
    public static Optional<End> end(Sql.Cells c) throws SQLException {
        Optional<String> outcome = c.maybeText("outcome");
        return outcome.isEmpty()
                ? Optional.empty()
                : Optional.of(new End(Outcome.named(outcome.get()), c.time("ended_at"), (int) c.number("found"), (int)
                        c.number("answered")));
    }
}
