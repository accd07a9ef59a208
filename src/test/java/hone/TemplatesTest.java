package hone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Templates can be read and compared line by line: one element a line, and lines that fit a screen. */
class TemplatesTest {
    private static final Path TEMPLATES = Path.of("main/resources/templates");
    private static final int WIDTH_MAX = 140;

    /** The start of an element that begins a block of its own; what stands within a line of text may share it. */
    private static final Pattern BLOCK = Pattern.compile(
            "<(?:main|section|article|aside|header|footer|nav|div|form|fieldset|details"
                    + "|summary|h[1-6]|p|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td|figure|figcaption|pre|hr|select|option|textarea)\\b");

    private record Line(Path file, int number, String text) {
        @Override
        public String toString() {
            return TEMPLATES.relativize(file) + ":" + number + " (" + text.length() + ") " + text.strip();
        }
    }

    @Test
    void noLineIsLongerThanAScreenIsWide() {
        assertThat(lines()).hasSizeGreaterThan(2_000);
        assertThat(lines().stream().filter(line -> line.text().length() > WIDTH_MAX))
                .isEmpty();
    }

    @Test
    void aLineBeginsOneElementAtMost() {
        assertThat(lines().stream()
                        .filter(line -> BLOCK.matcher(line.text()).results().count() > 1))
                .isEmpty();
    }

    /** Qute drops a negation that stands first among several conditions after an else, so the page shows the wrong thing. */
    @Test
    void aNegationIsNotTheFirstOfSeveralConditionsOfAnElse() {
        Pattern dropped = Pattern.compile("\\{#else if ![^}]*(&&|\\|\\|)");

        assertThat("{#else if !a.b && c}").containsPattern(dropped);
        assertThat(lines().stream().filter(line -> dropped.matcher(line.text()).find()))
                .isEmpty();
    }

    /** Qute has methods of these names for every value, which compare it with another one, and calls them instead of ours. */
    @Test
    void noMethodIsNamedAsQuteComparesValues() {
        Pattern compared = Pattern.compile("\\.(is|eq)\\(");

        assertThat("{#if page.is(one)}").containsPattern(compared);
        assertThat(lines().stream().filter(line -> compared.matcher(line.text()).find()))
                .isEmpty();
    }

    private static List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".html")).sorted().toList()) {
                List<String> texts = Files.readAllLines(file);
                for (int i = 0; i < texts.size(); i++) {
                    lines.add(new Line(file, i + 1, texts.get(i)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
