package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.DatasetRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowKindTest {
    @Test
    void everyRowOfTheContractHasANameForPages() {
        assertThat(Arrays.stream(RowKind.values()).<Class<?>>map(RowKind::shape))
                .containsExactlyInAnyOrderElementsOf(
                        shapes(DatasetRecord.Row.class).toList());
        assertThat(RowKind.of("dataset.preference").label()).isEqualTo("Pair");
    }

    private static Stream<Class<?>> shapes(Class<?> shape) {
        return shape.isSealed()
                ? Arrays.stream(shape.getPermittedSubclasses()).flatMap(RowKindTest::shapes)
                : Stream.of(shape);
    }

    /** SQL among Java gets it as a parameter. */
    @Test
    void noFileOfTheAppNamesAKindOfRowsByText() throws IOException {
        Pattern named = Pattern.compile("['\"](" + String.join("|", names()) + ")['\"]");
        assertThat(named.matcher("where kind = 'dataset.preference'").find()).isTrue();

        try (Stream<Path> files = Files.walk(Path.of("main"))) {
            List<Path> sources = files.filter(file -> file.toString().matches(".*\\.(java|html|js)"))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(400);
            for (Path source : sources) {
                assertThat(named.matcher(Files.readString(source)).find())
                        .as(source.toString())
                        .isFalse();
            }
        }
    }

    private static List<String> names() {
        return Arrays.stream(RowKind.values())
                .map(RowKind::wireName)
                .map(Pattern::quote)
                .toList();
    }
}
