package hone.trainer.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Token rows padded on the right, where causality hides the padding.
 *
 * @param ids (count, width), row after row
 * @param lengths (count): real tokens of each row
 */
public record PaddedRows(int count, int width, long[] ids, int[] lengths) {
    /** Rows that are read together if no gradient is needed. */
    public static final int ROWS_MAX = 32;

    public static PaddedRows of(List<int[]> rows, int padId) {
        int width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        long[] ids = new long[rows.size() * width];
        int[] lengths = new int[rows.size()];
        Arrays.fill(ids, padId);
        for (int r = 0; r < rows.size(); r++) {
            int[] row = rows.get(r);
            lengths[r] = row.length;
            for (int t = 0; t < row.length; t++) {
                ids[r * width + t] = row[t];
            }
        }
        return new PaddedRows(rows.size(), width, ids, lengths);
    }

    /** The position of the last token of each row: row · width + token. */
    public long[] lastPlaces() {
        return IntStream.range(0, count)
                .mapToLong(r -> (long) r * width + lengths[r] - 1)
                .toArray();
    }

    /** Groups of row numbers of at most the given size, of similar length, so that there is little padding. */
    public static List<int[]> ofSimilarLength(List<int[]> rows, int most) {
        int[] sorted = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingInt(r -> rows.get(r).length))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> parts = new ArrayList<>();
        for (int from = 0; from < sorted.length; from += most) {
            parts.add(Arrays.copyOfRange(sorted, from, Math.min(sorted.length, from + most)));
        }
        return parts;
    }

    public static List<int[]> pick(List<int[]> rows, int[] which) {
        return Arrays.stream(which).mapToObj(rows::get).toList();
    }
}
