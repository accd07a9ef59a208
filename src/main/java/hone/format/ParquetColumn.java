package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The values of one column of leaves, with the levels that tell where a value is missing and where a list begins: gathered until a
 * page is full, packed, and kept until the row group is written, since the pages of a column stand together.
 */
final class ParquetColumn {
    static final int GZIP = 2;
    private static final int PAGE_BYTES = 1 << 18;
    private static final int DATA_PAGE = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;

    private final List<String> path;
    private final Columns.Type type;
    private final int definitionMax;
    private final int repetitionMax;
    private final Levels definitions = new Levels();
    private final Levels repetitions = new Levels();
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private int flags;
    private int flagCount;
    private long valuesOfGroup;
    private long plainBytesOfGroup;

    ParquetColumn(List<String> path, Columns.Type type, int definitionMax, int repetitionMax) {
        this.path = List.copyOf(path);
        this.type = type;
        this.definitionMax = definitionMax;
        this.repetitionMax = repetitionMax;
    }

    /** Small numbers, most of them like the one before. */
    private static final class Levels {
        private byte[] all = new byte[256];
        private int size;

        void add(int level) {
            if (size == all.length) {
                all = Arrays.copyOf(all, size * 2);
            }
            all[size++] = (byte) level;
        }

        /** Runs of equal levels, each its length and its level; before them how many bytes they have. */
        byte[] runs() {
            ByteArrayOutputStream runs = new ByteArrayOutputStream();
            int from = 0;
            while (from < size) {
                int to = from + 1;
                while (to < size && all[to] == all[from]) {
                    to++;
                }
                long header = (long) (to - from) << 1;
                while ((header & ~0x7fL) != 0) {
                    runs.write((int) (header & 0x7f) | 0x80);
                    header >>>= 7;
                }
                runs.write((int) header);
                runs.write(all[from]);
                from = to;
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream(runs.size() + Integer.BYTES);
            littleEndian(whole, runs.size(), Integer.BYTES);
            whole.writeBytes(runs.toByteArray());
            return whole.toByteArray();
        }
    }

    /** Something is missing here: how far down there still was something is the level. */
    void addNothing(int repetition, int definition) {
        repetitions.add(repetition);
        definitions.add(definition);
    }

    void add(int repetition, JsonNode value) {
        addNothing(repetition, definitionMax);
        switch (type) {
            case Columns.Type.Text text -> {
                byte[] utf8 = (value.isTextual()
                                ? value.textValue()
                                : value.isValueNode() ? value.asText() : value.toString())
                        .getBytes(StandardCharsets.UTF_8);
                littleEndian(values, utf8.length, Integer.BYTES);
                values.writeBytes(utf8);
            }
            case Columns.Type.Whole whole -> littleEndian(values, value.longValue(), Long.BYTES);
            case Columns.Type.Decimal number ->
                littleEndian(values, Double.doubleToRawLongBits(value.doubleValue()), Long.BYTES);
            case Columns.Type.Flag flag -> {
                flags |= (value.booleanValue() ? 1 : 0) << flagCount++;
                if (flagCount == Byte.SIZE) {
                    endFlags();
                }
            }
            case Columns.Type.ListOf list -> throw new IllegalStateException("a list is no leaf: " + path);
            case Columns.Type.Struct struct -> throw new IllegalStateException("a struct is no leaf: " + path);
        }
    }

    private void endFlags() {
        values.write(flags);
        flags = 0;
        flagCount = 0;
    }

    private static void littleEndian(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (i * Byte.SIZE)));
        }
    }

    /** A page ends only where a row does. @return the bytes that are kept in memory */
    long endRow() throws IOException {
        if (values.size() + definitions.size >= PAGE_BYTES) {
            endPage();
        }
        return pages.size() + values.size() + definitions.size;
    }

    private void endPage() throws IOException {
        if (definitions.size == 0) {
            return;
        }
        if (flagCount > 0) {
            endFlags();
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream(values.size() + definitions.size);
        if (repetitionMax > 0) {
            plain.writeBytes(repetitions.runs());
        }
        plain.writeBytes(definitions.runs());
        values.writeTo(plain);
        byte[] packed = packed(plain);
        int count = definitions.size;
        byte[] header = new CompactThrift()
                .i32(1, DATA_PAGE)
                .i32(2, plain.size())
                .i32(3, packed.length)
                .struct(5, page -> page.i32(1, count).i32(2, PLAIN).i32(3, RLE).i32(4, RLE))
                .end();
        pages.writeBytes(header);
        pages.writeBytes(packed);
        valuesOfGroup += count;
        plainBytesOfGroup += header.length + plain.size();
        values.reset();
        definitions.size = 0;
        repetitions.size = 0;
    }

    private static byte[] packed(ByteArrayOutputStream plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.size() / 2 + 64);
        try (GZIPOutputStream gzip = new FastGzip(packed)) {
            plain.writeTo(gzip);
        }
        return packed.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 15);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** What the footer says of this column in a row group. */
    record Chunk(List<String> path, int physicalType, long values, long plainBytes, long bytes, long offset) {
        void write(CompactThrift chunk) {
            chunk.i64(2, offset)
                    .struct(
                            3,
                            meta -> meta.i32(1, physicalType)
                                    .i32s(2, List.of(PLAIN, RLE))
                                    .texts(3, path)
                                    .i32(4, GZIP)
                                    .i64(5, values)
                                    .i64(6, plainBytes)
                                    .i64(7, bytes)
                                    .i64(9, offset));
        }
    }

    /** Writes the pages, and is ready for the next group. @param offset where they stand in the file */
    Chunk endGroup(OutputStream out, long offset) throws IOException {
        endPage();
        pages.writeTo(out);
        Chunk chunk = new Chunk(path, physicalType(type), valuesOfGroup, plainBytesOfGroup, pages.size(), offset);
        pages.reset();
        valuesOfGroup = 0;
        plainBytesOfGroup = 0;
        return chunk;
    }

    static int physicalType(Columns.Type leaf) {
        return switch (leaf) {
            case Columns.Type.Flag flag -> 0;
            case Columns.Type.Whole whole -> 2;
            case Columns.Type.Decimal number -> 5;
            default -> 6;
        };
    }

    static List<String> below(List<String> path, String... names) {
        List<String> longer = new ArrayList<>(path);
        longer.addAll(Arrays.asList(names));
        return longer;
    }
}
