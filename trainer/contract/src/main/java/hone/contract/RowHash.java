package hone.contract;

import java.security.MessageDigest;
import java.util.HexFormat;

/** The sha256 of a dataset: over each canonical row's UTF-8 JSON and a line feed, in order of position. */
public final class RowHash {
    private final MessageDigest digest = Wire.sha256();
    private long rows;

    /** Adds the next row; it must be the one at position {@link #rows()}. */
    public byte[] add(DatasetRecord.Row row) {
        if (row.position() != rows) {
            throw new UnreadableMessage("row " + row.position() + " where row " + rows + " was due");
        }
        byte[] canonical = Wire.bytes(row);
        update(canonical);
        return canonical;
    }

    /**
     * Adds the next row as it arrived, so that what is checked is what was sent, even if this version would write it differently.
     *
     * @return the row
     */
    public DatasetRecord.Row add(byte[] received) {
        DatasetRecord.Row row = Wire.read(received, DatasetRecord.Row.class);
        add(row, received);
        return row;
    }

    /** The same for callers who have parsed it already. */
    public void add(DatasetRecord.Row row, byte[] received) {
        for (byte b : received) {
            if (b == '\n') {
                throw new UnreadableMessage("row " + rows + " holds a line feed outside of its texts");
            }
        }
        if (row.position() != rows) {
            throw new UnreadableMessage("row " + row.position() + " where row " + rows + " was due");
        }
        update(received);
    }

    private void update(byte[] canonical) {
        digest.update(canonical);
        digest.update((byte) '\n');
        rows++;
    }

    public long rows() {
        return rows;
    }

    /** The hash of all rows so far; the object can't be used afterwards. */
    public String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
