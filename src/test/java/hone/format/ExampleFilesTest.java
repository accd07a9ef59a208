package hone.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each format has an example file, called like it. What it means stands beside it as full records, which somebody has looked at:
 * {@code -Dhone.accept} writes them anew, to be reviewed as a difference.
 */
class ExampleFilesTest {
    private static final Path EXPECTED = Path.of("test/resources/formats/expected");

    private static final List<String> FILES = List.of(
            "prompts.jsonl",
            "hone-records.jsonl",
            "trl-preference.jsonl",
            "trl-prompt-completion.jsonl",
            "trl-kto.jsonl",
            "trl-prompts.jsonl",
            "messages.jsonl",
            "openai-preference.jsonl",
            "hh-rlhf.jsonl",
            "alpaca.json",
            "sharegpt.json",
            "scored.jsonl",
            "helpsteer-preference.jsonl",
            "ultrafeedback.jsonl",
            "oasst-trees.jsonl",
            "oasst-messages.jsonl",
            "arena.jsonl",
            "label-studio.json",
            "label-studio-min.json",
            "label-studio-min.csv",
            "argilla.json",
            "text.txt");

    static Stream<String> files() {
        return FILES.stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void anExampleIsRecognisedByItsContentAndReadWhole(String file) throws IOException {
        ReadFile read = ReadFile.of(ReadFile.resource(file), "upload");

        assertThat(read.format().name()).isEqualTo(file.substring(0, file.lastIndexOf('.')));
        assertThat(read.refusals().stream().map(RefusedRow::getMessage)).isEmpty();
        assertThat(read.items()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void anExampleMeansWhatStandsBesideIt(String file) throws IOException {
        ReadFile read = ReadFile.of(ReadFile.resource(file), file);

        WrittenFormat records = WrittenFormats.named("hone-records").orElseThrow();
        String meaning = Stream.concat(
                        read.items().stream()
                                .flatMap(item -> records.rows(item, new Losses()).stream())
                                .map(Object::toString),
                        read.remarks().stream().map(remark -> "# " + remark))
                .collect(Collectors.joining("\n", "", "\n"));
        if (System.getProperty("hone.accept") != null) {
            Files.createDirectories(EXPECTED);
            Files.writeString(EXPECTED.resolve(file + ".jsonl"), meaning);
        }
        assertThat(meaning)
                .isEqualTo(new String(ReadFile.resource("expected/" + file + ".jsonl"), StandardCharsets.UTF_8));
    }

    @Test
    void everyFormatHasAnExample() {
        assertThat(FILES.stream().map(file -> file.substring(0, file.lastIndexOf('.'))))
                .containsAll(Formats.all().stream().map(Format::name).toList());
    }

    @Test
    void formatsHaveNamesOfTheirOwn() {
        assertThat(Formats.all().stream().map(Format::name).distinct())
                .hasSize(Formats.all().size());
        assertThat(Formats.all().stream().map(Format::label).distinct())
                .hasSize(Formats.all().size());
    }
}
