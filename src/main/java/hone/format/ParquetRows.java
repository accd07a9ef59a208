package hone.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The records of a Parquet file. */
final class ParquetRows {
    private ParquetRows() {}

    static Rows of(Path file) throws IOException {
        throw new UnreadableFile("it is a Parquet file (" + file.getFileName() + "); save its rows as JSON lines");
    }

    static Rows spooled(InputStream table) throws IOException {
        throw new UnreadableFile("it is a Parquet file; save its rows as JSON lines");
    }
}
