package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes a Parquet file: plain values, packed with gzip, which every reader has. The library that reads them does not write, and
 * the one that does needs Hadoop. Everything may be missing; a list is what the format calls one, with its group in between.
 * What is in memory is a row group, never more.
 */
final class ParquetFile implements RowWriter {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int OPTIONAL = 1;
    private static final int REPEATED = 2;
    private static final int UTF8 = 0;
    private static final int LIST = 3;
    private static final long GROUP_BYTES = 16L << 20;
    private static final int GROUP_ROWS = 100_000;

    private final Counted out;
    private final List<Node> fields = new ArrayList<>();
    private final List<ParquetColumn> leaves = new ArrayList<>();
    private final List<Consumer<CompactThrift>> schema = new ArrayList<>();
    private final List<Consumer<CompactThrift>> groups = new ArrayList<>();
    private long rows;
    private int rowsOfGroup;

    ParquetFile(Columns columns, OutputStream out) throws IOException {
        this.out = new Counted(out);
        this.out.write(MAGIC);
        schema.add(root -> root.text(4, "rows").i32(5, columns.all().size()));
        for (Columns.Column column : columns.all()) {
            fields.add(node(column.name(), column.type(), List.of(), 0, 0));
        }
    }

    /** A field, and how its values are taken apart. */
    private sealed interface Node {
        String name();

        record Leaf(String name, int definition, ParquetColumn column) implements Node {}

        record Struct(String name, int definition, List<Node> fields) implements Node {}

        record ListOf(String name, int definition, int repetition, Node element) implements Node {}
    }

    private Node node(String name, Columns.Type type, List<String> above, int definition, int repetition) {
        List<String> path = ParquetColumn.below(above, name);
        return switch (type) {
            case Columns.Type.ListOf list -> {
                schema.add(group -> group.i32(3, OPTIONAL)
                        .text(4, name)
                        .i32(5, 1)
                        .i32(6, LIST)
                        .struct(10, logical -> logical.struct(LIST, nothing -> {})));
                schema.add(group -> group.i32(3, REPEATED).text(4, "list").i32(5, 1));
                Node element = node(
                        "element", list.element(), ParquetColumn.below(path, "list"), definition + 2, repetition + 1);
                yield new Node.ListOf(name, definition, repetition + 1, element);
            }
            case Columns.Type.Struct struct -> {
                schema.add(group -> group.i32(3, OPTIONAL)
                        .text(4, name)
                        .i32(5, struct.fields().size()));
                List<Node> inner = new ArrayList<>();
                for (Columns.Column field : struct.fields()) {
                    inner.add(node(field.name(), field.type(), path, definition + 1, repetition));
                }
                yield new Node.Struct(name, definition, inner);
            }
            default -> {
                schema.add(leaf -> {
                    leaf.i32(1, ParquetColumn.physicalType(type))
                            .i32(3, OPTIONAL)
                            .text(4, name);
                    if (type instanceof Columns.Type.Text) {
                        leaf.i32(6, UTF8).struct(10, logical -> logical.struct(1, nothing -> {}));
                    }
                });
                ParquetColumn column = new ParquetColumn(path, type, definition + 1, repetition);
                leaves.add(column);
                yield new Node.Leaf(name, definition, column);
            }
        };
    }

    @Override
    public void write(ObjectNode row) throws IOException {
        for (Node field : fields) {
            take(field, row.path(field.name()), 0);
        }
        rows++;
        rowsOfGroup++;
        long bytes = 0;
        for (ParquetColumn leaf : leaves) {
            bytes += leaf.endRow();
        }
        if (bytes >= GROUP_BYTES || rowsOfGroup == GROUP_ROWS) {
            endGroup();
        }
    }

    /** @param repetition 0 for the first value of a row, else the list that goes on */
    private void take(Node node, JsonNode value, int repetition) {
        boolean missing = value.isMissingNode() || value.isNull();
        switch (node) {
            case Node.Leaf leaf -> {
                if (missing) {
                    leaf.column().addNothing(repetition, leaf.definition());
                } else {
                    leaf.column().add(repetition, value);
                }
            }
            case Node.Struct struct -> {
                if (missing) {
                    nothing(struct, repetition, struct.definition());
                    return;
                }
                struct.fields().forEach(field -> take(field, value.path(field.name()), repetition));
            }
            case Node.ListOf list -> {
                if (missing || value.isEmpty()) {
                    nothing(list, repetition, list.definition() + (missing ? 0 : 1));
                    return;
                }
                int next = repetition;
                for (JsonNode element : value) {
                    take(list.element(), element, next);
                    next = list.repetition();
                }
            }
        }
    }

    /** Nothing in all leaves below. */
    private static void nothing(Node node, int repetition, int definition) {
        switch (node) {
            case Node.Leaf leaf -> leaf.column().addNothing(repetition, definition);
            case Node.Struct struct -> struct.fields().forEach(field -> nothing(field, repetition, definition));
            case Node.ListOf list -> nothing(list.element(), repetition, definition);
        }
    }

    private void endGroup() throws IOException {
        if (rowsOfGroup == 0) {
            return;
        }
        List<ParquetColumn.Chunk> chunks = new ArrayList<>();
        for (ParquetColumn leaf : leaves) {
            chunks.add(leaf.endGroup(out, out.count));
        }
        long plainBytes =
                chunks.stream().mapToLong(ParquetColumn.Chunk::plainBytes).sum();
        long count = rowsOfGroup;
        groups.add(group -> group.structs(
                        1,
                        chunks.stream()
                                .<Consumer<CompactThrift>>map(chunk -> chunk::write)
                                .toList())
                .i64(2, plainBytes)
                .i64(3, count));
        rowsOfGroup = 0;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            endGroup();
            byte[] footer = new CompactThrift()
                    .i32(1, 1)
                    .structs(2, schema)
                    .i64(3, rows)
                    .structs(4, groups)
                    .text(6, "hone")
                    .end();
            out.write(footer);
            for (int i = 0; i < Integer.BYTES; i++) {
                out.write(footer.length >>> (i * Byte.SIZE));
            }
            out.write(MAGIC);
        }
    }

    /** Knows where in the file it is. */
    private static final class Counted extends OutputStream {
        private final BufferedOutputStream out;
        private long count;

        Counted(OutputStream out) {
            this.out = new BufferedOutputStream(out, 1 << 16);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
