package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data as earlier versions left it, with what umask 022 gives. */
class OwnersOnlyTest {

    @TempDir
    Path folder;

    private Path data = Path.of("");

    @BeforeEach
    void anEarlierVersionsData() throws Exception {
        data = open(Files.createDirectory(folder.resolve(".hone")), "rwxr-xr-x");
        open(Files.createDirectory(data.resolve("models")), "rwxr-xr-x");
        open(Files.writeString(data.resolve("app.log"), "lena signed in"), "rw-r--r--");
    }

    @Test
    void what_others_could_read_is_its_owners_alone_after_the_next_start() throws Exception {
        OwnersOnly.restrict(data);

        assertThat(permissions(data)).isEqualTo("rwx------");
        assertThat(permissions(data.resolve("models"))).isEqualTo("rwx------");
        assertThat(permissions(data.resolve("app.log"))).isEqualTo("rw-------");
    }

    @Test
    void a_folder_that_holds_other_things_too_stays_as_it_is_but_not_what_is_ours_in_it() throws Exception {
        Path letters = open(Files.writeString(data.resolve("letters.txt"), "mine"), "rw-r--r--");
        Path elsewhere = open(Files.writeString(folder.resolve("elsewhere"), "x"), "rw-r--r--");
        Files.createSymbolicLink(data.resolve("kafka.log"), elsewhere);

        OwnersOnly.restrict(data);

        assertThat(permissions(data)).isEqualTo("rwxr-xr-x");
        assertThat(permissions(letters)).isEqualTo("rw-r--r--");
        assertThat(permissions(elsewhere)).as("what a link leads to").isEqualTo("rw-r--r--");
        assertThat(permissions(data.resolve("app.log"))).isEqualTo("rw-------");
    }

    private static Path open(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
