package hone.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowHashTest {
    /** What {@code sha256sum dataset.jsonl} prints: the file is the canonical rows, a line each. */
    private static final String SHA256SUM = "6fbedc15ebb4fa274ef7d4bc53f0c52c06dfc5f8e64d492cb21d562dd8f73655";

    private static final List<String> LINES =
            Example.resource("dataset.jsonl").lines().toList();

    @Test
    void theHashIsWhatAnotherToolSaysOfTheRowsAsLines() {
        RowHash written = new RowHash();
        RowHash received = new RowHash();

        for (String line : LINES) {
            byte[] canonical = written.add(Wire.read(line, DatasetRecord.Row.class));
            received.add(line.getBytes(StandardCharsets.UTF_8));
            assertThat(canonical).asString(StandardCharsets.UTF_8).isEqualTo(line);
        }

        assertThat(written.rows()).isEqualTo(3);
        assertThat(written.finish()).isEqualTo(SHA256SUM);
        assertThat(received.finish()).isEqualTo(SHA256SUM);
    }

    @Test
    void receivedBytesAreHashedAsTheyCameEvenWithAFieldOfALaterVersion() {
        String grown = LINES.get(0).replaceFirst("\\{", "{\"later\":true,");

        RowHash received = new RowHash();
        received.add(grown.getBytes(StandardCharsets.UTF_8));

        assertThat(received.finish()).isEqualTo(Wire.sha256((grown + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aRowOutOfOrderOrInTwoLinesIsRefused() {
        RowHash hash = new RowHash();

        assertThatThrownBy(() -> hash.add(LINES.get(1).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("row 1 where row 0 was due");
        assertThatThrownBy(() -> hash.add(LINES.get(0).replace(",", ",\n").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("line feed");
    }

    @Test
    void theManifestExampleNamesTheHashOfTheExampleRows() {
        DatasetRecord record = Wire.read(Example.resource("DatasetRecord/dataset.manifest.json"), DatasetRecord.class);

        assertThat(record)
                .isInstanceOfSatisfying(
                        DatasetRecord.Manifest.class,
                        manifest -> assertThat(manifest.sha256()).isEqualTo(SHA256SUM));
    }
}
