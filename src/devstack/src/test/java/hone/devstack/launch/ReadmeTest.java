package hone.devstack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of settings in README.md says what the launcher does. */
class ReadmeTest {

    private static final Path ROOT = Path.of(System.getProperty("hone.root"));

    /** What is told includes passwords, which are made when they are asked for. */
    @TempDir
    static Path data;

    private static Settings settings() {
        return Settings.of(ROOT, Map.of("HONE_DATA", data.toString()));
    }

    @Test
    void every_port_stands_there_with_its_default() throws Exception {
        Map<String, String> defaults = table();

        settings()
                .portsByVariable()
                .forEach((name, port) -> assertThat(defaults).containsEntry(name, port.toString()));
    }

    @Test
    void everything_the_launcher_tells_the_app_and_the_trainer_stands_there() throws Exception {
        Map<String, String> known = table();
        Environment environment = new Environment(settings(), Map.of());

        assertThat(known.keySet())
                .containsAll(environment.app("url", "kafka", "issuer").keySet())
                .containsAll(environment.supervisor("kafka").keySet())
                .containsAll(environment.serve().keySet().stream()
                        .filter(name -> name.startsWith("HONE_"))
                        .toList())
                .contains("HONE_DATA", "HONE_USER", "HONE_DEMO_FOLDER", "HONE_URL", "HONE_ISSUER", "HONE_CLI_SECRET");
    }

    @Test
    void every_setting_of_the_app_and_the_trainer_service_stands_there() throws Exception {
        Set<String> declared = new TreeSet<>();
        try (Stream<Path> app = Files.walk(ROOT.resolve("src/main/java"));
                Stream<Path> trainer = Files.walk(ROOT.resolve("trainer/supervisor/src/main/java"))) {
            for (Path file : Stream.concat(app, trainer)
                    .filter(path -> path.toString().endsWith(".java"))
                    .toList()) {
                declared.addAll(settingsIn(Files.readString(file)));
            }
        }

        assertThat(declared)
                .contains("HONE_MODE", "HONE_OUTBOX_TICK", "HONE_WORKER_CLASSPATH_FILE", "HONE_ENGINES_*_COMMAND");
        Set<String> known = table().keySet();
        assertThat(declared)
                .allSatisfy(setting -> assertThat(known)
                        .as(setting)
                        .anySatisfy(name -> assertThat(name).matches(setting.replace("*", "[A-Z]+"))));
    }

    /**
     * Single settings by their annotation; those of a mapping by its prefix and its methods, nested ones included. Where a name is
     * chosen by whoever sets it, a star stands for it.
     */
    private static Set<String> settingsIn(String source) {
        Set<String> found = new TreeSet<>();
        Pattern.compile("@ConfigProperty\\(name = \"(hone\\.[^\"]+)\"")
                .matcher(source)
                .results()
                .forEach(single -> found.add(variable(single.group(1))));
        Matcher mapping =
                Pattern.compile("@ConfigMapping\\(prefix = \"(hone[^\"]*)\"").matcher(source);
        if (!mapping.find()) {
            return found;
        }
        Map<String, String> named = new TreeMap<>();
        String nested = "";
        for (String line : source.substring(mapping.end()).lines().toList()) {
            Matcher inner = Pattern.compile("^ {4}interface (\\w+) \\{").matcher(line);
            Matcher chosen =
                    Pattern.compile("^ {4}Map<String, (\\w+)> (\\w+)\\(\\);").matcher(line);
            Matcher method = Pattern.compile("^ +([\\w<>]+) (\\w+)\\(\\);").matcher(line);
            if (chosen.find()) {
                named.put(chosen.group(1), chosen.group(2) + ".*");
            } else if (inner.find()) {
                nested = "." + named.getOrDefault(inner.group(1), inner.group(1).toLowerCase(Locale.ROOT));
            } else if (line.startsWith("    }")) {
                nested = "";
            } else if (method.find() && !source.contains("interface " + method.group(1) + " {")) {
                found.add(variable(mapping.group(1) + nested + "." + method.group(2)));
            }
        }
        return found;
    }

    /** {@code hone.keepData} and {@code hone.keep-data} are both HONE_KEEP_DATA. */
    private static String variable(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1_$2")
                .replaceAll("[.-]", "_")
                .toUpperCase(Locale.ROOT);
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
