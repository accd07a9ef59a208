package hone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.qute.i18n.MessageBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What people read while they label is translated, so its words stand in message bundles. Pages about projects, rounds, datasets,
 * runs, models, tasks, people and settings are for reviewers and admins: their words stand in the template, where one reads them.
 */
class LabelersWordsTest {
    private static final Path TEMPLATES = Path.of("main/resources/templates");

    /** The bundles that may be used in each folder of templates; all others use the frame's alone. */
    private static final Map<String, Set<String>> BUNDLES = Map.ofEntries(
            Map.entry("web", Set.of()),
            Map.entry("project", Set.of("nav")),
            Map.entry("home", Set.of("home", "kinds")),
            Map.entry("me", Set.of("me", "kinds")),
            Map.entry("notice", Set.of("notice")),
            Map.entry("comments", Set.of("comments", "kinds")),
            Map.entry(
                    "work",
                    Set.of(
                            "judgment",
                            "closed",
                            "comparison",
                            "keys",
                            "ranking",
                            "rating",
                            "task",
                            "writing",
                            "kinds",
                            "decided",
                            "refused")),
            Map.entry("talk", Set.of("talk")),
            Map.entry("pauses", Set.of("pause", "task", "kinds")),
            Map.entry("quizzes", Set.of("quiz", "judgment", "comparison", "guideline", "task", "kinds")),
            Map.entry("guideline", Set.of("guideline", "kinds")),
            Map.entry("questions", Set.of("guideline", "kinds")));

    private static final Pattern USED = Pattern.compile("(?<![\\w.])([a-z]\\w*):[a-zA-Z]\\w*(?=[}( /])");

    @Test
    void thereIsNoBundleBesideThoseOfLabelers() {
        assertThat(bundles())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("web"), BUNDLES.values().stream().flatMap(Set::stream))
                        .collect(Collectors.toSet()));
    }

    @Test
    void aPageOfReviewersAndAdminsHasItsWordsInItsTemplate() throws IOException {
        Set<String> bundles = bundles();
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            List<String> foreign = files.filter(file -> file.toString().endsWith(".html"))
                    .flatMap(file -> used(file)
                            .filter(bundles::contains)
                            .filter(bundle -> !bundle.equals("web"))
                            .filter(bundle -> !BUNDLES.getOrDefault(folder(file), Set.of())
                                    .contains(bundle))
                            .map(bundle -> TEMPLATES.relativize(file) + " uses " + bundle))
                    .distinct()
                    .toList();
            assertThat(foreign).isEmpty();
        }
    }

    private static String folder(Path file) {
        return TEMPLATES.relativize(file).getName(0).toString();
    }

    private static Stream<String> used(Path file) {
        try {
            return USED
                    .matcher(Files.readString(file))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> bundles() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("hone").stream()
                        .filter(type -> type.isAnnotatedWith(MessageBundle.class))
                        .map(type -> type.reflect()
                                .getAnnotation(MessageBundle.class)
                                .value())
                        .collect(Collectors.toSet());
    }
}
