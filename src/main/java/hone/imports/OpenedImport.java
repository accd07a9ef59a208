package hone.imports;

import java.io.IOException;
import java.util.UUID;

/** An import that has been recorded and can be read. Closing it removes the file. */
public record OpenedImport(UUID id, UUID project, SentFile file, String name) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        file.close();
    }
}
