package hone.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A file, read whole as an import does it. */
record ReadFile(Container container, Format format, List<Outcome> outcomes) {
    private static final int SAMPLE = 50;

    static ReadFile of(byte[] file, String name) throws IOException {
        return of(file, name, ReadOptions.DEFAULT);
    }

    static ReadFile of(byte[] file, String name, ReadOptions options) throws IOException {
        List<Row> rows = new ArrayList<>();
        Container container;
        try (Rows all = RowsOfFile.open(new ByteArrayInputStream(file), name)) {
            container = all.container();
            for (Optional<Row> row = all.next(); row.isPresent(); row = all.next()) {
                rows.add(row.get());
            }
        }
        Format format = Formats.recognise(rows.subList(0, Math.min(SAMPLE, rows.size())))
                .map(Formats.Recognised::format)
                .orElseThrow(() -> new AssertionError(name + " is in no format"));
        return new ReadFile(container, format, read(format, options, rows));
    }

    static ReadFile of(Path file) throws IOException {
        return of(
                Files.readAllBytes(file),
                Objects.requireNonNull(file.getFileName()).toString());
    }

    static List<Outcome> read(Format format, ReadOptions options, List<Row> rows) {
        ItemReader reader = new ItemReader(format, options);
        List<Outcome> outcomes = new ArrayList<>();
        rows.forEach(row -> outcomes.addAll(reader.take(row)));
        outcomes.addAll(reader.end());
        return outcomes;
    }

    /** What one row, written as JSON, becomes in a format. */
    static Outcome row(Format format, ReadOptions options, String json) {
        RowBytes bytes = new RowBytes();
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        bytes.add(utf8, 0, utf8.length);
        return read(format, options, List.of(JsonRows.row(1, bytes))).getFirst();
    }

    static Outcome.Taken taken(String format, String json) {
        return (Outcome.Taken) row(Formats.named(format).orElseThrow(), ReadOptions.DEFAULT, json);
    }

    static RefusedRow refused(String format, String json) {
        return ((Outcome.Refused) row(Formats.named(format).orElseThrow(), ReadOptions.DEFAULT, json)).why();
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = ReadFile.class.getResourceAsStream("/formats/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    List<Item> items() {
        return outcomes.stream()
                .filter(Outcome.Taken.class::isInstance)
                .flatMap(outcome -> ((Outcome.Taken) outcome).items().stream())
                .toList();
    }

    List<Item.Conversation> conversations() {
        return items().stream().map(Item.Conversation.class::cast).toList();
    }

    List<Decision> decisions() {
        return conversations().stream()
                .flatMap(conversation -> conversation.decisions().stream())
                .toList();
    }

    List<RefusedRow> refusals() {
        return outcomes.stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(outcome -> ((Outcome.Refused) outcome).why())
                .toList();
    }

    List<String> remarks() {
        return outcomes.stream()
                .filter(Outcome.Taken.class::isInstance)
                .flatMap(outcome -> ((Outcome.Taken) outcome).remarks().stream())
                .toList();
    }
}
