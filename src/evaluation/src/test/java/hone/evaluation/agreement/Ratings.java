package hone.evaluation.agreement;

import hone.evaluation.Labels;
import java.util.ArrayList;
import java.util.List;

/** Ratings as articles print them: a line for each rater, a number for each item, 0 where there is none. */
final class Ratings {
    private Ratings() {}

    static Labels of(int classes, int[]... raters) {
        List<int[]> rows = new ArrayList<>();
        int items = 0;
        for (int rater = 0; rater < raters.length; rater++) {
            items = Math.max(items, raters[rater].length);
            for (int item = 0; item < raters[rater].length; item++) {
                if (raters[rater][item] > 0) {
                    rows.add(new int[] {item, rater, raters[rater][item] - 1});
                }
            }
        }
        return Labels.of(items, raters.length, classes, column(rows, 0), column(rows, 1), column(rows, 2));
    }

    private static int[] column(List<int[]> rows, int column) {
        return rows.stream().mapToInt(row -> row[column]).toArray();
    }
}
