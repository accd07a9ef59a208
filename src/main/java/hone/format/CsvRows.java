package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A table of texts: the first record names the columns. */
final class CsvRows implements Rows {
    private final FileBytes file;
    private final CsvRecords records;
    private Optional<List<String>> columns = Optional.empty();

    CsvRows(FileBytes file, char delimiter) {
        this.file = file;
        this.records = new CsvRecords(file, delimiter);
    }

    @Override
    public Container container() {
        return Container.CSV;
    }

    @Override
    public Optional<Row> next() throws IOException {
        if (columns.isEmpty()) {
            columns = Optional.of(header());
        }
        for (Optional<CsvRecords.Cells> record = records.next(); record.isPresent(); record = records.next()) {
            if (!record.get().isBlank()) {
                return Optional.of(row(record.get(), columns.get()));
            }
        }
        return Optional.empty();
    }

    private List<String> header() throws IOException {
        CsvRecords.Cells record = records.next().orElseThrow(() -> new UnreadableFile("it is empty"));
        List<String> names = new ArrayList<>();
        for (byte[] cell : record.cells()) {
            String name = decoded(cell).orElseThrow(() -> new UnreadableFile("its first line is not UTF-8"));
            // Data frames write their index under no name.
            names.add(name.isBlank() ? "column " + (names.size() + 1) : name.strip());
        }
        Set<String> seen = new LinkedHashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new UnreadableFile("the column “" + Texts.shown(name) + "” stands twice in its first line");
            }
        }
        return List.copyOf(names);
    }

    private static Row row(CsvRecords.Cells record, List<String> columns) {
        if (record.tooLong()) {
            return broken(
                    record,
                    new RefusedRow(
                            "A row is longer than " + (Limits.ROW_BYTES_MAX >> 20) + " MiB.",
                            "Only its beginning is kept here; shorten it in the file itself."));
        }
        if (record.cells().size() != columns.size()) {
            return broken(
                    record,
                    new RefusedRow(
                            "A record has another number of columns than the first line.",
                            "It has " + record.cells().size() + ", and the first line names " + columns.size()
                                    + "; often a quotation mark that is not doubled."));
        }
        ObjectNode fields = Json.NODES.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            Optional<String> text = decoded(record.cells().get(i));
            if (text.isEmpty()) {
                return broken(record, new RefusedRow("Not UTF-8.", "Save the file in that encoding."));
            }
            fields.put(columns.get(i), text.get());
        }
        return new Row.Named(record.line(), record.bytes(), fields, true, fields::toString);
    }

    private static Row broken(CsvRecords.Cells record, RefusedRow why) {
        return new Row.Broken(record.line(), record.bytes(), why, () -> shown(record.cells()));
    }

    /** As JSON, so that it is one line. */
    private static String shown(List<byte[]> cells) {
        return Json.NODES
                .arrayNode()
                .addAll(cells.stream()
                        .map(cell ->
                                Json.NODES.textNode(new String(cell, StandardCharsets.UTF_8).replace('\0', '\uFFFD')))
                        .toList())
                .toString();
    }

    private static Optional<String> decoded(byte[] cell) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(cell))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    @Override
    public long bytesRead() {
        return file.bytesRead();
    }

    @Override
    public List<String> remarks() {
        return file.remarks();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
