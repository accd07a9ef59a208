package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/**
 * Rows as lines of JSON, as Jackson writes texts, in UTF-8. Nearly all of a row is text, and of a text nearly all is written as it stands: eight
 * bytes at a time are looked at for a sign that must be escaped, where Jackson looks at each, which was a fifth of an export.
 * Numbers that are neither whole nor plain decimals are left to Jackson.
 */
final class LinesOut {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SENT_BYTES = 1 << 16;
    private static final int SMALL_BYTES = 256;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private byte[] bytes;
    private int size;

    LinesOut(OutputStream out) {
        this(out, 2 * SENT_BYTES);
    }

    private LinesOut(OutputStream out, int bytes) {
        this.out = out;
        this.bytes = new byte[bytes];
    }

    /** A value by itself. */
    static String json(JsonNode value) {
        try {
            LinesOut json = new LinesOut(OutputStream.nullOutputStream(), SMALL_BYTES);
            json.write(value);
            return new String(json.bytes, 0, json.size, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void line(ObjectNode row) throws IOException {
        write(row);
        put('\n');
        if (size >= SENT_BYTES) {
            flush();
        }
    }

    void flush() throws IOException {
        out.write(bytes, 0, size);
        size = 0;
        if (bytes.length > 16 * SENT_BYTES) {
            bytes = new byte[2 * SENT_BYTES]; // what one huge row took is given back
        }
    }

    private void write(JsonNode value) throws IOException {
        switch (value.getNodeType()) {
            case OBJECT -> object(value);
            case ARRAY -> array(value);
            case STRING -> text(value.textValue());
            case BOOLEAN -> ascii(value.booleanValue() ? "true" : "false");
            case NULL -> ascii("null");
            case NUMBER -> number(value);
            default -> put(Json.STRICT.writeValueAsBytes(value));
        }
    }

    private void object(JsonNode value) throws IOException {
        put('{');
        Iterator<Map.Entry<String, JsonNode>> fields = value.fields();
        for (boolean first = true; fields.hasNext(); first = false) {
            if (!first) {
                put(',');
            }
            Map.Entry<String, JsonNode> field = fields.next();
            text(field.getKey());
            put(':');
            write(field.getValue());
        }
        put('}');
    }

    private void array(JsonNode value) throws IOException {
        put('[');
        for (int i = 0; i < value.size(); i++) {
            if (i > 0) {
                put(',');
            }
            write(value.get(i));
        }
        put(']');
    }

    private void number(JsonNode value) throws IOException {
        if (value.isInt() || value.isLong()) {
            ascii(Long.toString(value.longValue()));
        } else if (value.isDouble() && Double.isFinite(value.doubleValue())) {
            ascii(Double.toString(value.doubleValue()));
        } else {
            put(Json.STRICT.writeValueAsBytes(value));
        }
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(utf8.length + 2);
        put('"');
        int from = 0;
        for (int at = nextEscaped(utf8, 0); at < utf8.length; at = nextEscaped(utf8, from)) {
            put(utf8, from, at);
            escape(utf8[at]);
            from = at + 1;
        }
        put(utf8, from, utf8.length);
        put('"');
    }

    /** Where the next quote, backslash or control character is; the end where there is none. */
    private static int nextEscaped(byte[] utf8, int from) {
        int at = from;
        for (; at <= utf8.length - Long.BYTES; at += Long.BYTES) {
            long eight = (long) EIGHT.get(utf8, at);
            long quote = eight ^ ONES * '"';
            long backslash = eight ^ ONES * '\\';
            // The high bit of a byte is set where the byte was zero, or below a blank; those of other signs have it
            // already.
            long found = (quote - ONES & ~quote | backslash - ONES & ~backslash | eight - ONES * ' ' & ~eight) & HIGHS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < utf8.length && (utf8[at] < 0 || utf8[at] >= ' ' && utf8[at] != '"' && utf8[at] != '\\')) {
            at++;
        }
        return at;
    }

    private void escape(byte sign) {
        put('\\');
        switch (sign) {
            case '"', '\\' -> put((char) sign);
            case '\b' -> put('b');
            case '\f' -> put('f');
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            default -> {
                ascii("u00");
                put((char) HEX[sign >> 4]);
                put((char) HEX[sign & 0xf]);
            }
        }
    }

    @SuppressWarnings("deprecation") // It takes the low bytes, which is what an ASCII text is.
    private void ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, size);
        size += text.length();
    }

    private void put(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
    }

    private void put(byte[] some) {
        put(some, 0, some.length);
    }

    private void put(byte[] some, int from, int to) {
        room(to - from);
        System.arraycopy(some, from, bytes, size, to - from);
        size += to - from;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
