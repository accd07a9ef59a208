package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hone.kind.WorkKind;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every message that a labeler may read stands in every language, says the same things of the same values, and nothing else does. */
class TranslationsTest {
    private static final Path TEMPLATES = Path.of("main", "resources", "templates");
    private static final Path MESSAGES = Path.of("main", "resources", "messages");
    private static final Pattern NAMESPACE = Pattern.compile("\\b([a-zA-Z]+):[a-zA-Z]+");
    private static final Pattern LITERAL = Pattern.compile("'[^']*'");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.'])[a-z]\\w*(?=[\\s.})]|$)");
    private static final Pattern EXPRESSION = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern CASE = Pattern.compile("\\{#case '?([^}']+)'?}");

    private static final Map<String, Class<?>> BUNDLES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("hone").stream()
                    .filter(type -> type.isAnnotatedWith(MessageBundle.class))
                    .map(JavaClass::reflect)
                    .collect(Collectors.toMap(
                            type -> type.getAnnotation(MessageBundle.class).value(), type -> type));

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENGLISH")
    void noMessageIsMissingAndNoneIsLeftOver(Language language) {
        Set<String> wanted = wanted();
        assertThat(wanted).contains("web", "home", "judgment", "kinds", "guideline", "decided");

        for (String bundle : wanted) {
            assertThat(translations(bundle, language).keySet())
                    .as(bundle + " in " + language)
                    .isEqualTo(english(bundle).keySet());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENGLISH")
    void aTranslationSpeaksOfTheSameValuesAndTellsOneFromMany(Language language) {
        int compared = 0;
        for (String bundle : wanted()) {
            Map<String, String> translated = translations(bundle, language);
            for (Map.Entry<String, String> message : english(bundle).entrySet()) {
                String here = message.getValue();
                String there = translated.getOrDefault(message.getKey(), "");
                String which = bundle + ":" + message.getKey() + " in " + language;
                assertThat(there).as(which).isNotBlank();
                assertThat(names(there)).as(which).isEqualTo(names(here));
                assertThat(there.chars()
                                .filter(c -> c == '#' && !there.contains("{#"))
                                .count())
                        .as("places that scripts fill, " + which)
                        .isEqualTo(here.chars()
                                .filter(c -> c == '#' && !here.contains("{#"))
                                .count());
                if (!bundle.equals("kinds")) {
                    assertThat(cases(there)).as(which).isEqualTo(cases(here));
                    assertThat(there.contains(".counted(")).as(which).isEqualTo(here.contains(".counted("));
                }
                if (here.contains(" == 1}")) {
                    assertThat(there).as(which).contains(" == 1}");
                }
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(350);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENGLISH")
    void everyKindOfWorkHasWordsInEveryLanguage(Language language) {
        Set<String> kinds =
                Arrays.stream(WorkKind.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));

        assertThat(translations("kinds", language))
                .allSatisfy(
                        (message, text) -> assertThat(cases(text)).as(message).isEqualTo(kinds));
    }

    @Test
    void everyFileIsOfABundleAndALanguageThatThereAre() throws IOException {
        List<String> files;
        try (Stream<Path> all = Files.list(MESSAGES)) {
            files = all.map(file -> file.getFileName().toString()).sorted().toList();
        }
        List<String> expected = wanted().stream()
                .flatMap(bundle -> Arrays.stream(Language.values())
                        .filter(language -> language != Language.ENGLISH)
                        .map(language -> bundle + "_" + language.tag() + ".properties"))
                .sorted()
                .toList();

        assertThat(files).isEqualTo(expected);
    }

    /** Of pages whose words are translated there is none that has words of its own. */
    @Test
    void aPageThatIsTranslatedHasNoWordsOutsideItsBundles() throws IOException {
        for (Path file : translatedTemplates()) {
            String words = Files.readString(file)
                    .replaceAll("(?s)\\{!.*?!}", "")
                    .replaceAll("(?s)\\{\\|.*?\\|}", "")
                    .replaceAll("(/\\w+)*/\\{[^{}]*}", "") // an address
                    .replaceAll("\\{[^{}]*}", "")
                    .replaceAll("(?s)<kbd[^>]*>.*?</kbd>", "")
                    .replaceAll("(?s)<[^>]*>", " ");

            assertThat(Pattern.compile("\\p{L}{2,}").matcher(words).results().map(MatchResult::group))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    /** Bundles that pages of labelers name, and those of sentences about verdicts. */
    private static Set<String> wanted() {
        Set<String> known = BUNDLES.keySet();
        Set<String> wanted = new TreeSet<>(Set.of("decided", "refused"));
        for (Path file : translatedTemplates()) {
            try {
                NAMESPACE
                        .matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .filter(known::contains)
                        .forEach(wanted::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return wanted;
    }

    private static List<Path> translatedTemplates() {
        try (Stream<Path> all = Files.walk(TEMPLATES)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".html"))
                    .filter(file -> file.endsWith(Path.of("project", "nav.html"))
                            || ReaderLanguage.isTranslated(
                                    TEMPLATES.relativize(file).toString()))
                    .toList();
            assertThat(files).hasSizeGreaterThan(30);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> english(String bundle) {
        return Arrays.stream(Objects.requireNonNull(BUNDLES.get(bundle), bundle).getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Message.class))
                .collect(Collectors.toMap(
                        Method::getName,
                        method -> method.getAnnotation(Message.class).value(),
                        (a, b) -> a,
                        TreeMap::new));
    }

    private static Map<String, String> translations(String bundle, Language language) {
        Properties read = new Properties();
        try (Reader file = Files.newBufferedReader(MESSAGES.resolve(bundle + "_" + language.tag() + ".properties"))) {
            read.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> messages = new TreeMap<>();
        read.forEach((key, text) -> messages.put((String) key, (String) text));
        return messages;
    }

    /** The values that a message names, wherever in its expressions. */
    private static Set<String> names(String message) {
        Set<String> names = new TreeSet<>();
        EXPRESSION.matcher(message).results().map(found -> found.group(1)).forEach(inside -> {
            if (inside.startsWith("/")
                    || inside.startsWith("#else") && !inside.contains(" if ")
                    || inside.startsWith("#case")) {
                return;
            }
            String plain =
                    LITERAL.matcher(inside.replaceFirst("^#(else )?\\w+", "")).replaceAll("");
            NAME.matcher(plain).results().map(MatchResult::group).forEach(names::add);
        });
        return names;
    }

    private static Set<String> cases(String message) {
        return CASE.matcher(message)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
