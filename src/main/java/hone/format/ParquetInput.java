package hone.format;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Gives a reader of Parquet the bytes that it asks for, as long as it asks like somebody who reads a file once. Of a damaged file it
 * may ask for the same bytes for ever; then it gets an answer that ends it.
 */
final class ParquetInput implements InputFile {
    /** Pages are read, looked at ahead, and put together over the borders of what was read at once. */
    private static final long TIMES = 8;

    private static final long BYTES_FREE = 4L << 20;
    /** So that asking for nothing is counted too. */
    private static final long BYTES_OF_ASKING = 64;

    private final InputFile file;
    private final long bytesMax;
    private long asked;

    ParquetInput(InputFile file, long fileBytes) {
        this.file = file;
        this.bytesMax = TIMES * fileBytes + BYTES_FREE;
    }

    @Override
    public void open() throws IOException {
        file.open();
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        synchronized (this) {
            asked += length + BYTES_OF_ASKING;
            if (asked > bytesMax) {
                throw new IOException("it says other sizes than it has");
            }
        }
        return file.readRange(offset, length);
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
