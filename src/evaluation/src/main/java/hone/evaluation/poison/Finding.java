package hone.evaluation.poison;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something about rows that chance does not explain.
 *
 * @param labelers whose rows they are, in alphabetical order
 * @param words the run of words that it is about
 * @param test empty where the finding is a limit that was passed
 * @param rows to hold back, in order; none where the finding is only to be looked at
 */
public record Finding(
        Kind kind,
        List<String> labelers,
        Optional<String> words,
        Counts counts,
        Optional<Test> test,
        List<Integer> rows) {
    public Finding {
        labelers = List.copyOf(labelers);
        rows = List.copyOf(rows);
    }

    /** What was found. */
    public enum Kind {
        /** One account contradicts everybody else. Its rows are held back if it is wrong more often than a coin. */
        FLIPS,
        /** Rows whose prompt or answers hold these words are contradicted, whoever gave them. */
        WORDS_WITH_FLIPS,
        /** These words are in one account's prompts or chosen answers and hardly in others', and those rows are contradicted. */
        WORDS_OF_ONE,
        /** One account gave more rows in a minute than anybody can read. */
        BURST,
        /** One account gave so large a share of all rows that the model learns what this one person thinks. */
        INFLUENCE;

        /** As in databases and files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("kind of finding “" + word + "”"));
        }
    }

    /** k of n here, and how many of how many elsewhere. */
    public record Counts(int k, int n, int kElsewhere, int nElsewhere) {}

    /**
     * @param p Fisher's, one-sided
     * @param q adjusted for all tests of this kind ({@link BenjaminiHochberg})
     */
    public record Test(double p, double q) {}
}
