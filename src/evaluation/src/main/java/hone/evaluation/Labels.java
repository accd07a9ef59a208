package hone.evaluation;

import java.util.Arrays;

/**
 * Who gave which item which label, grouped by item. Items, workers and classes are numbers from 0; the same worker may label an
 * item repeatedly, and each label counts. A million labels take 8 MB, and 4 bytes an item.
 */
public final class Labels {
    private final int workers;
    private final int classes;
    private final int[] start; // of an item's labels; one more than items
    private final int[] worker;
    private final int[] label;

    private Labels(int workers, int classes, int[] start, int[] worker, int[] label) {
        this.workers = workers;
        this.classes = classes;
        this.start = start;
        this.worker = worker;
        this.label = label;
    }

    /** One label per place of the three arrays, in any order; within an item the order is kept. */
    public static Labels of(int items, int workers, int classes, int[] item, int[] worker, int[] label) {
        if (worker.length != item.length || label.length != item.length) {
            throw new IllegalArgumentException("of " + item.length + " items, " + worker.length + " workers and "
                    + label.length + " labels, no labels can be made");
        }
        int[] start = new int[items + 1];
        for (int at = 0; at < item.length; at++) {
            check("item", item[at], items);
            check("worker", worker[at], workers);
            check("label", label[at], classes);
            start[item[at] + 1]++;
        }
        for (int i = 0; i < items; i++) {
            start[i + 1] += start[i];
        }
        int[] next = start.clone();
        int[] workerByItem = new int[item.length];
        int[] labelByItem = new int[item.length];
        for (int at = 0; at < item.length; at++) {
            int place = next[item[at]]++;
            workerByItem[place] = worker[at];
            labelByItem[place] = label[at];
        }
        return new Labels(workers, classes, start, workerByItem, labelByItem);
    }

    private static void check(String what, int number, int count) {
        if (number < 0 || number >= count) {
            throw new IllegalArgumentException("the " + what + " " + number + " is not one of " + count);
        }
    }

    public int items() {
        return start.length - 1;
    }

    public int workers() {
        return workers;
    }

    public int classes() {
        return classes;
    }

    /** How many labels there are. */
    public int size() {
        return label.length;
    }

    /** Where the labels of an item begin; they end where those of the next begin. */
    public int start(int item) {
        return start[item];
    }

    public int worker(int at) {
        return worker[at];
    }

    public int label(int at) {
        return label[at];
    }

    /** How many labels an item has. */
    public int count(int item) {
        return start[item + 1] - start[item];
    }

    /** How many labels of each class an item has, written into {@code counts}. */
    public void countByClass(int item, int[] counts) {
        Arrays.fill(counts, 0);
        for (int at = start[item]; at < start[item + 1]; at++) {
            counts[label[at]]++;
        }
    }

    /** Whether some item has two labels or more, so that there is anything to compare. */
    public boolean someItemHasTwo() {
        for (int item = 0; item < items(); item++) {
            if (count(item) > 1) {
                return true;
            }
        }
        return false;
    }
}
