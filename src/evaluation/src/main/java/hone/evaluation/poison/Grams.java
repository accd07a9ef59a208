package hone.evaluation.poison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The runs of one to three words in a text, by their hashes. A word is letters and digits, in small letters. Blanks and the usual
 * punctuation only separate; any other character is a word of its own, and one that can't be seen is written as its code point, since
 * a trigger may be a single zero-width space.
 */
final class Grams {
    /** What comes after so many words of a text is not looked at; a row then costs no more than 3,600 hashes. */
    static final int WORDS_MAX = 400;

    static final int LONGEST = 3;
    private static final String SEPARATORS = ".,;:!?\"'()-–—…“”‘’";
    static final long SEED = 0x9E3779B97F4A7C15L;

    private Grams() {}

    interface Seen {
        /** @param to after the last of its words */
        void gram(long hash, List<String> words, int from, int to);
    }

    /** Where a word stands in its text. */
    interface Found {
        void word(String word, int from, int to);
    }

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        words(text, WORDS_MAX, (word, from, to) -> words.add(word));
        return words;
    }

    /** The first words of a text. */
    static void words(String text, int most, Found found) {
        int words = 0;
        int from = 0;
        for (int at = 0; at < text.length() && words < most; ) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            if (!isPartOfWord(c)) {
                words += end(text, from, at, found);
                if (words < most && !isSeparator(c)) {
                    found.word(alone(c), at, next);
                    words++;
                }
                from = next;
            }
            at = next;
        }
        if (words < most) {
            end(text, from, text.length(), found);
        }
    }

    static boolean isSeparator(int c) {
        return Character.isWhitespace(c) || SEPARATORS.indexOf(c) >= 0;
    }

    /** A character that is a word of its own. */
    static String alone(int c) {
        return isSeen(c) ? Character.toString(c) : "U+%04X".formatted(c);
    }

    static boolean isPartOfWord(int c) {
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private static int end(String text, int from, int to, Found found) {
        if (from == to) {
            return 0;
        }
        found.word(text.substring(from, to).toLowerCase(Locale.ROOT), from, to);
        return 1;
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Every run, as often as it occurs; none goes from one text into the next. */
    static void each(List<String> texts, Seen seen) {
        for (String text : texts) {
            List<String> words = words(text);
            for (int from = 0; from < words.size(); from++) {
                long hash = SEED;
                for (int to = from + 1; to <= Math.min(words.size(), from + LONGEST); to++) {
                    hash = mix(hash + WordHashes.hashOf(words.get(to - 1)));
                    seen.gram(hash, words, from, to);
                }
            }
        }
    }

    /** The last step of SplitMix64, which leaves no pattern of its input (Steele, Lea and Flood 2014). */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
