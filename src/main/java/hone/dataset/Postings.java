package hone.dataset;

import java.util.Arrays;

/**
 * Which of some thousand rows hold which word, while it is gathered: for each word the distances from one row to the next, seven bits
 * a byte. The words are found in a table of primitive longs, since there are hundreds in every row.
 */
final class Postings {
    private static final int FIRST_SLOTS = 1 << 16;
    private static final int FIRST_BYTES = 4;
    private static final int MORE = 0x80;
    /** So that words which differ in few bits lie apart all the same. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private long[] words = new long[FIRST_SLOTS];
    private int[] last = new int[FIRST_SLOTS];
    private int[] sizes = new int[FIRST_SLOTS];
    private byte[][] bytes = new byte[FIRST_SLOTS][];
    private int count;
    private long total;

    /** How many different words there are. */
    int count() {
        return count;
    }

    /** How many bytes they have together. */
    long bytes() {
        return total;
    }

    /**
     * A word of a row; said again of the same row it changes nothing.
     *
     * @param row counted from the first of the segment, never less than before
     */
    void add(int row, long word) {
        int slot = slot(words, bytes, word);
        byte[] there = bytes[slot];
        if (there == null) {
            words[slot] = word;
            bytes[slot] = new byte[FIRST_BYTES];
            count++;
            append(slot, row);
            last[slot] = row;
            if (count > words.length / 2) {
                grow();
            }
            return;
        }
        if (last[slot] != row) {
            append(slot, row - last[slot]);
            last[slot] = row;
        }
    }

    private void append(int slot, int distance) {
        int rest = distance;
        while (rest >= MORE) {
            append(slot, (byte) (rest | MORE));
            rest >>>= 7;
        }
        append(slot, (byte) rest);
    }

    private void append(int slot, byte value) {
        if (sizes[slot] == bytes[slot].length) {
            bytes[slot] = Arrays.copyOf(bytes[slot], 2 * sizes[slot]);
        }
        bytes[slot][sizes[slot]++] = value;
        total++;
    }

    private static int slot(long[] words, byte[][] bytes, long word) {
        int slot = (int) (word * SPREAD >>> 32) & words.length - 1;
        while (bytes[slot] != null && words[slot] != word) {
            slot = slot + 1 & words.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] moreWords = new long[2 * words.length];
        int[] moreLast = new int[moreWords.length];
        int[] moreSizes = new int[moreWords.length];
        byte[][] moreBytes = new byte[moreWords.length][];
        for (int from = 0; from < words.length; from++) {
            if (bytes[from] != null) {
                int to = slot(moreWords, moreBytes, words[from]);
                moreWords[to] = words[from];
                moreLast[to] = last[from];
                moreSizes[to] = sizes[from];
                moreBytes[to] = bytes[from];
            }
        }
        words = moreWords;
        last = moreLast;
        sizes = moreSizes;
        bytes = moreBytes;
    }

    /** Takes a word and its rows. */
    interface Taker {
        void take(long word, byte[] rows);
    }

    /** All words in their order, in which an index takes them fastest. */
    void each(Taker taker) {
        long[] sorted = new long[count];
        int at = 0;
        for (int slot = 0; slot < words.length; slot++) {
            if (bytes[slot] != null) {
                sorted[at++] = words[slot];
            }
        }
        Arrays.sort(sorted);
        for (long word : sorted) {
            int slot = slot(words, bytes, word);
            taker.take(word, Arrays.copyOf(bytes[slot], sizes[slot]));
        }
    }

    /** The rows of a word, counted from the first of the segment. */
    static int[] rows(byte[] posting) {
        int[] rows = new int[posting.length];
        int count = 0;
        int row = 0;
        int distance = 0;
        int shift = 0;
        for (byte part : posting) {
            distance |= (part & 0x7f) << shift;
            shift += 7;
            if (part >= 0) {
                row += distance;
                rows[count++] = row;
                distance = 0;
                shift = 0;
            }
        }
        return Arrays.copyOf(rows, count);
    }
}
