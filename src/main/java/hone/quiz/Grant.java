package hone.quiz;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an admin allowed a person beyond the rules of a quiz. */
public record Grant(What what, Instant at) {
    /** What was allowed. */
    public enum What {
        /** One more try, without waiting. */
        TRY,
        /** Work without the quiz. */
        PASS;

        /** As in forms and in the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<What> named(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst();
        }
    }
}
