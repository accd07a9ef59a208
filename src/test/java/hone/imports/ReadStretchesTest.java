package hone.imports;

import static org.assertj.core.api.Assertions.assertThat;

import hone.format.Formats;
import hone.format.ItemReader;
import hone.format.ReadOptions;
import hone.format.RowsOfFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReadStretchesTest {
    private static final long MILLISECOND = 1_000_000;

    /** A rest that counted as work would make the next rest longer, up to the longest, whatever labelers felt. */
    @Test
    void whatIsWaitedForAfterAStretchWasReadIsNoPartOfTheTimeThatItTook() throws IOException {
        byte[] file = "{\"prompt\": \"Why?\"}\n".getBytes(StandardCharsets.UTF_8);
        Stretch stretch = new Stretch(10, 0);
        try (ReadStretches stretches = new ReadStretches(
                UUID.randomUUID(),
                RowsOfFile.open(new ByteArrayInputStream(file), "rows.jsonl"),
                new ItemReader(Formats.all().getFirst(), ReadOptions.DEFAULT),
                Set.of(),
                100,
                0)) {
            stretches.fill(stretch);
        }
        long read = System.nanoTime();
        long took = stretch.nanos();
        while (System.nanoTime() - read < MILLISECOND) {
            Thread.onSpinWait();
        }

        assertThat(took).isPositive();
        assertThat(stretch.nanos()).isEqualTo(took);
    }
}
