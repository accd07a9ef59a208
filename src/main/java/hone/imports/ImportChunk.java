package hone.imports;

import hone.imports.StoreRows.Numbered;
import hone.imports.StoreRows.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rows of a file that are stored together: what they bring, and those that are refused. */
final class ImportChunk {
    private final RowReader reader = new RowReader();
    private final List<Numbered> given = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Set<String> leftOut = new TreeSet<>();
    private boolean trees;
    private int lastLine;
    private long bytes;

    /** A refused line, as it stands in the file. */
    record Refusal(int line, String reason, String row) {}

    /** @return 1 when the row was refused */
    int take(Lines.Line line) {
        lastLine = line.number();
        bytes += line.bytes().length;
        try {
            if (line.tooLong()) {
                throw new RefusedRow(
                        "A row is longer than 1 MiB.",
                        "Only its beginning is kept here; shorten it in the file itself.");
            }
            ImportedRow row = reader.read(
                    line.text().orElseThrow(() -> new RefusedRow("Not UTF-8.", "Save the file in that encoding.")));
            trees |= row.prompts().getFirst().answers().stream()
                    .anyMatch(a -> a.rank().isPresent());
            row.prompts().forEach(prompt -> given.add(new Numbered(line.number(), prompt)));
            row.remarks().forEach(remark -> remarks.add(new Remark(line.number(), remark)));
            leftOut.addAll(row.leftOut());
            return 0;
        } catch (RefusedRow e) {
            refusals.add(new Refusal(line.number(), (e.reason() + "\n" + e.detail()).strip(), line.shown()));
            return 1;
        }
    }

    boolean isFull() {
        return given.size() + refusals.size() >= ImportLimits.ROWS_PER_TRANSACTION
                || bytes >= ImportLimits.BYTES_PER_TRANSACTION;
    }

    boolean isEmpty() {
        return given.isEmpty() && refusals.isEmpty();
    }

    /** The last line that was taken or refused, in all stretches. */
    int lastLine() {
        return lastLine;
    }

    List<Numbered> given() {
        return given;
    }

    List<Remark> remarks() {
        return remarks;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    Set<String> leftOut() {
        return leftOut;
    }

    /** {@code trees} when ranks came with the answers, else {@code prompts}. */
    String format() {
        return trees ? "trees" : "prompts";
    }

    void clear() {
        given.clear();
        remarks.clear();
        refusals.clear();
        leftOut.clear();
        bytes = 0;
        trees = false;
    }
}
