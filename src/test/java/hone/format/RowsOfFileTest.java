package hone.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowsOfFileTest {
    @Test
    void blankLinesAndTheReasonsOfRefusedOnesAreSkippedButCounted() throws IOException {
        assertThat(rows("{\"a\":1}\n\n# line 7: Not JSON. Unreadable.\n{\"b\":1}\r\n# a heading\n"))
                .containsExactly("1 {\"a\":1}", "4 {\"b\":1}", "5 # a heading");
    }

    @Test
    void aFileOfRefusedRowsIsReadAsTheLinesThatItHolds() throws IOException {
        assertThat(rows("# line 1: A text is empty. It is the prompt.\n{\"prompt\":\"mended\"}\n"))
                .containsExactly("2 {\"prompt\":\"mended\"}");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLineInAPackedFileEither() throws IOException {
        byte[] file = "\uFEFF{\"a\":1}\n{\"b\":2}".getBytes(StandardCharsets.UTF_8);

        assertThat(rows(file)).containsExactly("1 {\"a\":1}", "2 {\"b\":2}");
        assertThat(rows(packed(file))).containsExactly("1 {\"a\":1}", "2 {\"b\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesEndInAnyOfTheThreeWays(String end) throws IOException {
        assertThat(rows("{\"a\":1}" + end + end + "{\"b\":2}" + end)).containsExactly("1 {\"a\":1}", "3 {\"b\":2}");
    }

    /** Ê and Í end in bytes that are a line feed and a return but for their highest bit. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void aLineEndsWhereverItsEndStands(String end) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int length = 0; length < 40; length++) {
            lines.add("{\"" + "ÊÍ".substring(0, length % 3) + "x".repeat(length) + "\":1}");
        }

        assertThat(rows(String.join(end, lines)))
                .containsExactlyElementsOf(IntStream.range(0, lines.size())
                        .mapToObj(i -> (i + 1) + " " + lines.get(i))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE,\uFEFF", "UTF-16BE,\uFEFF", "UTF-16LE,''", "UTF-16BE,''"})
    void utf16IsReadWithItsMarkAndWithout(String charset, String mark) throws IOException {
        byte[] file = (mark + "{\"prompt\":\"naß 🙂\"}\n{\"b\":2}").getBytes(Charset.forName(charset));

        assertThat(rows(file)).containsExactly("1 {\"prompt\":\"naß 🙂\"}", "2 {\"b\":2}");
        try (Rows rows = RowsOfFile.open(new ByteArrayInputStream(file), "f")) {
            assertThat(rows.remarks()).singleElement().asString().contains("UTF-16");
        }
    }

    @Test
    void halfOfAPairInUtf16EndsTheFileInASentence() {
        byte[] file = "\uFEFF{\"prompt\":\"\uD83D\"}".getBytes(StandardCharsets.UTF_16LE);
        file[file.length - 5] = (byte) 0xd8;
        file[file.length - 6] = 0x3d;

        assertThatThrownBy(() -> rows(file)).isInstanceOf(UnreadableFile.class).hasMessageContaining("UTF-16");
    }

    @Test
    void aLineThatIsNotUtf8IsRefusedAndTheNextIsRead() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("{\"a\":\"na\u00df\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        file.writeBytes("{\"b\":2}\n".getBytes(StandardCharsets.UTF_8));

        List<Row> rows = all(file.toByteArray(), "f.jsonl");
        assertThat(((Row.Broken) rows.getFirst()).why().reason()).isEqualTo("Not UTF-8.");
        assertThat(rows.get(1)).isInstanceOf(Row.Named.class);
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
        try (Rows rows = open("[{\"a\":1}, {\"a\":".getBytes(StandardCharsets.UTF_8))) {
            assertThat(rows.next()).isPresent();
            assertThatThrownBy(rows::next).isInstanceOf(UnreadableFile.class).hasMessageContaining("does not end");
        }
        assertThatThrownBy(() -> rows("[1]\n[2]")).hasMessageContaining("in line 2, something follows");
    }

    @Test
    void aLineOfTenMegabytesIsReadAndOneBeyondTheLimitIsRefusedAndSkippedToItsEnd() throws IOException {
        String large = "{\"a\":\"" + "x".repeat(10 << 20) + "\"}\n";
        String tooLarge = "{\"a\":\"" + "x".repeat(Limits.ROW_BYTES_MAX) + "\"}\n";

        List<Row> rows = all((large + tooLarge + "{\"b\":1}").getBytes(StandardCharsets.UTF_8), "f.jsonl");

        assertThat(rows.get(0)).isInstanceOf(Row.Named.class);
        assertThat(((Row.Broken) rows.get(1)).why().reason()).isEqualTo("A row is longer than 16 MiB.");
        assertThat(rows.get(2).number()).isEqualTo(3);
    }

    @Test
    void anElementThatIsTooLongIsSkippedToItsEnd() throws IOException {
        List<Row> rows =
                all(("[\"" + "a".repeat(Limits.ROW_BYTES_MAX) + "\", {}]").getBytes(StandardCharsets.UTF_8), "f.json");

        assertThat(((Row.Broken) rows.get(0)).why().reason()).startsWith("A row is longer");
        assertThat(rows.get(1)).isInstanceOf(Row.Named.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PK\3\4...|zip archive",
                "BZh91AY|bzip2",
                "version https://git-lfs.github.com/spec/v1|Git LFS",
                "%PDF-1.7|PDF",
                "ab\0cd|zero byte"
            })
    void whatIsNoFileOfTextIsRefusedByItsKind(String start, String said) {
        assertThatThrownBy(() -> rows(start.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining(said);
    }

    @Test
    void aPackedFileThatIsCutOffSaysSoAfterItsWholeRows() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append("{\"number\":").append(i * 7919L % 10_007).append("}\n");
        }
        byte[] packed = packed(lines.toString().getBytes(StandardCharsets.UTF_8));
        byte[] half = java.util.Arrays.copyOf(packed, packed.length / 2);

        try (Rows rows = open(half)) {
            assertThat(rows.next()).isPresent();
            assertThatThrownBy(() -> {
                        while (rows.next().isPresent()) {
                            continue;
                        }
                    })
                    .isInstanceOf(UnreadableFile.class)
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void aZipBombEndsBeforeItFillsAnything() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] line = ("{\"a\":\"" + " ".repeat(1 << 20) + "\"}\n").getBytes(StandardCharsets.UTF_8);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(line);
            }
        }

        assertThatThrownBy(() -> all(bomb.toByteArray(), "f.jsonl.gz"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining("times as large");
        assertThatThrownBy(() -> rows(packed(packed("{}".getBytes(StandardCharsets.UTF_8)))))
                .hasMessageContaining("packed twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void aTableOfTextsIsReadWithAnyOfThreeDelimiters(String delimiter) throws IOException {
        String file = "prompt,chosen,rejected\r\n\"Say \"\"hi\"\",\nplease\",Hi,\"\"\r\n\r\nB,b , c\r\n"
                .replace(",\n", ";x\n")
                .replace(",", delimiter)
                .replace(";x\n", ",\n");

        assertThat(rows(file))
                .containsExactly(
                        "2 {\"prompt\":\"Say \\\"hi\\\",\\nplease\",\"chosen\":\"Hi\",\"rejected\":\"\"}",
                        "5 {\"prompt\":\"B\",\"chosen\":\"b \",\"rejected\":\" c\"}");
    }

    @Test
    void aRecordWithAnotherNumberOfCellsIsRefusedAndTheNextIsRead() throws IOException {
        List<Row> rows = all("prompt,answer\na,b\nc\nd,e,f\ng,h\n".getBytes(StandardCharsets.UTF_8), "f.csv");

        assertThat(rows.stream().map(Row::number)).containsExactly(2L, 3L, 4L, 5L);
        assertThat(((Row.Broken) rows.get(1)).why().detail()).startsWith("It has 1, and the first line names 2");
        assertThat(rows.get(2).asWritten()).isEqualTo("[\"d\",\"e\",\"f\"]");
    }

    @Test
    void aTableSaysWhatIsWrongWithItAsAWhole() {
        assertThatThrownBy(() -> all("prompt,prompt\na,b\n".getBytes(StandardCharsets.UTF_8), "f.csv"))
                .hasMessageContaining("stands twice");
        assertThatThrownBy(() -> all("prompt,answer\na,\"b\n".getBytes(StandardCharsets.UTF_8), "f.csv"))
                .hasMessageContaining("a quotation mark is open");
    }

    @Test
    void aCellMayHoldTurnsAndATextThatLooksLikeAListStaysAText() throws IOException {
        String turns =
                "messages,split\n\"[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"q\"\"},{\"\"role\"\":\"\"assistant\"\",\"\"content\"\":\"\"a\"\"}]\",train\n";
        String lists = "prompt,chosen,rejected\n\"[3, 1, 2]\",\"[1, 2, 3]\",\"{}\"\n";

        ReadFile conversations = ReadFile.of(turns.getBytes(StandardCharsets.UTF_8), "f.csv");
        ReadFile pairs = ReadFile.of(lists.getBytes(StandardCharsets.UTF_8), "f.csv");

        assertThat(conversations.format().name()).isEqualTo("messages");
        assertThat(conversations.decisions()).containsExactly(new Decision.Written("a", Facts.NONE));
        assertThat(pairs.format().name()).isEqualTo("trl-preference");
        assertThat(pairs.conversations().getFirst().prompt().getFirst().content())
                .isEqualTo("[3, 1, 2]");
        assertThat(pairs.conversations().getFirst().responses())
                .containsExactly(Response.of("[1, 2, 3]"), Response.of("{}"));
    }

    @Test
    void proseIsNoTable() throws IOException {
        String prose = "Once upon a time, there was a fox.\nIt lived in a wood, alone.\n\nThen, it left.\n";

        assertThat(rows(prose))
                .containsExactly(
                        "1 {\"text\":\"Once upon a time, there was a fox.\\nIt lived in a wood, alone.\"}",
                        "4 {\"text\":\"Then, it left.\"}");
    }

    private static byte[] packed(byte[] file) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(file);
        }
        return packed.toByteArray();
    }

    private static List<String> rows(String file) throws IOException {
        return rows(file.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> rows(byte[] file) throws IOException {
        return all(file, "upload").stream()
                .map(row -> row.number() + " " + row.asWritten())
                .toList();
    }

    private static List<Row> all(byte[] file, String name) throws IOException {
        List<Row> all = new ArrayList<>();
        try (Rows rows = RowsOfFile.open(new ByteArrayInputStream(file), name)) {
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                all.add(row.get());
            }
        }
        return all;
    }

    private static Rows open(byte[] file) throws IOException {
        return RowsOfFile.open(new ByteArrayInputStream(file), "upload");
    }
}
