package hone.evaluation.poison;

import java.util.ArrayList;
import java.util.Arrays;
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

    private static final int LONGEST = 3;
    private static final String SEPARATORS = ".,;:!?\"'()-–—…“”‘’";
    private static final long SEED = 0x9E3779B97F4A7C15L;

    private Grams() {}

    interface Seen {
        /** @param to after the last of its words */
        void gram(long hash, List<String> words, int from, int to);
    }

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int at = 0; at < text.length() && words.size() < WORDS_MAX; ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK) {
                word.appendCodePoint(c);
                continue;
            }
            end(word, words);
            if (!Character.isWhitespace(c) && SEPARATORS.indexOf(c) < 0) {
                words.add(isSeen(c) ? Character.toString(c) : "U+%04X".formatted(c));
            }
        }
        end(word, words);
        return words.size() > WORDS_MAX ? words.subList(0, WORDS_MAX) : words;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString().toLowerCase(Locale.ROOT));
            word.setLength(0);
        }
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
                    hash = mix(hash + hashOf(words.get(to - 1)));
                    seen.gram(hash, words, from, to);
                }
            }
        }
    }

    /** The hashes of all runs, each once. */
    static long[] distinct(List<String> texts) {
        long[] hashes = new long[64];
        int[] size = {0};
        long[][] kept = {hashes};
        each(texts, (hash, words, from, to) -> {
            if (size[0] == kept[0].length) {
                kept[0] = Arrays.copyOf(kept[0], 2 * size[0]);
            }
            kept[0][size[0]++] = hash;
        });
        Arrays.sort(kept[0], 0, size[0]);
        int next = 0;
        for (int at = 0; at < size[0]; at++) {
            if (at == 0 || kept[0][at] != kept[0][at - 1]) {
                kept[0][next++] = kept[0][at];
            }
        }
        return Arrays.copyOf(kept[0], next);
    }

    private static long hashOf(String word) {
        long hash = word.length();
        for (int at = 0; at < word.length(); at++) {
            hash = hash * 0x100000001B3L + word.charAt(at);
        }
        return mix(hash);
    }

    /** The last step of SplitMix64, which leaves no pattern of its input (Steele, Lea and Flood 2014). */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
