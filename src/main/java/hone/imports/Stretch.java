package hone.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Rows of a file that are stored together, and those among them that are refused. */
final class Stretch {
    private final List<Incoming> taken = new ArrayList<>();
    private final List<IncomingDocument> documents = new ArrayList<>();

    /** How the rows that were taken stood in the file, in its order. */
    private final NavigableMap<Long, Supplier<String>> written = new TreeMap<>();

    private final List<Remark> remarks = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Set<String> leftOut = new TreeSet<>();
    private final Set<String> kept = new TreeSet<>();
    private final int rowsMax;
    private final long after;
    private long nanos;
    private long[] marks = {};
    private int rows;
    private long lastRow;
    private long bytes;
    private long fileBytesRead;

    /** A refused row, so that it can be corrected. */
    record Refusal(long row, String reason, String written) {
        /** Of a long row that much is kept. */
        static Refusal of(long row, String reason, String written) {
            return new Refusal(
                    row,
                    reason,
                    written.length() <= ImportLimits.REFUSED_CHARACTERS_MAX
                            ? written
                            : written.substring(0, ImportLimits.REFUSED_CHARACTERS_MAX));
        }
    }

    /** A remark about an accepted row. */
    record Remark(long row, String text) {}

    /** @param after the last row of the stretch before it; 0: it is the first */
    Stretch(int rowsMax, long after) {
        this.rowsMax = rowsMax;
        this.after = after;
    }

    void take(Incoming incoming, Supplier<String> asWritten) {
        taken.add(incoming);
        written.put(incoming.row(), asWritten);
    }

    void take(IncomingDocument incoming, Supplier<String> asWritten) {
        documents.add(incoming);
        written.put(incoming.row(), asWritten);
    }

    void refuse(Refusal refusal) {
        refusals.add(refusal);
        bytes += refusal.written().length();
    }

    void remark(long row, String remark) {
        remarks.add(new Remark(row, remark));
    }

    void leftOut(Set<String> fields) {
        leftOut.addAll(fields);
    }

    void kept(Set<String> fields) {
        kept.addAll(fields);
    }

    /**
     * Whether no prompt of it is one of the other's, or may say nearly the same: then neither needs to see what the other writes, and
     * neither waits for it. Texts to pre-train on are few beside prompts, and always go alone.
     */
    boolean isApartFrom(Stretch other) {
        if (!documents.isEmpty() || !other.documents.isEmpty()) {
            return false;
        }
        long[] ours = marks();
        long[] theirs = other.marks();
        for (int i = 0, j = 0; i < ours.length && j < theirs.length; ) {
            int order = Long.compare(ours[i], theirs[j]);
            if (order == 0) {
                return false;
            }
            i += order < 0 ? 1 : 0;
            j += order > 0 ? 1 : 0;
        }
        return true;
    }

    /** By what its prompts are found, in order. */
    private long[] marks() {
        if (marks.length == 0) {
            marks = taken.stream()
                    .flatMapToLong(one -> LongStream.concat(
                            LongStream.of(Long.parseUnsignedLong(one.sha256(), 0, 16, 16)),
                            Arrays.stream(one.likeness())))
                    .sorted()
                    .toArray();
        }
        return marks;
    }

    /** Whether it holds several rows that were taken, so that one may be stored without another. */
    boolean isDivisible() {
        return written.size() > 1;
    }

    /** Whether no row of it was taken. */
    boolean isWithoutRows() {
        return written.isEmpty();
    }

    /** The first row that was taken. */
    long firstRow() {
        return written.firstKey();
    }

    /** Its rows in two parts, in their order. */
    List<Stretch> halves() {
        long last = List.copyOf(written.keySet()).get((written.size() - 1) / 2);
        Stretch first = new Stretch(rowsMax, after);
        Stretch second = new Stretch(rowsMax, last);
        taken.forEach(
                one -> (one.row() <= last ? first : second).take(one, Objects.requireNonNull(written.get(one.row()))));
        documents.forEach(
                one -> (one.row() <= last ? first : second).take(one, Objects.requireNonNull(written.get(one.row()))));
        remarks.forEach(one -> (one.row() <= last ? first : second).remarks.add(one));
        refusals.forEach(one -> (one.row() <= last ? first : second).refusals.add(one));
        first.lastRow = last;
        second.leftOut(leftOut);
        second.kept(kept);
        second.lastRow = lastRow;
        second.fileBytesRead = fileBytesRead;
        return List.of(first, second);
    }

    /** The same with its only row refused. */
    Stretch refusing(String reason) {
        Stretch refused = new Stretch(rowsMax, after);
        refused.refusals.addAll(refusals);
        written.forEach((row, asWritten) -> refused.refuse(Refusal.of(row, reason, asWritten.get())));
        refused.lastRow = lastRow;
        refused.fileBytesRead = fileBytesRead;
        return refused;
    }

    /** @param rowBytes approximate memory of the row */
    void count(long row, int rowBytes, long read) {
        rows++;
        lastRow = row;
        bytes += rowBytes;
        fileBytesRead = read;
    }

    boolean isFull() {
        return rows >= rowsMax || bytes >= ImportLimits.STRETCH_BYTES_MAX;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** The last row before it: what must be there when it is stored. */
    long after() {
        return after;
    }

    /** The last row that was accepted or refused. */
    long lastRow() {
        return lastRow;
    }

    /** The position in the file as it was sent, after the last row. */
    long fileBytesRead() {
        return fileBytesRead;
    }

    /** The time it took to read: what somebody waits for afterwards is no part of it. */
    long nanos() {
        return nanos;
    }

    void tookToRead(long time) {
        nanos += time;
    }

    List<Incoming> taken() {
        return taken;
    }

    List<IncomingDocument> documents() {
        return documents;
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

    Set<String> kept() {
        return kept;
    }
}
