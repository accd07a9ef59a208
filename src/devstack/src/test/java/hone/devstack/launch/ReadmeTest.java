package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of settings in README.md says what the launcher does. */
class ReadmeTest {

    private static final Path ROOT = Path.of(System.getProperty("hone.root"));
    private static final Settings SETTINGS = Settings.of(ROOT, Map.of());

    @Test
    void every_port_stands_there_with_its_default() throws Exception {
        Map<String, String> defaults = table();

        SETTINGS.portsByVariable().forEach((name, port) -> assertThat(defaults).containsEntry(name, port.toString()));
    }

    @Test
    void everything_the_launcher_tells_the_app_and_the_trainer_stands_there() throws Exception {
        Map<String, String> known = table();
        Environment environment = new Environment(SETTINGS, Map.of());

        assertThat(known.keySet())
                .containsAll(environment.app("url", "kafka", "issuer").keySet())
                .containsAll(environment.supervisor("kafka").keySet())
                .contains("HONE_DATA", "HONE_DEMO_FOLDER", "HONE_URL", "HONE_ISSUER", "HONE_CLI_SECRET");
    }

    private static Map<String, String> table() throws Exception {
        return Pattern.compile("(?m)^\\| `([A-Z_0-9]+)` \\| ([^|]*?) ?\\|")
                .matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .collect(Collectors.toMap(
                        (MatchResult row) -> row.group(1),
                        row -> row.group(2).strip(),
                        (first, second) -> first,
                        TreeMap::new));
    }
}
