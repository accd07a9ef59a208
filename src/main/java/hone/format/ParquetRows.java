package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import hone.web.TempFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The records of a Parquet file. Its columns are read side by side, so many records at a time as make a few megabytes: the library
 * would take as many of long texts as of numbers.
 */
final class ParquetRows implements Rows {
    static {
        // Of several programs that unpack gzip it would take one that Java has to be allowed to call.
        System.setProperty("hardwood.uselibdeflate", "false");
    }

    /** One thread beside the reader: an import shares its machine with people who work. */
    private static final int THREADS = 1;

    private static final long BATCH_BYTES = 1L << 20;
    private static final int BATCH_ROWS_MAX = 4_096;

    private final Path file;
    private final boolean ours;
    private final HardwoodContext context;
    private final ParquetFileReader parquet;
    private final ColumnReaders columns;
    private final ParquetRecords records;
    private final long fileBytes;
    private final long rowsAll;
    private long number;
    private int left;

    private ParquetRows(Path file, boolean ours, HardwoodContext context, ParquetFileReader parquet, long fileBytes) {
        this.file = file;
        this.ours = ours;
        this.context = context;
        this.parquet = parquet;
        this.fileBytes = fileBytes;
        this.rowsAll = parquet.getFileMetaData().numRows();
        this.columns = parquet.buildColumnReaders(ColumnProjection.all())
                .batchSize(batchRows(parquet.getFileMetaData().rowGroups()))
                .build();
        this.records = new ParquetRecords(parquet.getFileSchema(), columns);
    }

    /** By the largest records of any group, on average. */
    private static int batchRows(List<RowGroup> groups) {
        long bytesOfRow = 1;
        for (RowGroup group : groups) {
            bytesOfRow = Math.max(bytesOfRow, group.totalByteSize() / Math.max(1, group.numRows()));
        }
        return (int) Math.clamp(BATCH_BYTES / bytesOfRow, 1, BATCH_ROWS_MAX);
    }

    static Rows of(Path file) throws IOException {
        return open(file, false);
    }

    /** Puts it on the disk first, because a table is read from its end. */
    static Rows spooled(InputStream table) throws IOException {
        Path file = TempFiles.create(".parquet");
        try (OutputStream out = Files.newOutputStream(file)) {
            table.transferTo(out);
            return open(file, true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static Rows open(Path file, boolean ours) throws IOException {
        HardwoodContext context = HardwoodContext.create(THREADS);
        try {
            long bytes = Files.size(file);
            ParquetInput input = new ParquetInput(InputFile.of(file), bytes);
            return new ParquetRows(file, ours, context, ParquetFileReader.open(input, context), bytes);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // A damaged file may claim any size: what can't be had is asked for at once, and nothing else is lost by
            // it.
            context.close();
            throw damaged(e);
        }
    }

    /** The library tells what it met by many exceptions; what all of them mean is that the file is no good. */
    private static UnreadableFile damaged(Throwable cause) {
        return new UnreadableFile(
                "the Parquet file is damaged or of a kind that is not read ("
                        + Texts.cut(String.valueOf(cause.getMessage()), 160) + ")",
                cause);
    }

    @Override
    public Container container() {
        return Container.PARQUET;
    }

    @Override
    public Optional<Row> next() throws IOException {
        try {
            while (left == 0) {
                if (!columns.nextBatch()) {
                    return Optional.empty();
                }
                left = columns.getRecordCount();
                records.beginBatch();
            }
            left--;
            number++;
            ObjectNode fields = records.take();
            long bytes = bytes(fields);
            if (bytes > Limits.ROW_BYTES_MAX) {
                RefusedRow tooLong =
                        new RefusedRow("A row is longer than " + (Limits.ROW_BYTES_MAX >> 20) + " MiB.", "");
                return Optional.of(new Row.Broken(number, Limits.ROW_BYTES_MAX, tooLong, () -> "{}"));
            }
            return Optional.of(new Row.Named(number, (int) bytes, fields, false, fields::toString));
        } catch (RuntimeException | OutOfMemoryError e) {
            throw damaged(e);
        }
    }

    /** About what a row takes: its texts, and something for each value. */
    private static long bytes(JsonNode value) {
        if (value.isTextual()) {
            return Long.BYTES + value.textValue().length();
        }
        long bytes = Long.BYTES;
        for (JsonNode inner : value) {
            bytes += bytes(inner);
        }
        return bytes;
    }

    @Override
    public long bytesRead() {
        return rowsAll == 0 ? fileBytes : (long) (fileBytes * ((double) number / rowsAll));
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        try {
            columns.close();
            parquet.close();
        } finally {
            context.close();
            if (ours) {
                Files.deleteIfExists(file);
            }
        }
    }
}
