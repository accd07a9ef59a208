package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TempFilesTest {
    @TempDir
    Path base;

    /** Another process: makes a file, looks for abandoned ones, and waits to be killed. */
    static final class Holder {
        public static void main(String[] words) throws Exception {
            TempFiles files = new TempFiles(Path.of(words[0]));
            Path file = files.file(".jsonl");
            files.removeAbandoned();
            new TempFiles(Path.of(words[0])).removeAbandoned();
            System.out.println(file);
            System.in.read();
        }
    }

    @Test
    void theNextProcessRemovesWhatAKilledOneLeftAndNothingOfThoseThatLive() throws Exception {
        Process killed = holder();
        Path left = Path.of(killed.inputReader().readLine());
        Process living = holder();
        Path used = Path.of(living.inputReader().readLine());
        try {
            killed.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            TempFiles next = new TempFiles(base);
            Path mine = next.file(".parquet");

            next.removeAbandoned();

            assertThat(left).doesNotExist();
            assertThat(left.getParent()).doesNotExist();
            assertThat(used).exists();
            assertThat(mine).exists();
        } finally {
            living.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private Process holder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        base.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void aLinkThatSomebodyPlacedIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(base.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("in-use"));
        Files.createFile(elsewhere.resolve("kept"));
        Path link = Files.createSymbolicLink(base.resolve("hone-files-1"), elsewhere);

        new TempFiles(base).removeAbandoned();

        assertThat(elsewhere.resolve("kept")).exists();
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void onlyTheOwnerReadsAFileAndAtTheEndNothingIsLeft() throws Exception {
        TempFiles files = new TempFiles(base);
        Path file = files.file(".jsonl");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        files.removeOwn();

        assertThat(base).isEmptyDirectory();
        assertThat(files.file(".jsonl")).exists();
    }
}
