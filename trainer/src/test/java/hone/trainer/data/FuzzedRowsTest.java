package hone.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Example;
import hone.contract.KtoSettings;
import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.tokenizer.TokenizerFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged variants of a frozen dataset with a row of each kind. Whatever a file is: each stage reads it, or refuses it in a sentence. A
 * file comes again by its seed, which stands in the failure: {@code -Dhone.fuzz.seed}; {@code -Dhone.fuzz=10000} tries as many.
 */
class FuzzedRowsTest {
    private static final int FILES = Integer.getInteger("hone.fuzz", 500);
    private static final long SEED = Long.getLong("hone.fuzz.seed", 20_261_129);
    private static final int TOKENS_MAX = 256;
    private static final List<String> PIECES = List.of(
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
            "0",
            "\"\"",
            "\"train\"",
            "\"held-out\"",
            "\"dataset.preference\"",
            "\"dataset.rated\"",
            "\"role\":\"assistant\"",
            "\"role\":\"tool\"",
            "\\u0000",
            "\\ud800",
            "\n",
            "\r",
            "\0",
            "<|end|>",
            "{{ messages }}",
            "123456789012345678901234567890",
            "🙂");

    @TempDir
    Path folder;

    @Test
    void everyStageReadsADamagedDatasetOrRefusesItInASentence() throws IOException {
        Path words = folder.resolve("tokenizer");
        TokenizerFiles.train(List.of("Vera met Milo. Milo met Vera."), 280, words);
        byte[] whole = datasetWithARowOfEachKind();
        try (Tokenizer tokenizer = Tokenizer.load(words)) {
            ExampleRows examples = new ExampleRows(ChatTemplate.HONE, tokenizer, TOKENS_MAX);
            int refused = 0;
            for (int i = 0; i < FILES; i++) {
                Path file = Files.write(folder.resolve("rows.jsonl"), damaged(whole, new Random(SEED + i)));
                refused += refusals(file, examples, SEED + i);
            }
            assertThat(refused).as("some of them are beyond reading").isGreaterThan(FILES / 4);
        }
    }

    private static byte[] datasetWithARowOfEachKind() {
        List<String> rows = new ArrayList<>();
        for (Example example : Example.all()) {
            if (example.shape().equals("DatasetRecord") && !example.json().contains("dataset.manifest")) {
                rows.add(example.json().replaceAll("\\s*\\R\\s*", " "));
            }
        }
        assertThat(rows).hasSizeGreaterThanOrEqualTo(6);
        return String.join("\n", rows).getBytes(StandardCharsets.UTF_8);
    }

    /** How many of the stages refuse it. */
    private static int refusals(Path file, ExampleRows examples, long seed) {
        List<Function<Path, Object>> stages = List.of(
                read -> Demonstrations.read(read).train().stream()
                        .map(row -> examples.ofAllAnswers(row.prompt(), row.response(), row.weight()))
                        .toList(),
                read -> Preferences.read(read).train().stream()
                        .flatMap(group -> group.answers().stream()
                                .map(answer -> examples.of(group.prompt().messages(), answer, 1)))
                        .toList(),
                read -> LabeledAnswers.read(read, KtoSettings.usual()).train().stream()
                        .map(row -> examples.of(row.prompt().messages(), row.response(), row.weight()))
                        .toList(),
                read -> DatasetPrompts.read(read).train().stream()
                        .map(prompt -> examples.of(prompt.messages(), "Milo.", 1))
                        .toList(),
                WrittenAnswers::read,
                FuzzedRowsTest::documents);
        int refused = 0;
        for (Function<Path, Object> stage : stages) {
            try {
                assertThat(stage.apply(file)).isNotNull();
            } catch (RunFailure e) {
                refused++;
                assertThat(e.sentence()).as("seed %d", seed).endsWith(".").doesNotContain("Exception");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " ended a stage", e);
            }
        }
        return refused;
    }

    private static List<String> documents(Path file) {
        List<String> all = new ArrayList<>();
        Documents.forEach(file, all::add);
        return all;
    }

    private static byte[] damaged(byte[] whole, Random random) throws IOException {
        byte[] damaged = whole;
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            int at = random.nextInt(damaged.length + 1); // it may have become empty
            int end = Math.min(damaged.length, at + random.nextInt(60));
            byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
            damaged = switch (random.nextInt(6)) {
                case 0 -> joined(Arrays.copyOf(damaged, at), piece, from(damaged, at));
                case 1 -> joined(Arrays.copyOf(damaged, at), piece, from(damaged, end));
                case 2 -> joined(Arrays.copyOf(damaged, at), new byte[0], from(damaged, end));
                case 3 -> joined(Arrays.copyOf(damaged, end), Arrays.copyOfRange(damaged, at, end), from(damaged, end));
                case 4 ->
                    joined(Arrays.copyOf(damaged, at), new byte[] {(byte) random.nextInt(256)}, from(damaged, at + 1));
                default -> Arrays.copyOf(damaged, Math.max(1, at));
            };
        }
        return damaged;
    }

    private static byte[] from(byte[] bytes, int at) {
        return Arrays.copyOfRange(bytes, Math.min(at, bytes.length), bytes.length);
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
