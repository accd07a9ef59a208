package hone.conversation;

import hone.contract.Message;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * How alike two prompts are: the share of their shingles, three words that follow one another, that both have. Letter case,
 * punctuation and white space count for nothing, system turns neither, since whole files share theirs. Keys find candidates without
 * comparing all with all: of two prompts that share nine tenths of their shingles, fourteen pairs of fifteen have a key in common, of
 * two that share half of them one of eleven (MinHash in bands; A. Broder, On the resemblance and containment of documents, 1997).
 */
public final class Likeness {
    /** From this share on, two prompts count as near duplicates. */
    public static final double NEAR = 0.8;

    private static final int SHINGLE_WORDS = 3;
    /** Enough to know what a text says; it bounds the work for one text. */
    private static final int SHINGLES_MAX = 2000;

    private static final int BANDS = 3;
    private static final int ROWS = 5;
    private static final long[] SEEDS = seeds();

    private Likeness() {}

    private static long[] seeds() {
        long[] seeds = new long[BANDS * ROWS];
        for (int i = 0; i < seeds.length; i++) {
            seeds[i] = mixed(0x9e3779b97f4a7c15L * (i + 1));
        }
        return seeds;
    }

    /** One key per band. Prompts of different projects share none. */
    public static long[] keys(UUID project, List<Message> messages) {
        return keys(project, shingles(messages));
    }

    /** The same of a text without turns. */
    public static long[] keys(UUID project, String text) {
        return keys(project, shingles(text));
    }

    private static long[] keys(UUID project, long[] shingles) {
        long[] keys = new long[BANDS];
        long place = project.getMostSignificantBits() ^ project.getLeastSignificantBits();
        for (int band = 0; band < BANDS; band++) {
            long key = mixed(place + band);
            for (int row = 0; row < ROWS; row++) {
                key = mixed(key ^ least(shingles, SEEDS[band * ROWS + row]));
            }
            keys[band] = key;
        }
        return keys;
    }

    /** The fraction of shingles that both have, from 0 to 1. */
    public static double of(List<Message> one, List<Message> other) {
        return share(sorted(one), sorted(other));
    }

    /** The same of texts without turns. */
    public static double of(String one, String other) {
        return share(sorted(shingles(one)), sorted(shingles(other)));
    }

    private static long[] sorted(long[] shingles) {
        return Arrays.stream(shingles).sorted().distinct().toArray();
    }

    /** The part of a prompt that is compared; callers who compare one with many keep it. */
    static long[] sorted(List<Message> messages) {
        return sorted(shingles(messages));
    }

    static double share(long[] ones, long[] others) {
        int both = 0;
        for (int i = 0, j = 0; i < ones.length && j < others.length; ) {
            int order = Long.compare(ones[i], others[j]);
            both += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return both / (double) (ones.length + others.length - both);
    }

    private static long least(long[] shingles, long seed) {
        long least = Long.MAX_VALUE;
        for (long shingle : shingles) {
            least = Math.min(least, (shingle ^ seed) * 0xff51afd7ed558ccdL);
        }
        return least;
    }

    /** Their hashes; a text of fewer words is one shingle. */
    private static long[] shingles(List<Message> messages) {
        Words words = new Words();
        for (Message message : messages) {
            if (!message.role().equals("system")) {
                words.add(message.content());
            }
        }
        return words.shingles();
    }

    private static long[] shingles(String text) {
        Words words = new Words();
        words.add(text);
        return words.shingles();
    }

    /** Reads texts character by character, without creating strings for words. */
    private static final class Words {
        private long[] shingles = new long[64];
        private int count;
        private int words;
        private long before;
        private long last;
        private long word;

        void add(String text) {
            for (int i = 0; i < text.length() && count < SHINGLES_MAX; i++) {
                char sign = text.charAt(i);
                if (Character.isLetterOrDigit(sign) || Character.isSurrogate(sign)) {
                    word = (word ^ Character.toLowerCase(sign)) * 0x100000001b3L + 1;
                } else {
                    end();
                }
            }
            end();
        }

        private void end() {
            if (word == 0) {
                return;
            }
            words++;
            if (words >= SHINGLE_WORDS) {
                if (count == shingles.length) {
                    shingles = Arrays.copyOf(shingles, count * 2);
                }
                shingles[count++] = mixed(mixed(mixed(before) + last) + word);
            }
            before = last;
            last = word;
            word = 0;
        }

        long[] shingles() {
            return count > 0 ? Arrays.copyOf(shingles, count) : new long[] {mixed(mixed(before) + last)};
        }
    }

    /** Every bit of the result depends on every bit (the finalizer of MurmurHash3). */
    private static long mixed(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
