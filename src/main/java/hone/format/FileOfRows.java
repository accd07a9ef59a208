package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Makes files of rows. The stream is closed with the file. */
public final class FileOfRows {
    private static final int BUFFER_BYTES = 1 << 16;

    private FileOfRows() {}

    public static RowWriter of(Container container, Columns columns, OutputStream out) throws IOException {
        return switch (container) {
            case JSON_LINES -> new Lines(out);
            case JSON_ARRAY -> new Elements(out);
            case CSV -> new Csv(columns.all().stream().map(Columns.Column::name).toList(), out);
            case PARQUET -> new ParquetFile(columns, out);
            case TEXT -> new Paragraphs(out);
        };
    }

    /** The same, packed. A Parquet file packs its columns itself. */
    public static RowWriter packed(Container container, Columns columns, OutputStream out) throws IOException {
        return of(container, columns, new GZIPOutputStream(out, BUFFER_BYTES));
    }

    private static final class Lines implements RowWriter {
        private final LinesOut lines;
        private final OutputStream out;

        Lines(OutputStream out) {
            this.out = out;
            this.lines = new LinesOut(out);
        }

        @Override
        public void write(ObjectNode row) throws IOException {
            lines.line(row);
        }

        @Override
        public void close() throws IOException {
            try (out) {
                lines.flush();
            }
        }
    }

    private static final class Elements implements RowWriter {
        private final ObjectWriter writer = Json.STRICT.writer();
        private final OutputStream out;
        private boolean begun;

        Elements(OutputStream out) {
            this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        }

        @Override
        public void write(ObjectNode row) throws IOException {
            out.write((begun ? ",\n" : "[\n").getBytes(StandardCharsets.UTF_8));
            begun = true;
            out.write(writer.writeValueAsBytes(row));
        }

        @Override
        public void close() throws IOException {
            try (out) {
                out.write((begun ? "\n]\n" : "[]\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** A cell that is a list or an object is its JSON. */
    private static final class Csv implements RowWriter {
        private final List<String> columns;
        private final OutputStream out;

        Csv(List<String> columns, OutputStream out) throws IOException {
            this.columns = columns;
            this.out = new BufferedOutputStream(out, BUFFER_BYTES);
            line(columns);
        }

        @Override
        public void write(ObjectNode row) throws IOException {
            line(columns.stream().map(column -> cell(row.path(column))).toList());
        }

        private static String cell(JsonNode value) {
            if (value.isMissingNode() || value.isNull()) {
                return "";
            }
            return value.isContainerNode() ? value.toString() : value.asText();
        }

        private void line(List<String> cells) throws IOException {
            StringBuilder line = new StringBuilder();
            for (String cell : cells) {
                line.append(line.isEmpty() ? "" : ",").append(quoted(cell));
            }
            out.write(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        }

        /** Always in quotes: a first cell that is empty, or a blank at an end, is not lost. */
        private static String quoted(String cell) {
            return '"' + cell.replace("\"", "\"\"") + '"';
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static final class Paragraphs implements RowWriter {
        private final OutputStream out;

        Paragraphs(OutputStream out) {
            this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        }

        @Override
        public void write(ObjectNode row) throws IOException {
            out.write((row.path("text").asText("").strip() + "\n\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
