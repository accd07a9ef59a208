package hone.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledLauncherTest {

    @TempDir
    Path folder;

    @Test
    void after_kill_9_only_postgresql_is_left_and_the_next_start_takes_it_over_with_its_rows() throws Exception {
        Process launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dhone.root=" + System.getProperty("hone.root"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launched.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> children = new ArrayList<>();
        try (BufferedReader lines = launcher.inputReader()) {
            for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
                assertThat(line)
                        .as("what the launcher printed before it was ready")
                        .isNotNull();
            }
            launcher.descendants().forEach(children::add);
            ProcessHandle postgres = ProcessHandle.of(postmaster()).orElseThrow();
            children.add(postgres);

            launcher.destroyForcibly().waitFor();

            ProcessHandle kafka = onlyOne(children, "java");
            kafka.onExit().get(30, TimeUnit.SECONDS);
            assertThat(postgres.isAlive()).isTrue();

            try (Stack next = Stack.in(folder).postgres("hone").kafka().start();
                    Connection connection = DriverManager.getConnection(
                            next.jdbcUrl("hone"), next.user("hone"), next.password("hone"));
                    ResultSet rows = connection.createStatement().executeQuery("select text from note")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("kept");
                assertThat(postgres.isAlive()).isFalse();
            }
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
            launcher.destroyForcibly();
        }
    }

    private long postmaster() throws Exception {
        return Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip());
    }

    private static ProcessHandle onlyOne(List<ProcessHandle> all, String program) {
        List<ProcessHandle> found = all.stream()
                .filter(process -> process.info().command().orElse("").endsWith("/" + program))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    /** The launcher that is killed: starts both servers, keeps a row, says so and waits for its end. */
    static final class Launched {
        public static void main(String[] args) throws Exception {
            Stack stack = Stack.in(Path.of(args[0])).postgres("hone").kafka().start();
            try (Connection connection =
                    DriverManager.getConnection(stack.jdbcUrl("hone"), "hone", stack.password("hone"))) {
                connection.createStatement().execute("create table note as select 'kept'::text as text");
                // Tests run without fsync, but what a committed row left in the system's cache survives kill -9.
            }
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }
}
