package hone.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path data;

    @Test
    void a_secret_is_made_once_kept_in_a_file_of_its_owners_and_no_two_are_equal() throws Exception {
        Secrets secrets = Secrets.in(data);

        String first = secrets.of("kafka");

        assertThat(first).matches("[A-Za-z0-9_-]{32}").isNotEqualTo(secrets.of("serve"));
        assertThat(Secrets.in(data).of("kafka")).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.file("kafka"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void who_asks_at_the_same_time_gets_the_same() throws Exception {
        Set<String> seen = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<String>> asked = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                asked.add(threads.submit(() -> Secrets.in(data).of("serve")));
            }
            for (Future<String> one : asked) {
                seen.add(one.get());
            }
        }

        assertThat(seen).hasSize(1);
        assertThat(Secrets.in(data).folder())
                .isDirectoryContaining(Secrets.in(data).file("serve")::equals);
    }

    @Test
    void an_empty_file_is_no_secret_and_a_name_leads_nowhere_else() throws Exception {
        Files.createDirectories(Secrets.in(data).folder());
        Files.createFile(Secrets.in(data).file("serve"));

        assertThatThrownBy(() -> Secrets.in(data).of("serve")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Secrets.in(data).of("../kafka")).isInstanceOf(IllegalArgumentException.class);
    }
}
