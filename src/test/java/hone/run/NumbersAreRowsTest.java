package hone.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A number inside an event is read when it is told; pages would each find another one in it. */
class NumbersAreRowsTest {
    @Test
    void noPageReadsNumbersByAJsonPath() throws IOException {
        Pattern path = Pattern.compile(
                "'metrics'|body *->>? *'[^']+'\\)? *::|jsonb_(each|array_length)\\(\\w*\\.?body|cast\\(\\w*\\.?body *->");
        Path root = Path.of(System.getProperty("hone.root"));
        List<String> sources = sources(root.resolve("src/main/java"), root.resolve("src/bench/src/main/java"));

        assertThat(sources).hasSizeGreaterThan(300);
        assertThat(sources.stream()
                        .flatMap(source -> path.matcher(source).results())
                        .map(found -> found.group()))
                .isEmpty();
        assertThat(path.matcher("select (e.body ->> 'step')::bigint from run_event")
                        .find())
                .isTrue();
    }

    private static List<String> sources(Path... folders) throws IOException {
        return Stream.of(folders)
                .flatMap(folder -> {
                    try (Stream<Path> files = Files.walk(folder)) {
                        return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .map(NumbersAreRowsTest::text)
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
