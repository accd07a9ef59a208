package hone.imports;

import java.io.IOException;
import java.util.UUID;

/**
 * An import that has been recorded and can be read. Closing it removes the file and gives its place to another.
 *
 * @param place given up when it is closed, once
 */
public record OpenedImport(UUID id, UUID project, SentFile file, String name, Runnable place) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        place.run();
        file.close();
    }
}
