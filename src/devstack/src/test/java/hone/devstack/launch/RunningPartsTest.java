package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningPartsTest {

    @TempDir
    Path data;

    /** Ends when its input does. */
    private Process part;

    @BeforeEach
    void aPartRuns() throws Exception {
        part = new ProcessBuilder("cat").start();
    }

    @AfterEach
    void itEnds() {
        part.destroyForcibly();
    }

    @Test
    void a_part_stands_there_while_it_runs() throws Exception {
        new RunningParts(data).note("kafka", part.pid());
        RunningParts later = new RunningParts(data);

        assertThat(later.alive()).isEqualTo(Map.of("kafka", part.toHandle()));

        part.destroyForcibly().waitFor();
        assertThat(later.alive()).isEmpty();
    }

    @Test
    void the_same_number_with_another_start_is_a_stranger() throws Exception {
        new RunningParts(data).note("kafka", part.pid());
        Files.writeString(data.resolve("parts"), "kafka %d 1%n".formatted(part.pid()));

        assertThat(new RunningParts(data).alive()).isEmpty();
    }

    @Test
    void who_waits_for_the_end_sees_nobody_after_it() throws Exception {
        RunningParts parts = new RunningParts(data);
        parts.note("kafka", part.pid());

        part.getOutputStream().close();
        RunningParts.awaitEnd(parts.alive());

        assertThat(parts.alive()).isEmpty();
        assertThat(data.resolve("parts")).exists();
    }

    @Test
    void the_file_of_an_earlier_launcher_is_gone_with_its_parts() throws Exception {
        RunningParts parts = new RunningParts(data);
        parts.note("kafka", part.pid());

        part.getOutputStream().close();
        parts.awaitEndOfEarlier();

        assertThat(parts.alive()).isEmpty();
        assertThat(data.resolve("parts")).doesNotExist();
    }

    @Test
    void why_a_part_was_left_down_is_kept_until_the_next_start() throws Exception {
        RunningParts parts = new RunningParts(data);
        parts.noteLeftDown("serve", "it died 6 times (the disk is full: make room)");
        parts.noteLeftDown("trainer", "it can't work without kafka");

        assertThat(new RunningParts(data).leftDown())
                .isEqualTo(Map.of(
                        "serve", "it died 6 times (the disk is full: make room)",
                        "trainer", "it can't work without kafka"));

        parts.awaitEndOfEarlier();
        assertThat(parts.leftDown()).isEmpty();
    }
}
