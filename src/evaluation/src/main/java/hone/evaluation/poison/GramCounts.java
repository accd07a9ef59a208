package hone.evaluation.poison;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * In how many rows each run of words is, and how many of these a second opinion contradicts. Most runs are in one row or two, so a
 * first pass counts by a part of the hash, in a table of one byte a cell, and a second keeps only runs whose cell reached the least
 * number of rows; if these are more than are kept, the least number rises. Both passes cost what the words cost, and that is mostly
 * waiting for memory.
 */
final class GramCounts {
    private static final int CELLS_MAX = 1 << 26; // 64 MB
    static final int KEPT_MAX = 1 << 20; // 32 bytes each, in a table mostly a quarter to half full
    private static final int NUMBERS = 4;
    private static final long ROW = 1L << 32;

    private final Function<JudgedRow, List<String>> texts;
    private final DistinctRuns runs;
    private final byte[] cells;
    private final int rowsMin;
    private final int capacity;

    /**
     * Four numbers a slot, side by side because each look at a table of this size waits for memory: the run; in how many rows it is and
     * how many of these have a second opinion, in 32 bits each; how many are contradicted; and a sum that is equal for runs that are in
     * the same rows.
     */
    private final long[] slots;

    private int kept;

    private GramCounts(
            Function<JudgedRow, List<String>> texts, DistinctRuns runs, byte[] cells, int rowsMin, int candidates) {
        this.texts = texts;
        this.runs = runs;
        this.cells = cells;
        this.rowsMin = rowsMin;
        capacity = Integer.highestOneBit(Math.max(64, 2 * candidates)) << 1;
        slots = new long[NUMBERS * capacity];
    }

    /** @param least runs in fewer rows are left out */
    static GramCounts of(Evidence evidence, Function<JudgedRow, List<String>> texts, int least) {
        List<JudgedRow> judged = evidence.rows();
        DistinctRuns runs = new DistinctRuns();
        byte[] cells =
                new byte[(int) Math.min(CELLS_MAX, (long) Integer.highestOneBit(Math.max(1024, judged.size())) << 10)];
        for (JudgedRow row : judged) {
            for (long hash : runs.of(texts.apply(row))) {
                int cell = cell(hash, cells.length);
                cells[cell] += (byte) (cells[cell] < Byte.MAX_VALUE ? 1 : 0);
            }
        }
        int rowsMin = atMostKept(cells, least);
        GramCounts counts = new GramCounts(texts, runs, cells, rowsMin, reaching(cells, rowsMin));
        for (int at = 0; at < judged.size(); at++) {
            for (long hash : counts.runs(judged.get(at))) {
                counts.add(hash, at, evidence.opinions());
            }
        }
        return counts;
    }

    private static int cell(long hash, int cells) {
        return (int) (hash >>> 20) & (cells - 1);
    }

    /** The least number of rows, raised until no more cells than are kept reach it. */
    private static int atMostKept(byte[] cells, int least) {
        int rowsMin = least;
        while (rowsMin < Byte.MAX_VALUE && reaching(cells, rowsMin) > KEPT_MAX) {
            rowsMin++;
        }
        return rowsMin;
    }

    private static int reaching(byte[] cells, int rowsMin) {
        int reaching = 0;
        for (byte rows : cells) {
            reaching += rows >= rowsMin ? 1 : 0;
        }
        return reaching;
    }

    private void add(long hash, int row, SecondOpinions opinions) {
        int slot = free(hash);
        int at = NUMBERS * slot;
        if (rows(slot) == 0) {
            if (kept >= capacity - capacity / 4) {
                return; // several runs in most cells: those that came first are kept
            }
            slots[at] = hash;
            kept++;
        }
        slots[at + 1] += opinions.known().get(row) ? ROW + 1 : ROW;
        slots[at + 2] += opinions.against().get(row) ? 1 : 0;
        slots[at + 3] += Grams.mix(row + 1L);
    }

    /** Where a run is, or would be. */
    private int free(long hash) {
        int slot = (int) hash & (capacity - 1);
        while (rows(slot) > 0 && slots[NUMBERS * slot] != hash) {
            slot = slot + 1 & capacity - 1;
        }
        return slot;
    }

    /** Of one row, as they were counted. */
    List<String> texts(JudgedRow row) {
        return texts.apply(row);
    }

    /** Those of one row that may be kept. */
    long[] runs(JudgedRow row) {
        long[] all = runs.of(texts.apply(row));
        int reaching = 0;
        for (long hash : all) {
            all[reaching] = hash;
            reaching += cells[cell(hash, cells.length)] >= rowsMin ? 1 : 0;
        }
        return Arrays.copyOf(all, reaching);
    }

    int capacity() {
        return capacity;
    }

    /** How many runs are kept. */
    int kept() {
        return kept;
    }

    /** The slot of a run, or −1 if it is not kept. */
    int slot(long hash) {
        int slot = free(hash);
        return isKept(slot) ? slot : -1;
    }

    boolean isKept(int slot) {
        return rows(slot) >= rowsMin;
    }

    int rows(int slot) {
        return (int) (slots[NUMBERS * slot + 1] >>> 32);
    }

    int known(int slot) {
        return (int) slots[NUMBERS * slot + 1];
    }

    int against(int slot) {
        return (int) slots[NUMBERS * slot + 2];
    }

    long sameRows(int slot) {
        return slots[NUMBERS * slot + 3];
    }
}
