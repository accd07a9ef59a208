package hone.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens a file by what is in it. Its name only settles what the content leaves open. */
public final class RowsOfFile {
    private RowsOfFile() {}

    /**
     * @param name as whoever sent it calls it
     * @throws UnreadableFile when it is no file of rows, in a sentence
     */
    public static Rows open(Path file, String name) throws IOException {
        InputStream stream = Files.newInputStream(file);
        try {
            FileBytes.Unpacked unpacked = FileBytes.Unpacked.of(stream);
            if (!Magic.isParquet(Magic.peek(unpacked.stream()))) {
                return text(unpacked, name);
            }
            if (!unpacked.packed()) {
                stream.close();
                return ParquetRows.of(file);
            }
            try (InputStream packed = unpacked.stream()) {
                return ParquetRows.spooled(packed);
            }
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** The same of bytes that come in; a Parquet file, whose end must be read first, is put on the disk until it is closed. */
    public static Rows open(InputStream stream, String name) throws IOException {
        try {
            FileBytes.Unpacked unpacked = FileBytes.Unpacked.of(stream);
            if (!Magic.isParquet(Magic.peek(unpacked.stream()))) {
                return text(unpacked, name);
            }
            try (InputStream table = unpacked.stream()) {
                return ParquetRows.spooled(table);
            }
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * The first rows of a file, to look at.
     *
     * @throws UnreadableFile when there is none to look at; what is broken further on is not seen
     */
    public static List<Row> sample(Path file, String name, int rows) throws IOException {
        List<Row> sample = new ArrayList<>();
        try (Rows all = open(file, name)) {
            while (sample.size() < rows) {
                Optional<Row> row = all.next();
                if (row.isEmpty()) {
                    return sample;
                }
                sample.add(row.get());
            }
            return sample;
        } catch (UnreadableFile e) {
            if (sample.isEmpty()) {
                throw e;
            }
            return sample;
        }
    }

    private static Rows text(FileBytes.Unpacked unpacked, String name) throws IOException {
        Magic.refuseOthers(Magic.peek(unpacked.stream()));
        FileBytes bytes = FileBytes.of(unpacked);
        Looks looks = Looks.at(bytes.peekAll(), name);
        return switch (looks.container()) {
            case JSON_LINES -> new LineRows(bytes);
            case JSON_ARRAY -> new ArrayRows(bytes);
            case CSV -> new CsvRows(bytes, looks.delimiter());
            case TEXT -> new TextRows(bytes);
            case PARQUET -> throw new IllegalStateException("a table was taken for text");
        };
    }
}
