package hone.dataset;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * The words of texts as rows are found by them: runs of letters and digits, whatever their case; a sign of a script that puts no blanks
 * between its words is one by itself. The same for what is stored and for what is looked for, in every language. A word is known by
 * 64 bits of a hash, another one in every dataset, so that no text can be read from what is
 * stored, though a dictionary can be tried against it.
 */
public final class Words {
    private static final int LETTERS_MAX = 60;
    /** Of each ASCII sign what it counts as in a word: letters in lower case, digits; 0: it ends one. */
    private static final byte[] ASCII = new byte[0x80];

    static {
        for (char sign = 0; sign < ASCII.length; sign++) {
            ASCII[sign] = (byte) (Character.isLetterOrDigit(sign) ? Character.toLowerCase(sign) : 0);
        }
    }

    private static final long PRIME = 0x100000001b3L;

    private final long seed;

    Words(UUID dataset) {
        this.seed = dataset.getMostSignificantBits() * 31 + dataset.getLeastSignificantBits();
    }

    /** Whether there is any word in it. */
    public static boolean any(String text) {
        return !new Words(new UUID(0, 0)).of(text).isEmpty();
    }

    /** Each word once. */
    Set<Long> of(String text) {
        Set<Long> words = new LinkedHashSet<>();
        each(text.toCharArray(), 0, text.length(), words::add);
        return words;
    }

    /** Words as they come, the same one as often as it does. */
    void each(char[] text, int from, int length, LongConsumer taker) {
        long hash = seed;
        int letters = 0;
        int end = from + length;
        for (int at = from; at < end; ) {
            int sign;
            if (text[at] < ASCII.length) {
                sign = ASCII[text[at]];
                at++;
            } else {
                int point = Character.codePointAt(text, at, end);
                sign = folded(point);
                at += Character.charCount(point);
            }
            boolean alone = sign >= ASCII.length && Character.isIdeographic(sign);
            if (sign != 0 && !alone) {
                hash = letters < LETTERS_MAX ? with(hash, sign) : hash;
                letters++;
                continue;
            }
            if (letters > 0) {
                taker.accept(mixed(hash));
                hash = seed;
                letters = 0;
            }
            if (alone) {
                taker.accept(mixed(with(seed, sign)));
            }
        }
        if (letters > 0) {
            taker.accept(mixed(hash));
        }
    }

    /** Upper case first: two lower letters may have the same upper one, such as the two small sigmas. */
    private static int folded(int sign) {
        boolean ofAWord = Character.isLetterOrDigit(sign) || Character.getType(sign) == Character.NON_SPACING_MARK;
        return ofAWord || Character.isIdeographic(sign) ? Character.toLowerCase(Character.toUpperCase(sign)) : 0;
    }

    private static long with(long hash, int sign) {
        return (hash ^ sign) * PRIME;
    }

    /** Every bit of it depends on every sign. */
    private static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
