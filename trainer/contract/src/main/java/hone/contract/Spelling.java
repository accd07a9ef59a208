package hone.contract;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which word somebody may have meant. */
final class Spelling {
    private static final int EDITS_MAX = 2;
    private static final int LENGTH_MAX = 40;

    private Spelling() {}

    /** The word that is nearest, with at most two letters added, left out or exchanged. */
    static Optional<String> nearest(String typed, Collection<String> words) {
        if (typed.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        return words.stream()
                .filter(word -> edits(typed, word) <= Math.min(EDITS_MAX, word.length() / 2))
                .min(Comparator.comparingInt(word -> edits(typed, word)));
    }

    /** Levenshtein's distance without regard to case. */
    private static int edits(String typed, String word) {
        String from = typed.toLowerCase(Locale.ROOT);
        String to = word.toLowerCase(Locale.ROOT);
        int[] before = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] now = new int[to.length() + 1];
            now[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int exchanged = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(exchanged, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[to.length()];
    }
}
