package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherLockTest {

    @TempDir
    Path data;

    @Test
    void a_second_launcher_is_refused_until_the_first_has_ended_even_by_kill_9() throws Exception {
        Process first = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = first.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("held");

            assertThatThrownBy(() -> LauncherLock.take(data))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("already running");
            assertThat(LauncherLock.holder(data).map(ProcessHandle::pid)).contains(first.pid());

            first.destroyForcibly().waitFor();
            assertThat(LauncherLock.holder(data)).isEmpty();
            LauncherLock.take(data).close();
        } finally {
            first.destroyForcibly();
        }
    }

    static final class Holder {
        public static void main(String[] args) throws Exception {
            LauncherLock.take(Path.of(args[0]));
            System.out.println("held");
            Thread.currentThread().join();
        }
    }
}
