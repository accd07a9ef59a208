package hone.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A kind of work is named by its constant: as text its name stands in its own file, the contract and the migrations alone. */
class OnePlaceForKindsTest {
    private static final Path APP = Path.of("main");

    /** Fields of files, which are called as other tools call theirs. */
    private static final Path FORMATS = APP.resolve("java/hone/format");

    private static final Pattern NAMED = Pattern.compile("['\"`](" + String.join("|", WorkKind.names()) + ")['\"`]");

    /** Names of other things: a page's bundle of words, and verdicts, which are called by what was decided. */
    private static final Pattern OTHER_NAMES = Pattern.compile("@(MessageBundle|JsonTypeName)\\(\"[a-z-]+\"\\)");

    @Test
    void noOtherFileOfTheAppNamesAKindByText() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(APP)) {
            files = all.filter(file -> file.toString().matches(".*\\.(java|html|js|sql|css|properties)"))
                    .filter(file -> !file.endsWith("WorkKind.java") && !file.startsWith(FORMATS))
                    .toList();
        }

        assertThat(files).hasSizeGreaterThan(400);
        assertThat(files)
                .allSatisfy(file -> assertThat(named(Files.readString(file))).isEmpty());
    }

    @Test
    void aPlantedNameIsFound() {
        assertThat(named("order by array_position(array['ranking'], kind)")).containsExactly("ranking");
        assertThat(named("if (judge.dataset.kind === \"comparison\")")).containsExactly("comparison");
        assertThat(named("{#switch kind}{#case 'correction'}")).containsExactly("correction");
        assertThat(named("List.of(\"demonstration\", \"ranking\")")).containsExactly("demonstration", "ranking");
        assertThat(named("@MessageBundle(\"comparison\") // which comparison is better?"))
                .isEmpty();
    }

    private static List<String> named(String text) {
        return NAMED.matcher(OTHER_NAMES.matcher(text).replaceAll(""))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
