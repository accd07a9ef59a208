package hone.evaluation.poison;

import java.util.Arrays;
import java.util.Locale;

/**
 * The hashes of the words of a text. A scan reads every text up to twelve times, so words of ASCII letters and digits, which are most, are
 * hashed where they stand.
 */
final class WordHashes {
    private static final long PRIME = 0x100000001B3L;

    /** Of each ASCII character: what it is in small letters, 0 where it only separates, −1 where it is a word of its own. */
    private static final byte[] ASCII = new byte[128];

    static {
        for (char c = 0; c < ASCII.length; c++) {
            if (Character.isLetterOrDigit(c)) {
                ASCII[c] = (byte) Character.toLowerCase(c);
            } else {
                ASCII[c] = (byte) (Grams.isSeparator(c) ? 0 : -1);
            }
        }
    }

    private WordHashes() {}

    /** Of a word as {@link Grams} reads it. */
    static long hashOf(String word) {
        long hash = 0;
        for (int at = 0; at < word.length(); at++) {
            hash = hash * PRIME + word.charAt(at);
        }
        return ended(hash, word.length());
    }

    private static long ended(long hash, int length) {
        return Grams.mix(hash * PRIME + length);
    }

    /** In order, those of the first {@link Grams#WORDS_MAX} words. */
    static long[] of(String text) {
        long[] found = new long[64];
        int words = 0;
        int at = 0;
        while (at < text.length() && words < Grams.WORDS_MAX) {
            if (words == found.length) {
                found = Arrays.copyOf(found, 2 * words);
            }
            int from = at;
            long hash = 0;
            while (at < text.length() && text.charAt(at) < ASCII.length && ASCII[text.charAt(at)] > 0) {
                hash = hash * PRIME + ASCII[text.charAt(at)];
                at++;
            }
            int c = at < text.length() ? text.codePointAt(at) : ' ';
            if (c >= ASCII.length && Grams.isPartOfWord(c)) {
                at = endOfWord(text, at);
                found[words++] = hashOf(text.substring(from, at).toLowerCase(Locale.ROOT));
            } else if (at > from) {
                found[words++] = ended(hash, at - from);
            } else {
                at += Character.charCount(c);
                if (!Grams.isSeparator(c)) {
                    found[words++] = hashOf(Grams.alone(c));
                }
            }
        }
        return Arrays.copyOf(found, words);
    }

    private static int endOfWord(String text, int from) {
        int at = from;
        while (at < text.length() && Grams.isPartOfWord(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }
}
