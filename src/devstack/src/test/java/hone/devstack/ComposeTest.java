package hone.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml, read without an engine: it must say the same as the rest of the checkout. */
class ComposeTest {

    private static final Path ROOT = Path.of(System.getProperty("hone.root"));

    private static final Map<String, Map<String, Object>> SERVICES = new LinkedHashMap<>();
    private static String compose = "";
    private static String readme = "";
    private static String pom = "";

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void read() throws Exception {
        compose = Files.readString(ROOT.resolve("docker-compose.yml"));
        readme = Files.readString(ROOT.resolve("README.md"));
        pom = Files.readString(ROOT.resolve("pom.xml"));
        try (Reader reader = Files.newBufferedReader(ROOT.resolve("docker-compose.yml"))) {
            Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            SERVICES.putAll((Map<String, Map<String, Object>>) file.getOrDefault("services", Map.of()));
        }
    }

    @Test
    void images_have_the_versions_that_hone_up_and_the_tests_run() {
        assertThat(service("kafka").get("image")).isEqualTo("apache/kafka:" + property("kafka.broker.version"));
        assertThat(service("keycloak").get("image"))
                .isEqualTo("quay.io/keycloak/keycloak:" + property("keycloak.version"));
        String major = property("postgres.binaries.version").replaceAll("\\..*", "");
        assertThat(service("postgres").get("image")).isEqualTo("postgres:" + major);
    }

    @Test
    void dockerfiles_run_the_java_we_compile_for_and_not_as_root() throws Exception {
        for (String file : List.of("src/Dockerfile", "trainer/supervisor/Dockerfile")) {
            String text = Files.readString(ROOT.resolve(file));
            assertThat(matches(text, "FROM eclipse-temurin:(\\d+)"))
                    .as(file)
                    .containsOnly(property("maven.compiler.release"));
            assertThat(text.lines().filter(line -> line.startsWith("USER ")))
                    .as(file)
                    .containsExactly("USER 10001");
        }
    }

    @Test
    void every_variable_of_the_app_and_the_trainer_stands_in_the_readme() {
        Set<String> known = new TreeSet<>(matches(readme, "(?m)^\\| `([A-Z_0-9]+)`"));

        assertThat(known).containsAll(environment("app").keySet());
        assertThat(known).containsAll(environment("trainer").keySet());
        assertThat(known).containsAll(environment("serve").keySet());
    }

    @Test
    void every_value_that_compose_asks_for_stands_in_the_readme() {
        Set<String> known = new TreeSet<>(matches(readme, "(?m)^\\| `([A-Z_0-9]+)`"));

        assertThat(known).containsAll(matches(compose, "\\$\\{([A-Z_0-9]+)"));
    }

    @Test
    void the_readmes_list_of_what_goes_into_dot_env_is_exactly_what_compose_asks_for() {
        String list = readme.substring(readme.indexOf("**docker-compose.yml asks for**"));
        list = list.substring(0, list.indexOf("\n\n"));

        assertThat(matches(list, "(?m)^\\| `([A-Z_0-9]+)`")).isEqualTo(matches(compose, "\\$\\{([A-Z_0-9]+)"));
    }

    @Test
    void neither_the_app_nor_keycloak_is_the_databases_superuser() {
        String superuser = environment("postgres").get("POSTGRES_USER");
        List<String> roles = List.of(
                environment("app").get("QUARKUS_DATASOURCE_USERNAME"),
                environment("keycloak").get("KC_DB_USERNAME"));

        assertThat(roles).doesNotContain(superuser).doesNotHaveDuplicates();
        assertThat(roles)
                .allSatisfy(role -> assertThat(compose)
                        .contains("create role " + role + " login nosuperuser nocreatedb nocreaterole password")
                        .contains("create database " + role + " owner " + role + ";"));
        assertThat(compose).contains("revoke connect on database hone, keycloak from public;");
        assertThat(environment("app").keySet()).doesNotContain("POSTGRES_PASSWORD");
    }

    @Test
    void keycloaks_own_realm_is_protected_once_it_answers() {
        assertThat(service("keycloak-setup").get("image"))
                .isEqualTo(service("keycloak").get("image"));
        assertThat(String.valueOf(service("keycloak-setup").get("entrypoint")))
                .contains("update realms/master", "bruteForceProtected=true", "passwordPolicy=length(12)");
    }

    @Test
    void a_secret_has_no_default_and_its_absence_stops_the_start() {
        for (String service : SERVICES.keySet()) {
            environment(service).forEach((name, value) -> {
                if (name.matches(".*(PASSWORD|SECRET|KEY|TOKEN)$")) {
                    assertThat(value).as(service + " " + name).matches("\\$\\{[A-Z_]+:\\?}");
                }
            });
        }
    }

    @Test
    void only_the_app_and_keycloak_are_published_and_on_loopback_unless_told_otherwise() {
        SERVICES.forEach((name, service) -> {
            if (name.equals("app") || name.equals("keycloak")) {
                assertThat((List<?>) service.get("ports"))
                        .as(name)
                        .allSatisfy(port -> assertThat(port.toString()).startsWith("${HONE_BIND:-127.0.0.1}:"));
            } else {
                assertThat(service).as(name).doesNotContainKey("ports");
            }
        });
    }

    @Test
    void every_service_is_watched_and_started_again() {
        SERVICES.forEach((name, service) -> {
            if (!"no".equals(service.get("restart"))) { // what is done once
                assertThat(service).as(name).containsKey("healthcheck").containsEntry("restart", "unless-stopped");
            }
        });
    }

    @Test
    void keycloak_imports_the_realm_file_that_hone_up_imports_and_knows_all_its_placeholders() throws Exception {
        String realm = "src/devstack/src/main/resources/realm/hone-realm.json";

        assertThat((List<?>) service("keycloak").get("volumes"))
                .anySatisfy(volume -> assertThat(volume.toString()).startsWith("./" + realm + ":"));
        assertThat(environment("keycloak").keySet())
                .containsAll(matches(Files.readString(ROOT.resolve(realm)), "\\$\\{([A-Z_]+)"));
    }

    @Test
    void keycloak_has_the_theme_that_the_realm_names_and_realms_of_earlier_versions_get_it_too() throws Exception {
        String theme = "src/devstack/src/main/resources/theme/hone";

        assertThat(ROOT.resolve(theme).resolve("login/theme.properties")).exists();
        assertThat(String.valueOf(service("keycloak").get("volumes")))
                .contains("./" + theme + ":/opt/keycloak/themes/hone:ro");
        assertThat(String.valueOf(service("keycloak-setup").get("entrypoint")))
                .contains("update realms/hone", "loginTheme=hone", "internationalizationEnabled=true");
    }

    private static Map<String, Object> service(String name) {
        return Objects.requireNonNull(SERVICES.get(name), name);
    }

    private static Map<String, String> environment(String service) {
        Map<?, ?> all = (Map<?, ?>) service(service).getOrDefault("environment", Map.of());
        return all.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toString(), entry -> String.valueOf(entry.getValue())));
    }

    private static String property(String name) {
        Matcher found =
                Pattern.compile("<%s>([^<]+)</%s>".formatted(name, name)).matcher(pom);
        assertThat(found.find()).as("property " + name + " of the root pom").isTrue();
        return found.group(1);
    }

    private static Set<String> matches(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
