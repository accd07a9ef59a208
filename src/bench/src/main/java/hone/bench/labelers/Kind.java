package hone.bench.labelers;

import java.util.Arrays;
import java.util.Locale;

/**
 * The kinds of work that scripted labelers can do, in the order in which they do it. The bench knows the app only through its
 * pages, so it has names of its own for the words in addresses there.
 */
public enum Kind {
    COMPARISON,
    RANKING,
    CORRECTION,
    DEMONSTRATION;

    /** In addresses and on work pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scripted labelers can't do work of kind " + word));
    }

    /** For messages that people read. */
    @Override
    public String toString() {
        return word();
    }
}
