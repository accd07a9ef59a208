package hone.format;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Files of others, which tests read where they lie; where they are not, the test says so and is skipped. */
final class SharedData {
    private SharedData() {}

    static Path file(String path) {
        Path file = Path.of(System.getProperty("hone.root", ".."))
                .resolve("../shared")
                .resolve(path);
        Assumptions.assumeTrue(Files.exists(file), "needs " + file);
        return file;
    }
}
