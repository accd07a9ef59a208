package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines are what PostgreSQL, Kafka, Quarkus and the JVM print. */
class CauseTest {

    @TempDir
    Path folder;

    @Test
    void a_full_disk_memory_and_a_taken_port_are_named_whatever_came_of_them() throws Exception {
        assertThat(of("PANIC:  could not write to file \"pg_wal/xlogtemp.7\": No space left on device\nLOG:  aborting"))
                .contains("the disk is full");
        assertThat(
                        of(
                                "java.io.IOException: No space left on device\nERROR Shutdown broker because all log dirs failed"))
                .contains("the disk is full");
        assertThat(of("Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space"))
                .contains("too little memory");
        assertThat(of("# There is insufficient memory for the Java Runtime Environment to continue."))
                .contains("too little memory");
        assertThat(of("ERROR Failed to start application: java.net.BindException: Address already in use"))
                .contains("port is taken");
        assertThat(of("LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use"))
                .contains("port is taken");
    }

    @Test
    void what_is_not_known_is_told_in_the_parts_last_complaint_and_by_how_it_ended() throws Exception {
        assertThat(of("INFO all is well\nERROR something of its own\nINFO ending"))
                .isEqualTo("its process ended with exit code 1; it said “ERROR something of its own”");
        assertThat(Cause.of(folder.resolve("none"), 0, OptionalInt.of(137))).contains("killed (signal 9)");
        assertThat(Cause.of(folder.resolve("none"), 0, OptionalInt.of(134))).contains("native code gave up");
    }

    @Test
    void what_an_earlier_start_said_is_no_cause_of_this_ones_death() throws Exception {
        String earlier = "java.lang.OutOfMemoryError: Java heap space\n";
        Path log = Files.writeString(folder.resolve("part.log"), earlier + "INFO ending\n");

        assertThat(Cause.of(log, earlier.length(), OptionalInt.of(3))).isEqualTo("its process ended with exit code 3");
        assertThat(Cause.of(log, 10_000, OptionalInt.of(3)))
                .as("a log that was set aside since")
                .contains("too little memory");
    }

    private String of(String said) throws IOException {
        return Cause.of(Files.writeString(folder.resolve("part.log"), said), 0, OptionalInt.of(1));
    }
}
