package hone.trainer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Reference material beside the checkout; absent in a plain one, and then said so. */
public final class Shared {
    private Shared() {}

    public static Path folder(String name) {
        Path folder = Path.of(System.getProperty("hone.root", ".."))
                .resolve("../shared")
                .resolve(name)
                .normalize();
        Assumptions.assumeTrue(Files.isDirectory(folder), "the reference material '" + name + "' is not here");
        return folder;
    }
}
