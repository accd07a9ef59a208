package hone.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged and malicious variants of each example file. Whatever a file is: it is read, its rows are refused in sentences, or it is
 * unreadable in one; and what was taken can be written and read again as the same. A file comes again by its seed, which stands in the
 * failure: {@code -Dhone.fuzz.seed}; {@code -Dhone.fuzz=10000} tries as many of each format.
 */
class FuzzedFilesTest {
    private static final int FILES = Integer.getInteger("hone.fuzz", 40);
    private static final long SEED = Long.getLong("hone.fuzz.seed", 20_261_128);
    private static final List<String> TOKENS = List.of(
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "NaN",
            "1e999",
            "-1",
            "\\u0000",
            "\\ud800",
            "\\",
            "\n",
            "\r",
            "\t",
            "\0",
            "\u00ff",
            "true",
            "{\"a\":{\"a\":{\"a\":[]}}}",
            "\"role\":\"tool\"",
            "123456789012345678901234567890",
            "🙂",
            "\n\nHuman: ",
            "<extra_id_1>User\n",
            "# line 1: ");

    static List<String> files() {
        List<String> files = new ArrayList<>(ExampleFilesTest.files().toList());
        files.add("hone-records.parquet");
        return files;
    }

    @ParameterizedTest
    @MethodSource("files")
    void aDamagedFileIsReadOrRefusedAndNeverBreaksTheReader(String name) throws IOException {
        byte[] whole = whole(name);
        for (int i = 0; i < FILES; i++) {
            damageAndRead(name, whole, SEED + i);
        }
    }

    /**
     * Each broke something once: a choice and its control made a name that was too long to be read again; a decision's id was blank,
     * which is none where it is read again.
     */
    @ParameterizedTest
    @CsvSource({
        "label-studio.json, 3813",
        "argilla.json, 1334",
        "label-studio.json, 20263920",
        "label-studio-min.json, 20263920"
    })
    void aFileThatOnceBrokeTheReaderDoesSoNoMore(String name, long seed) throws IOException {
        damageAndRead(name, whole(name), seed);
    }

    private static byte[] whole(String name) throws IOException {
        return name.endsWith(".parquet") ? table() : ReadFile.resource(name);
    }

    private static void damageAndRead(String name, byte[] whole, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] file = name.endsWith(".parquet") || random.nextInt(3) > 0
                ? damagedBytes(whole, random)
                : damagedValues(whole, random);
        try {
            readAgain(read(file, name, random), seed);
        } catch (UnreadableFile e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(name + " with the seed " + seed + ": " + e, e);
        }
    }

    private static byte[] table() throws IOException {
        WrittenFormat format = WrittenFormats.named("hone-records").orElseThrow();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (RowWriter writer = FileOfRows.of(Container.PARQUET, format.columns(), file)) {
            for (Item item :
                    ReadFile.of(ReadFile.resource("hone-records.jsonl"), "f").items()) {
                for (ObjectNode row : format.rows(item, new Losses())) {
                    writer.write(row);
                }
            }
        }
        return file.toByteArray();
    }

    private static List<Item> read(byte[] file, String name, Random random) throws IOException {
        List<Row> rows = new ArrayList<>();
        String sent = random.nextBoolean() ? name : "upload";
        try (Rows all = RowsOfFile.open(new ByteArrayInputStream(random.nextInt(5) == 0 ? packed(file) : file), sent)) {
            for (Optional<Row> row = all.next(); row.isPresent(); row = all.next()) {
                rows.add(row.get());
                assertThat(row.get().asWritten()).isNotNull();
            }
        }
        Format format = random.nextBoolean()
                ? Formats.recognise(rows)
                        .map(Formats.Recognised::format)
                        .orElse(Formats.all().getFirst())
                : Formats.named(name.substring(0, name.lastIndexOf('.'))).orElseThrow();
        ReadOptions options = ReadOptions.DEFAULT
                .with(random.nextBoolean() ? ReadOptions.UnreadFields.KEEP : ReadOptions.UnreadFields.REFUSE)
                .with(random.nextBoolean() ? ReadOptions.TurnsInARow.JOIN : ReadOptions.TurnsInARow.REFUSE)
                .with(random.nextBoolean() ? ReadOptions.AssistantTurns.EACH : ReadOptions.AssistantTurns.LAST);
        List<Outcome> outcomes = ReadFile.read(format, options, rows);
        assertThat(outcomes).as("an outcome for each row").hasSameSizeAs(rows);
        return outcomes.stream()
                .filter(Outcome.Taken.class::isInstance)
                .flatMap(outcome -> ((Outcome.Taken) outcome).items().stream())
                .toList();
    }

    private static void readAgain(List<Item> items, long seed) {
        Format records = Formats.named("hone-records").orElseThrow();
        for (Item item : items) {
            String row = WrittenFormats.named("hone-records")
                    .orElseThrow()
                    .rows(item, new Losses())
                    .getFirst()
                    .toString();
            Outcome again = ReadFile.row(records, ReadOptions.DEFAULT, row);
            assertThat(again).as("seed %s: %s", seed, row).isInstanceOf(Outcome.Taken.class);
            Item same = ((Outcome.Taken) again).items().getFirst();
            assertThat(same.toString()).as("seed %s", seed).isEqualTo(item.toString());
            for (WrittenFormat format : WrittenFormats.all()) {
                format.rows(item, new Losses());
            }
        }
    }

    private static byte[] damagedBytes(byte[] whole, Random random) {
        byte[] file = whole.clone();
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times && file.length > 4; i++) {
            int at = random.nextInt(file.length);
            int length = Math.min(file.length - at, 1 + random.nextInt(30));
            file = switch (random.nextInt(5)) {
                case 0 -> joined(Arrays.copyOf(file, at), Arrays.copyOfRange(file, at + length, file.length));
                case 1 -> joined(Arrays.copyOf(file, at + length), Arrays.copyOfRange(file, at, file.length));
                case 2 -> {
                    file[at] = (byte) random.nextInt(256);
                    yield file;
                }
                case 3 -> random.nextInt(4) == 0 ? Arrays.copyOf(file, at) : file;
                default -> {
                    byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
                    yield joined(joined(Arrays.copyOf(file, at), token), Arrays.copyOfRange(file, at, file.length));
                }
            };
        }
        return file;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** The file is JSON as before, with other values in it. */
    private static byte[] damagedValues(byte[] whole, Random random) throws IOException {
        StringBuilder file = new StringBuilder();
        try (Rows rows = RowsOfFile.open(new ByteArrayInputStream(whole), "upload")) {
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                if (row.get() instanceof Row.Named named) {
                    file.append(damaged(named.fields(), random, 3)).append('\n');
                }
            }
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode damaged(JsonNode value, Random random, int odds) {
        if (random.nextInt(odds * 6) == 0) {
            return something(random);
        }
        if (value instanceof ObjectNode object) {
            ObjectNode other = Json.NODES.objectNode();
            object.properties().forEach(field -> {
                if (random.nextInt(25) > 0) {
                    other.set(
                            random.nextInt(40) == 0 ? field.getKey() + "x" : field.getKey(),
                            damaged(field.getValue(), random, odds + 1));
                }
            });
            return other;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode other = Json.NODES.arrayNode();
            array.forEach(inner -> other.add(damaged(inner, random, odds + 1)));
            return other;
        }
        return value;
    }

    private static JsonNode something(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> Json.NODES.nullNode();
            case 1 -> Json.NODES.numberNode(random.nextInt(9) - 4);
            case 2 -> Json.NODES.numberNode(1.5e300);
            case 3 -> Json.NODES.booleanNode(random.nextBoolean());
            case 4 -> Json.NODES.arrayNode();
            case 5 -> Json.NODES.objectNode();
            case 6 -> Json.NODES.arrayNode().add("a").add("a").addNull();
            case 7 -> Json.NODES.textNode("x".repeat(random.nextInt(40_000)));
            case 8 ->
                Json.NODES
                        .objectNode()
                        .put("role", "assistant")
                        .put("content", "text")
                        .put("id", "1");
            default -> Json.NODES.textNode(TOKENS.get(random.nextInt(TOKENS.size())));
        };
    }

    private static byte[] packed(byte[] file) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(file);
        }
        return packed.toByteArray();
    }
}
