package hone.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.web.Invalid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void blankLinesAndTheReasonsOfRefusedOnesAreSkippedButCounted() throws IOException {
        assertThat(rows("a\n\n# line 7: Not JSON. Unreadable.\nb\r\n# a heading\n"))
                .containsExactly("1 a", "4 b\r", "5 # a heading");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLineInAPackedFileEither() throws IOException {
        byte[] file = "\uFEFFfirst\nsecond".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(file);
        }

        assertThat(rows(file)).containsExactly("1 first", "2 second");
        assertThat(rows(packed.toByteArray())).containsExactly("1 first", "2 second");
    }

    @Test
    void theElementsOfAnArrayAreRowsAsTheyAreWritten() throws IOException {
        assertThat(rows(" \n[\n {\"a\": \"x, ]}\\\" y\",\n  \"b\": [1, 2]} ,\n 7,\n\"s]\", {}\n]\n"))
                .containsExactly("1 {\"a\": \"x, ]}\\\" y\",   \"b\": [1, 2]} ", "2 7", "3 \"s]\"", "4 {} ");
        assertThat(rows("[]")).isEmpty();
        assertThat(rows("[{\"a\":1}, {\"a\":2}]")).containsExactly("1 {\"a\":1}", "2 {\"a\":2}");
    }

    @Test
    void anArrayThatBreaksOffOrGoesOnAfterItsEndSaysSoAfterWhatStandsBefore() throws IOException {
        try (Lines lines = lines("[{\"a\":1}, {\"a\":".getBytes(StandardCharsets.UTF_8))) {
            assertThat(lines.next()).isPresent();
            assertThatThrownBy(lines::next).isInstanceOf(IOException.class).hasMessageContaining("does not end");
        }
        assertThatThrownBy(() -> rows("[1]\n[2]")).hasMessageContaining("in line 2, something follows");
    }

    @Test
    void anElementThatIsTooLongIsSkippedToItsEnd() throws IOException {
        try (Lines lines = lines(("[\"" + "a".repeat(2 << 20) + "\", 2]").getBytes(StandardCharsets.UTF_8))) {
            assertThat(lines.next().orElseThrow().tooLong()).isTrue();
            assertThat(lines.next().orElseThrow().text()).contains("2");
        }
    }

    @Test
    void whatIsNoFileOfTextIsRefusedByItsKind() {
        assertThatThrownBy(() -> rows("PK\3\4...".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("zip archive");
        assertThatThrownBy(() -> rows("PAR1...")).isInstanceOf(Invalid.class).hasMessageContaining("Parquet");
        assertThatThrownBy(() -> rows("{\"prompt\": 1}".getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("UTF-16");
    }

    private static List<String> rows(String file) throws IOException {
        return rows(file.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> rows(byte[] file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Lines lines = lines(file)) {
            for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                rows.add(line.get().number() + " " + line.get().text().orElseThrow());
            }
        }
        return rows;
    }

    private static Lines lines(byte[] file) throws IOException {
        return Lines.of(new ByteArrayInputStream(file));
    }
}
