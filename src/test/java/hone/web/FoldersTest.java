package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever cancels and whoever reads both remove what has come so far. */
class FoldersTest {
    private static final int TIMES = 100;

    @TempDir
    Path place;

    @Test
    void severalMayRemoveAFolderAtTheSameTime() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < TIMES; i++) {
                Path folder = place.resolve("folder-" + i);
                for (int inner = 0; inner < 20; inner++) {
                    Path inside = Files.createDirectories(folder.resolve("inside-" + inner));
                    Files.writeString(inside.resolve("file"), "text");
                }
                Callable<Void> removing = () -> {
                    Folders.remove(folder);
                    return null;
                };

                for (Future<Void> removed : threads.invokeAll(List.of(removing, removing, removing, removing))) {
                    removed.get();
                }

                assertThat(folder).doesNotExist();
            }
        }
    }

    @Test
    void whatIsNotThereIsRemovedAlready() throws Exception {
        Folders.remove(place.resolve("nothing"));
        assertThat(place.resolve("nothing")).doesNotExist();
    }
}
