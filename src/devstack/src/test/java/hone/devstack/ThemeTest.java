package hone.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-in's look and words. */
class ThemeTest {
    private static final Path LOGIN =
            Path.of(System.getProperty("hone.root"), "src/devstack/src/main/resources/theme/hone/login");
    private static final Path APP =
            Path.of(System.getProperty("hone.root"), "src/main/resources/META-INF/resources/static/hone.css");
    private static final Pattern TOKEN = Pattern.compile("(--[a-z0-9-]+):\\s*(light-dark\\([^)]*\\))");

    @Test
    void every_file_of_it_reaches_keycloak() throws IOException {
        try (Stream<Path> files = Files.walk(LOGIN)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> LOGIN.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(KeycloakServer.THEME);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "es"})
    void a_message_of_ours_stands_in_every_language_with_the_same_values(String language) throws IOException {
        Map<String, String> english = messages("en");
        Map<String, String> translated = messages(language);

        assertThat(english).hasSizeGreaterThan(50);
        assertThat(translated.keySet()).isEqualTo(english.keySet());
        assertThat(translated).allSatisfy((key, text) -> {
            assertThat(text).as(key).isNotBlank();
            assertThat(text.contains("{0}"))
                    .as(key)
                    .isEqualTo(english.getOrDefault(key, "").contains("{0}"));
        });
    }

    @Test
    void its_colours_are_those_of_the_app() throws IOException {
        List<MatchResult> tokens = TOKEN.matcher(Files.readString(LOGIN.resolve("resources/css/hone.css")))
                .results()
                .toList();
        String app = Files.readString(APP).replaceAll("\\s+", " ");

        assertThat(tokens).hasSizeGreaterThan(10);
        assertThat(tokens).allSatisfy(token -> assertThat(app).contains(token.group(1) + ": " + token.group(2)));
    }

    private static Map<String, String> messages(String language) throws IOException {
        Properties read = new Properties();
        try (Reader file = Files.newBufferedReader(LOGIN.resolve("messages/messages_" + language + ".properties"))) {
            read.load(file);
        }
        Map<String, String> messages = new TreeMap<>();
        read.forEach((key, text) -> messages.put((String) key, (String) text));
        return messages;
    }
}
