package hone.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
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
    void a_kafka_transaction_is_seen_whole_and_an_aborted_one_not_at_all() throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafkaBootstrap(), "transactional.id", "test"),
                new StringSerializer(),
                new StringSerializer())) {
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
                Map.of("bootstrap.servers", stack.kafkaBootstrap(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
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
    void the_trainer_and_the_command_line_have_exactly_the_role_they_need() throws Exception {
        assertThat(rolesOf("hone-trainer", "demo-secret-of-the-trainer"))
                .contains("\"trainer\"")
                .doesNotContain("\"admin\"");
        assertThat(rolesOf("hone-cli", "demo-secret-of-the-cli"))
                .contains("\"admin\"")
                .doesNotContain("\"trainer\"");
    }

    @Test
    void keycloak_shows_the_sign_in_form_to_the_app_on_its_port_and_to_no_other() throws Exception {
        String query = "/protocol/openid-connect/auth?client_id=hone-app&response_type=code&scope=openid"
                + "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&redirect_uri=";

        HttpResponse<String> ours =
                get(stack.issuer() + query + "http://localhost:" + stack.ports().app() + "/auth/callback");
        HttpResponse<String> foreign = get(stack.issuer() + query + "http://localhost:1/auth/callback");

        assertThat(ours.statusCode()).isEqualTo(200);
        assertThat(ours.body()).contains("kc-login");
        assertThat(foreign.statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> get(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        }
    }

    private static String rolesOf(String client, String secret) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.issuer() + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=" + client + "&client_secret=" + secret))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body = http.send(request, BodyHandlers.ofString()).body();
            Matcher token =
                    Pattern.compile("\"access_token\":\"[^.]+\\.([^.]+)\\.").matcher(body);
            assertThat(token.find()).as(body).isTrue();
            return new String(Base64.getUrlDecoder().decode(token.group(1)));
        }
    }

    private static Connection connect() throws Exception {
        return DriverManager.getConnection(stack.jdbcUrl("hone"), stack.user("hone"), stack.password("hone"));
    }
}
