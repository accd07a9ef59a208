package hone.web;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a query as PostgreSQL's COPY sends them in its binary form: they are read while the database still makes the next ones,
 * and no cell is looked up by name or made of text. The cells of a row are asked for in the order of the columns.
 */
public final class CopiedCells {
    /** Eleven bytes by which the form is known, flags, and the length of an extension that nobody sends. */
    private static final int HEADER_BYTES = 19;

    private static final int NULL = -1;
    /** Of an array, after the number of its dimensions: whether there are nulls, and the type of its elements. */
    private static final int FLAGS_AND_TYPE_BYTES = 8;

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final CopyOut copy;
    private byte[] row = {};
    private int at;
    private boolean begun;

    CopiedCells(CopyOut copy) {
        this.copy = copy;
    }

    /** Reads all rows of a query without parameters. */
    static void each(Connection connection, String query, Sql.RowReader reader) {
        String copy = "copy (" + query + ") to stdout (format binary)";
        try {
            CopyOut rows = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
            try {
                CopiedCells cells = new CopiedCells(rows);
                while (cells.next()) {
                    reader.read(cells);
                }
                while (rows.isActive() && rows.readFromCopy() != null) {
                    throw new IllegalStateException("rows after the last one");
                }
            } finally {
                if (rows.isActive()) {
                    rows.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new Sql.SqlFailed(query, e);
        }
    }

    /** @return whether there is another row */
    private boolean next() throws SQLException {
        byte[] message = copy.readFromCopy();
        if (message == null) {
            return false;
        }
        row = message;
        at = begun ? 0 : HEADER_BYTES;
        begun = true;
        return readShort() >= 0;
    }

    public UUID id() {
        return maybeId().orElseThrow(CopiedCells::nothing);
    }

    public Optional<UUID> maybeId() {
        return readInt() == NULL ? Optional.empty() : Optional.of(new UUID(readLong(), readLong()));
    }

    public List<UUID> ids() {
        int count = elements();
        List<UUID> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(id());
        }
        return ids;
    }

    public String text() {
        return maybeText().orElseThrow(CopiedCells::nothing);
    }

    public Optional<String> maybeText() {
        int length = readInt();
        return length == NULL ? Optional.empty() : Optional.of(utf8(length));
    }

    public List<String> texts() {
        int count = elements();
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    /** A value of type jsonb, as its JSON. */
    public String json() {
        return maybeJson().orElseThrow(CopiedCells::nothing);
    }

    public Optional<String> maybeJson() {
        int length = readInt();
        if (length == NULL) {
            return Optional.empty();
        }
        at++; // the version of jsonb's binary form
        return Optional.of(utf8(length - 1));
    }

    /** A whole number of any size. */
    public long number() {
        return maybeNumber().orElseThrow(CopiedCells::nothing);
    }

    public Optional<Long> maybeNumber() {
        int length = readInt();
        return switch (length) {
            case NULL -> Optional.empty();
            case Short.BYTES -> Optional.of((long) readShort());
            case Integer.BYTES -> Optional.of((long) readInt());
            case Long.BYTES -> Optional.of(readLong());
            default -> throw new IllegalStateException("a whole number of " + length + " bytes");
        };
    }

    public Optional<Double> maybeReal() {
        return readInt() == NULL ? Optional.empty() : Optional.of(Double.longBitsToDouble(readLong()));
    }

    public Optional<Boolean> maybeFlag() {
        return readInt() == NULL ? Optional.empty() : Optional.of(row[at++] != 0);
    }

    public Instant time() {
        return maybeTime().orElseThrow(CopiedCells::nothing);
    }

    public Optional<Instant> maybeTime() {
        return readInt() == NULL ? Optional.empty() : Optional.of(EPOCH.plus(readLong(), ChronoUnit.MICROS));
    }

    private static IllegalStateException nothing() {
        return new IllegalStateException("a cell is empty that never is");
    }

    private String utf8(int length) {
        String text = new String(row, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** The number of elements of an array, which follow. */
    private int elements() {
        readInt();
        int dimensions = readInt();
        at += FLAGS_AND_TYPE_BYTES;
        if (dimensions == 0) {
            return 0;
        }
        int count = readInt();
        readInt(); // counted from
        return count;
    }

    private short readShort() {
        short value = (short) ((row[at] & 0xff) << 8 | row[at + 1] & 0xff);
        at += Short.BYTES;
        return value;
    }

    private int readInt() {
        int value =
                (row[at] & 0xff) << 24 | (row[at + 1] & 0xff) << 16 | (row[at + 2] & 0xff) << 8 | row[at + 3] & 0xff;
        at += Integer.BYTES;
        return value;
    }

    private long readLong() {
        return (long) readInt() << Integer.SIZE | readInt() & 0xffffffffL;
    }
}
