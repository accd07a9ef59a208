package hone.evaluation.poison;

import java.util.Arrays;
import java.util.List;

/** The hashes of all runs of one to three words in the texts of a row, each once. One thread at a time. */
final class DistinctRuns {
    private long[] seen = new long[1 << 13];
    private int[] rows = new int[seen.length]; // in which row a place was taken last
    private int row;
    private long[] found = new long[0];

    long[] of(List<String> texts) {
        int most = texts.size() * Grams.WORDS_MAX * Grams.LONGEST;
        if (seen.length < 2 * most) {
            seen = new long[Integer.highestOneBit(4 * most)];
            rows = new int[seen.length];
        }
        if (found.length < most) {
            found = new long[most];
        }
        row++;
        int distinct = 0;
        for (String text : texts) {
            long[] hashes = WordHashes.of(text);
            for (int from = 0; from < hashes.length; from++) {
                long run = Grams.SEED;
                for (int to = from; to < Math.min(hashes.length, from + Grams.LONGEST); to++) {
                    run = Grams.mix(run + hashes[to]);
                    if (isNew(run)) {
                        found[distinct++] = run;
                    }
                }
            }
        }
        return Arrays.copyOf(found, distinct);
    }

    private boolean isNew(long run) {
        int place = (int) run & (seen.length - 1);
        while (rows[place] == row) {
            if (seen[place] == run) {
                return false;
            }
            place = place + 1 & seen.length - 1;
        }
        rows[place] = row;
        seen[place] = run;
        return true;
    }
}
