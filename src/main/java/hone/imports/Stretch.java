package hone.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rows of a file that are stored together: what they bring, and those that are refused. */
final class Stretch {
    private final List<Incoming> taken = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Set<String> leftOut = new TreeSet<>();
    private final Set<String> kept = new TreeSet<>();
    private final int rowsMax;
    private final long began = System.nanoTime();
    private int rows;
    private long lastRow;
    private long bytes;
    private long fileBytesRead;

    /** A refused row, as it can be mended. */
    record Refusal(long row, String reason, String written) {}

    /** Something about a row that was taken. */
    record Remark(long row, String text) {}

    Stretch(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    void take(Incoming incoming) {
        taken.add(incoming);
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

    /** @param rowBytes about what it takes of memory */
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

    /** The last row that was taken or refused. */
    long lastRow() {
        return lastRow;
    }

    /** Of the file as it was sent, after the last row. */
    long fileBytesRead() {
        return fileBytesRead;
    }

    /** How long it has been in the making. */
    long nanos() {
        return System.nanoTime() - began;
    }

    List<Incoming> taken() {
        return taken;
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
