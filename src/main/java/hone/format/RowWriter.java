package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Writes rows into a file, one at a time; {@link FileOfRows} makes one. Closing it ends the file, and only then is it whole. */
public interface RowWriter extends AutoCloseable {
    void write(ObjectNode row) throws IOException;

    @Override
    void close() throws IOException;
}
