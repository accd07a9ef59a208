package hone.evaluation.poison;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/**
 * In how many rows each run of words is, and how many of these a second opinion contradicts. Most runs are in one row or two, so a
 * first pass counts by a part of the hash, in a table of 4 bytes a cell, and a second keeps only runs whose cell reached the
 * least number of rows; if these are more than are kept, the least number rises. Both passes cost what the words cost.
 */
final class GramCounts {
    private static final int CELLS_MAX = 1 << 24; // 64 MB
    static final int KEPT_MAX = 1 << 20; // 28 bytes each, in a table at most half full

    private final Function<JudgedRow, List<String>> texts;
    private final int rowsMin;
    private final long[] keys;
    private final int[] rows;
    private final int[] known;
    private final int[] against;
    private final long[] sameRows; // equal for runs that are in the same rows
    private int kept;

    private GramCounts(Function<JudgedRow, List<String>> texts, int rowsMin, int capacity) {
        this.texts = texts;
        this.rowsMin = rowsMin;
        keys = new long[capacity];
        rows = new int[capacity];
        known = new int[capacity];
        against = new int[capacity];
        sameRows = new long[capacity];
    }

    /** @param least runs in fewer rows are left out */
    static GramCounts of(
            List<JudgedRow> judged, Function<JudgedRow, List<String>> texts, SecondOpinions opinions, int least) {
        int[] cells =
                new int[(int) Math.min(CELLS_MAX, (long) Integer.highestOneBit(Math.max(1024, judged.size())) << 8)];
        for (JudgedRow row : judged) {
            for (long hash : Grams.distinct(texts.apply(row))) {
                cells[cell(hash, cells.length)]++;
            }
        }
        int rowsMin = atMostKept(cells, least);
        int candidates =
                (int) Arrays.stream(cells).filter(count -> count >= rowsMin).count();
        GramCounts counts = new GramCounts(texts, rowsMin, Integer.highestOneBit(Math.max(64, 2 * candidates)) << 1);
        for (int at = 0; at < judged.size(); at++) {
            for (long hash : Grams.distinct(texts.apply(judged.get(at)))) {
                if (cells[cell(hash, cells.length)] >= rowsMin) {
                    counts.add(hash, at, opinions.known(), opinions.against());
                }
            }
        }
        return counts;
    }

    private static int cell(long hash, int cells) {
        return (int) (hash >>> 20) & (cells - 1);
    }

    /** The least number of rows, raised until no more cells than are kept reach it. */
    private static int atMostKept(int[] cells, int least) {
        int rowsMin = least;
        while (reaching(cells, rowsMin) > KEPT_MAX) {
            rowsMin++;
        }
        return rowsMin;
    }

    private static long reaching(int[] cells, int rowsMin) {
        return Arrays.stream(cells).filter(count -> count >= rowsMin).count();
    }

    private void add(long hash, int row, BitSet isKnown, BitSet isAgainst) {
        int slot = free(hash);
        if (rows[slot] == 0) {
            if (kept >= keys.length - keys.length / 4) {
                return; // several runs in most cells: those that came first are kept
            }
            keys[slot] = hash;
            kept++;
        }
        rows[slot]++;
        known[slot] += isKnown.get(row) ? 1 : 0;
        against[slot] += isAgainst.get(row) ? 1 : 0;
        sameRows[slot] += Grams.mix(row + 1L);
    }

    /** Where a run is, or would be. */
    private int free(long hash) {
        int slot = (int) hash & (keys.length - 1);
        while (rows[slot] > 0 && keys[slot] != hash) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    /** Of one row, as they were counted. */
    List<String> texts(JudgedRow row) {
        return texts.apply(row);
    }

    int rowsMin() {
        return rowsMin;
    }

    int capacity() {
        return keys.length;
    }

    /** How many runs are kept. */
    int kept() {
        return kept;
    }

    /** The slot of a run, or −1 if it is not kept. */
    int slot(long hash) {
        int slot = free(hash);
        return rows[slot] >= rowsMin ? slot : -1;
    }

    boolean isKept(int slot) {
        return rows[slot] >= rowsMin;
    }

    long hash(int slot) {
        return keys[slot];
    }

    int rows(int slot) {
        return rows[slot];
    }

    int known(int slot) {
        return known[slot];
    }

    int against(int slot) {
        return against[slot];
    }

    long sameRows(int slot) {
        return sameRows[slot];
    }
}
