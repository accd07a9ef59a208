package hone.export;

import java.util.List;
import java.util.Map;

/**
 * What a file holds and what it does not.
 *
 * @param items judged tasks and documents, or rows of a dataset
 * @param rows of the file
 * @param hidden judgments of tasks that whoever asked may still judge
 * @param leftOut what the format could not hold, and of how many items
 * @param neverHeld what the format holds of no item
 */
public record ExportReport(
        long items, long judgments, long rows, long hidden, Map<String, Long> leftOut, List<String> neverHeld) {
    static final ExportReport NOTHING = new ExportReport(0, 0, 0, 0, Map.of(), List.of());

    public ExportReport {
        leftOut = new java.util.TreeMap<>(leftOut);
        neverHeld = List.copyOf(neverHeld);
    }

    /** For a page, in order. */
    public List<Map.Entry<String, Long>> losses() {
        return List.copyOf(leftOut.entrySet());
    }
}
