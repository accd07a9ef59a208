package hone.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stack on free ports: each server does what the applications need of it. */
class StackTest {

    @TempDir
    static Path folder;

    static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.in(folder).postgres("hone").kafka().keycloak().start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void a_row_written_to_postgresql_is_read_back_by_its_owner() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table note(text text)");
            statement.execute("insert into note values ('kept')");

            ResultSet read = statement.executeQuery("select text, current_user from note");

            assertThat(read.next()).isTrue();
            assertThat(read.getString(1)).isEqualTo("kept");
            assertThat(read.getString(2)).isEqualTo("hone");
        }
    }

    @Test
    void postgresql_takes_nobodys_word_not_even_the_names_that_once_were_passwords() {
        for (String user : List.of("postgres", "hone", "keycloak")) {
            for (String password : List.of("", user, stack.password("hone") + "x")) {
                assertThatThrownBy(() -> DriverManager.getConnection(stack.jdbcUrl("hone"), user, password))
                        .as("%s with '%s'", user, password)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password");
            }
        }
    }

    @Test
    void the_apps_role_owns_its_database_enters_no_other_and_starts_no_program() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("copy (select 1) to program 'true'"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("create role another superuser"))
                    .hasMessageContaining("permission denied");
        }
        for (String other : List.of("keycloak", "postgres", "template1")) {
            assertThatThrownBy(() -> DriverManager.getConnection(
                            stack.jdbcUrl(other), stack.user("hone"), stack.password("hone")))
                    .as(other)
                    .hasMessageContaining("permission denied for database");
        }
    }

    @Test
    void kafka_answers_nobody_without_its_password_on_either_port() {
        for (int port : List.of(stack.ports().kafka(), stack.ports().kafkaController())) {
            Map<String, Object> stranger = new HashMap<>(stack.kafkaClient());
            stranger.put("bootstrap.servers", "127.0.0.1:" + port);
            stranger.computeIfPresent(
                    "sasl.jaas.config",
                    (name, login) -> login.toString().replaceAll("password=\"[^\"]*\"", "password=\"hone\""));
            // The refusal comes at once, but for a machine that is busy with other tests.
            stranger.put("request.timeout.ms", 20_000);
            stranger.put("default.api.timeout.ms", 20_000);
            try (Admin admin = Admin.create(stranger)) {
                assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                        .as("port %d", port)
                        .hasCauseInstanceOf(SaslAuthenticationException.class);
            }
            stranger.put("security.protocol", "PLAINTEXT");
            stranger.put("request.timeout.ms", 1_000);
            stranger.put("default.api.timeout.ms", 1_000);
            try (Admin admin = Admin.create(stranger)) {
                assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                        .as("port %d without signing in", port)
                        .isInstanceOf(ExecutionException.class);
            }
        }
    }

    @Test
    void keycloaks_administrator_has_no_password_that_can_be_guessed() throws Exception {
        assertThat(adminToken("admin").body()).contains("invalid_grant").doesNotContain("access_token");
        assertThat(adminToken(Secrets.in(folder).of("keycloak-admin")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void no_secret_stands_on_a_command_line_which_everybody_can_read() throws Exception {
        List<String> secrets = new ArrayList<>();
        try (Stream<Path> files = Files.list(Secrets.in(folder).folder())) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                secrets.add(Files.readString(file));
            }
        }
        assertThat(secrets).hasSizeGreaterThan(4);

        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                assertThat(commandLine(process)).doesNotContain(secrets);
            }
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }

    private static HttpResponse<String> adminToken(String password) throws Exception {
        String master = stack.issuer().replace("/realms/hone", "/realms/master");
        return post(
                master + "/protocol/openid-connect/token",
                "grant_type=password&client_id=admin-cli&username=admin&password=" + password);
    }

    @Test
    void a_kafka_transaction_is_seen_whole_and_an_aborted_one_not_at_all() throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                signedIn("transactional.id", "test"), new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("letters", 0, "k", "never seen")).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("letters", 0, "k", "a")).get();
            producer.send(new ProducerRecord<>("letters", 0, "k", "b")).get();
            producer.commitTransaction();
        }

        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                signedIn("isolation.level", "read_committed"), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("letters", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> seen = List.of();
            for (int poll = 0; poll < 60 && seen.isEmpty(); poll++) {
                seen = consumer.poll(Duration.ofSeconds(1)).records(partition).stream()
                        .map(ConsumerRecord::value)
                        .toList();
            }

            assertThat(seen).containsExactly("a", "b");
        }
    }

    @Test
    void the_command_line_has_exactly_the_role_it_needs() throws Exception {
        assertThat(rolesOf("hone-cli", ClientSecrets.ofCommandLine(Secrets.in(folder))))
                .contains("\"roles\":[\"program\"]")
                .doesNotContain("admin", "offline_access", "uma_authorization", "manage-account");
    }

    @Test
    void the_realm_that_runs_is_protected_and_so_is_the_administrators_own() throws Exception {
        try (KeycloakAdmin admin = new KeycloakAdmin(stack.issuer().replace("/realms/hone", ""))) {
            String token = admin.token(Secrets.in(folder).of("keycloak-admin")).orElseThrow();

            assertThat(admin.realm(token, "hone").replaceAll("\\s", ""))
                    .contains(
                            "\"bruteForceProtected\":true",
                            "\"eventsEnabled\":true",
                            "\"adminEventsEnabled\":true",
                            "\"accessTokenLifespan\":50",
                            "length(12)");
            assertThat(admin.realm(token, "master").replaceAll("\\s", ""))
                    .contains("\"bruteForceProtected\":true", "\"eventsEnabled\":true", "length(12)");
        }
    }

    @Test
    void the_sign_in_is_in_our_look_and_in_the_language_that_is_asked_for_in_realms_of_earlier_versions_too()
            throws Exception {
        String keycloak = stack.issuer().replace("/realms/hone", "");
        try (KeycloakAdmin admin = new KeycloakAdmin(keycloak)) {
            String token = admin.token(Secrets.in(folder).of("keycloak-admin")).orElseThrow();
            HttpRequest asItWas = HttpRequest.newBuilder(URI.create(keycloak + "/admin/realms/hone"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(
                            "{\"loginTheme\": \"keycloak.v2\", \"internationalizationEnabled\": false}"))
                    .build();
            assertThat(send(asItWas).statusCode()).isEqualTo(204);
            assertThat(get(signIn("&ui_locales=de")).body()).doesNotContain("/login/hone/");

            admin.dressRealm(token);
        }

        assertThat(get(signIn("&ui_locales=de")).body())
                .contains("lang=\"de\"", "Benutzername oder E-Mail", "/login/hone/css/hone.css");
        assertThat(get(signIn("&ui_locales=es")).body()).contains("lang=\"es\"", "Usuario o correo electrónico");
        assertThat(get(signIn("&ui_locales=fr")).body()).contains("lang=\"en\"", "Username or email");
    }

    private static String signIn(String more) {
        return stack.issuer() + "/protocol/openid-connect/auth?client_id=hone-app&response_type=code&scope=openid"
                + "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&redirect_uri="
                + "http://localhost:" + stack.ports().app() + "/auth/callback" + more;
    }

    @Test
    void keycloak_shows_the_sign_in_form_to_the_app_on_its_port_and_to_no_other() throws Exception {
        String query = "/protocol/openid-connect/auth?client_id=hone-app&response_type=code&scope=openid"
                + "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&redirect_uri=";

        HttpResponse<String> ours =
                get(stack.issuer() + query + "http://localhost:" + stack.ports().app() + "/auth/callback");
        HttpResponse<String> foreign = get(stack.issuer() + query + "http://localhost:1/auth/callback");
        HttpResponse<String> elsewhere =
                get(stack.issuer() + query + "http://localhost:" + stack.ports().app() + "/auth/callback/elsewhere");

        assertThat(elsewhere.statusCode()).as("to no other page of ours").isEqualTo(400);
        assertThat(ours.statusCode()).isEqualTo(200);
        assertThat(ours.body()).contains("kc-login");
        assertThat(foreign.statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> get(String address) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address)).build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static String rolesOf(String client, String secret) throws Exception {
        String body = post(
                        stack.issuer() + "/protocol/openid-connect/token",
                        "grant_type=client_credentials&client_id=" + client + "&client_secret=" + secret)
                .body();
        Matcher token = Pattern.compile("\"access_token\":\"[^.]+\\.([^.]+)\\.").matcher(body);
        assertThat(token.find()).as(body).isTrue();
        return new String(Base64.getUrlDecoder().decode(token.group(1)));
    }

    private static HttpResponse<String> post(String address, String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return send(request);
    }

    private static Map<String, Object> signedIn(String name, String value) {
        Map<String, Object> settings = new HashMap<>(stack.kafkaClient());
        settings.put(name, value);
        return settings;
    }

    private static Connection connect() throws Exception {
        return DriverManager.getConnection(stack.jdbcUrl("hone"), stack.user("hone"), stack.password("hone"));
    }
}
