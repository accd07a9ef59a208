package hone.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.format.RefusedRow;
import hone.format.Row;
import hone.format.Rows;
import hone.format.RowsOfFile;
import hone.format.UnreadableFile;
import hone.web.Invalid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first rows of a file: its format is recognised by them, and they are shown before anything is stored. They are stored with
 * the import, so that every instance can show them although only one has the file.
 */
record Sample(String container, List<Row> rows) {
    private static final int ROWS_MAX = 200;
    private static final int BYTES_MAX = 1 << 20;

    /** As formats read it: Python writes NaN. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    Sample {
        rows = List.copyOf(rows);
    }

    /** @throws Invalid if it is not a file of rows */
    static Sample of(Path file, String name) throws IOException {
        try (Rows all = RowsOfFile.open(file, name)) {
            return new Sample(all.container().label(), first(all));
        } catch (UnreadableFile e) {
            throw Invalid.field(
                    "file",
                    "The file could not be read: " + e.getMessage()
                            + ". Nothing was imported; mend the file and send it again.");
        }
    }

    private static List<Row> first(Rows all) throws IOException {
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        while (rows.size() < ROWS_MAX && bytes < BYTES_MAX) {
            Optional<Row> row = next(all, rows);
            if (row.isEmpty()) {
                return rows;
            }
            rows.add(row.get());
            bytes += row.get().bytes();
        }
        return rows;
    }

    /** A fault after the first row is reported when the file is read. */
    private static Optional<Row> next(Rows all, List<Row> before) throws IOException {
        try {
            return all.next();
        } catch (UnreadableFile e) {
            if (before.isEmpty()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** A row as it is stored. */
    private record Kept(long number, boolean textOnly, String written, Optional<Fault> fault) {}

    private record Fault(String reason, String detail) {}

    private record Stored(String container, List<Kept> rows) {}

    String json() {
        List<Kept> kept = new ArrayList<>();
        int characters = 0;
        for (Row row : rows) {
            String written = row.asWritten();
            characters += written.length();
            if (characters > BYTES_MAX) {
                break;
            }
            kept.add(
                    switch (row) {
                        case Row.Named named -> new Kept(named.number(), named.textOnly(), written, Optional.empty());
                        case Row.Broken broken ->
                            new Kept(
                                    broken.number(),
                                    false,
                                    written,
                                    Optional.of(new Fault(
                                            broken.why().reason(), broken.why().detail())));
                    });
        }
        return ZeroCharacters.replacedIn(Wire.write(new Stored(container, kept)));
    }

    static Sample ofJson(String json) {
        Stored stored = Wire.read(json, Stored.class);
        return new Sample(
                stored.container(), stored.rows().stream().map(Sample::row).toList());
    }

    private static Row row(Kept kept) {
        int bytes = kept.written().length();
        if (kept.fault().isPresent()) {
            Fault fault = kept.fault().get();
            return new Row.Broken(kept.number(), bytes, new RefusedRow(fault.reason(), fault.detail()), kept::written);
        }
        try {
            ObjectNode fields = (ObjectNode) JSON.readTree(kept.written());
            return new Row.Named(kept.number(), bytes, fields, kept.textOnly(), kept::written);
        } catch (JsonProcessingException e) {
            throw new UnreadableMessage("a row that was read before can't be read: " + e.getOriginalMessage(), e);
        }
    }
}
