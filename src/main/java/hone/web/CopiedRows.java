package hone.web;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Many rows on their way into one table by PostgreSQL's COPY, in its binary form, which needs no quoting and which the database reads
 * without parsing. Each row is begun, then gets a value for each column in their order. They are sent while they are written, so
 * that the database stores the first while this program still makes the last.
 */
public final class CopiedRows {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int END = -1;
    private static final int NULL = -1;
    private static final int TEXT_OID = 25;
    private static final long EPOCH_SECONDS =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private static final int SENT_BYTES = 1 << 16;

    private final CopyIn copy;
    private final int columns;
    private byte[] bytes = new byte[2 * SENT_BYTES];
    private int size;

    CopiedRows(CopyIn copy, int columns) {
        this.copy = copy;
        this.columns = columns;
        put(SIGNATURE);
        putInt(0); // no flags
        putInt(0); // no extension of the header
    }

    public CopiedRows row() {
        if (size >= SENT_BYTES) {
            send();
        }
        putShort(columns);
        return this;
    }

    public CopiedRows id(@Nullable UUID id) {
        if (id == null) {
            return none();
        }
        putInt(16);
        putLong(id.getMostSignificantBits());
        putLong(id.getLeastSignificantBits());
        return this;
    }

    public CopiedRows id(Optional<UUID> id) {
        return id(id.orElse(null));
    }

    public CopiedRows text(@Nullable String text) {
        return text == null ? none() : utf8(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text that is UTF-8 already. */
    public CopiedRows utf8(byte[] text) {
        putInt(text.length);
        put(text);
        return this;
    }

    /** A value of a jsonb column, as JSON in UTF-8. */
    public CopiedRows json(byte @Nullable [] json) {
        if (json == null) {
            return none();
        }
        putInt(1 + json.length);
        room(1);
        bytes[size++] = 1; // the version of jsonb's binary form
        put(json);
        return this;
    }

    public CopiedRows number(int number) {
        putInt(Integer.BYTES);
        putInt(number);
        return this;
    }

    public CopiedRows number(Optional<Integer> number) {
        return number.isPresent() ? number(number.get()) : none();
    }

    public CopiedRows large(long number) {
        putInt(Long.BYTES);
        putLong(number);
        return this;
    }

    public CopiedRows real(double number) {
        putInt(Double.BYTES);
        putLong(Double.doubleToRawLongBits(number));
        return this;
    }

    public CopiedRows real(OptionalDouble number) {
        return number.isPresent() ? real(number.getAsDouble()) : none();
    }

    /** An array of texts. */
    public CopiedRows texts(List<String> texts) {
        List<byte[]> all = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        int dimensions = all.isEmpty() ? 0 : 1;
        int length = 12
                + 8 * dimensions
                + all.stream().mapToInt(text -> 4 + text.length).sum();
        putInt(length);
        putInt(dimensions);
        putInt(0); // without nulls
        putInt(TEXT_OID);
        if (dimensions > 0) {
            putInt(all.size());
            putInt(1); // counted from
        }
        all.forEach(this::utf8);
        return this;
    }

    public CopiedRows flag(boolean flag) {
        putInt(1);
        room(1);
        bytes[size++] = (byte) (flag ? 1 : 0);
        return this;
    }

    public CopiedRows time(Instant time) {
        return large((time.getEpochSecond() - EPOCH_SECONDS) * 1_000_000 + time.getNano() / 1000);
    }

    public CopiedRows time(Optional<Instant> time) {
        return time.isPresent() ? time(time.get()) : none();
    }

    public CopiedRows none() {
        putInt(NULL);
        return this;
    }

    /** @return how many rows the database has taken */
    long end() throws SQLException {
        putShort(END);
        send();
        return copy.endCopy();
    }

    private void send() {
        try {
            copy.writeToCopy(bytes, 0, size);
        } catch (SQLException e) {
            throw new Sql.SqlFailed("copy", e);
        }
        size = 0;
    }

    private void put(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void putShort(int value) {
        room(2);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
    }

    private void putInt(int value) {
        putShort(value >> 16);
        putShort(value);
    }

    private void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
