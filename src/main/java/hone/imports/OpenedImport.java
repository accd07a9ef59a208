package hone.imports;

import java.io.IOException;
import java.util.UUID;

/** An import that has been recorded and can be read. Closing it removes the file. */
record OpenedImport(UUID id, SentFile file, Lines lines) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        try (file) {
            lines.close();
        }
    }
}
