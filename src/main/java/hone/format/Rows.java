package hone.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a file, one at a time, whatever its size: memory is bounded by the longest row that is taken. Opened by
 * {@link RowsOfFile}, which finds the container by the content.
 */
public interface Rows extends AutoCloseable {
    Container container();

    /**
     * The next row that holds something.
     *
     * @throws UnreadableFile when the file breaks off, is damaged, or grows beyond what is taken; rows before that were whole
     */
    Optional<Row> next() throws IOException;

    /** How many bytes of the file as it was sent have been read. */
    long bytesRead();

    /** What is worth knowing about the file as a whole, such as its encoding. */
    List<String> remarks();

    @Override
    void close() throws IOException;
}
