package hone.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** As much of Thrift's compact protocol as the footer and the pages of a Parquet file are written in. */
final class CompactThrift {
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int SHORT_LIST_MAX = 14;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> lastFields = new ArrayDeque<>();

    CompactThrift() {
        lastFields.push(0);
    }

    CompactThrift i32(int field, int value) {
        begin(field, I32);
        varint(zigzag(value));
        return this;
    }

    CompactThrift i64(int field, long value) {
        begin(field, I64);
        varint(zigzag(value));
        return this;
    }

    CompactThrift text(int field, String text) {
        begin(field, BINARY);
        bytes(text);
        return this;
    }

    CompactThrift struct(int field, Consumer<CompactThrift> fields) {
        begin(field, STRUCT);
        nested(fields);
        return this;
    }

    CompactThrift i32s(int field, List<Integer> values) {
        list(field, values.size(), I32);
        values.forEach(value -> varint(zigzag(value)));
        return this;
    }

    CompactThrift texts(int field, List<String> values) {
        list(field, values.size(), BINARY);
        values.forEach(this::bytes);
        return this;
    }

    CompactThrift structs(int field, List<Consumer<CompactThrift>> values) {
        list(field, values.size(), STRUCT);
        values.forEach(this::nested);
        return this;
    }

    /** The struct that was written, with its end. */
    byte[] end() {
        out.write(0);
        return out.toByteArray();
    }

    private void nested(Consumer<CompactThrift> fields) {
        lastFields.push(0);
        fields.accept(this);
        out.write(0);
        lastFields.pop();
    }

    /** Fields come in ascending order and less than fifteen apart, so that one byte tells field and type. */
    private void begin(int field, int type) {
        int delta = field - lastFields.pop();
        lastFields.push(field);
        out.write((delta << 4) | type);
    }

    private void list(int field, int size, int type) {
        begin(field, LIST);
        if (size <= SHORT_LIST_MAX) {
            out.write((size << 4) | type);
            return;
        }
        out.write(0xf0 | type);
        varint(size);
    }

    private void bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        out.writeBytes(utf8);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
