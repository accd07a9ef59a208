package hone.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.browser.Database;
import hone.devstack.Stack;
import hone.devstack.launch.Environment;
import hone.devstack.launch.QuarkusApp;
import hone.devstack.launch.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged app, asked to end while it sends, and with Kafka gone for a while: every row arrives under its one id. */
class RelayOutagesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Stack stack;
    private static Database database;

    @BeforeAll
    static void start() {
        stack = Stack.in(folder).postgres("hone").kafka().start();
        database = new Database(stack.jdbcUrl("hone"), stack.user("hone"), stack.password("hone"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void anAppThatIsAskedToEndWhileItSendsFinishesItsBatchAndTheNextOneSendsTheRest() throws Exception {
        QuarkusApp first = app();
        first.start();
        String marker = rows(20_000);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> unsent(marker) < 20_000);
        first.close();
        long left = unsent(marker);
        assertThat(left).as("it was asked in the middle").isBetween(1L, 19_999L);
        assertThat(arrived(marker))
                .as("what it marked, and nothing that it did not")
                .hasSize((int) (20_000 - left));

        try (QuarkusApp second = app()) {
            second.start();
            await().atMost(PATIENCE).until(() -> unsent(marker) == 0);
        }

        List<String> arrived = arrived(marker);
        assertThat(arrived).doesNotHaveDuplicates().hasSize(20_000);
        assertThat(new HashSet<>(arrived))
                .isEqualTo(new HashSet<>(database.list("select id from outbox where key like ?", marker + "%")));
    }

    @Test
    void whileKafkaIsAwayTheAppIsNotReadyAndAfterwardsItCatchesUp() throws Exception {
        try (QuarkusApp app = app()) {
            app.start();
            assertThat(ready()).isEqualTo(200);

            stack.kafka().close();
            await().atMost(PATIENCE).until(() -> ready() == 503);
            String marker = rows(50);
            assertThat(app.isAlive()).isTrue();
            stack.kafka().start();

            await().atMost(PATIENCE).until(() -> unsent(marker) == 0);
            await().atMost(PATIENCE).until(() -> ready() == 200);
            List<String> arrived = arrived(marker);
            assertThat(new HashSet<>(arrived))
                    .isEqualTo(new HashSet<>(database.list("select id from outbox where key like ?", marker + "%")));
        }
    }

    /** Small batches, so that there is always one in hand. Nobody signs in here, so there is no identity provider. */
    private static QuarkusApp app() {
        Path root = Path.of(System.getProperty("hone.root"));
        Environment told = new Environment(new Settings(root, folder, stack.ports()), Map.of());
        Map<String, String> environment =
                told.app(stack.jdbcUrl("hone"), stack.kafkaBootstrap(), "http://127.0.0.1:1/realms/hone");
        environment.put("QUARKUS_OIDC_TENANT_ENABLED", "false");
        environment.put("QUARKUS_OIDC_API_TENANT_ENABLED", "false");
        environment.put("HONE_OUTBOX_BATCH_ROWS", "100");
        environment.remove("HONE_DEMO_FOLDER");
        environment.remove("HONE_DEMO_ARCHIVE");
        return new QuarkusApp(
                "app",
                root.resolve("src/target/quarkus-app/quarkus-run.jar"),
                folder,
                environment,
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
                List.of(stack.ports().appManagement()));
    }

    /** @return what their keys begin with */
    private static String rows(int count) {
        String marker = UUID.randomUUID().toString();
        database.run("""
                insert into outbox (id, topic, key, type, subject, payload, created_at)
                select gen_random_uuid(), 'judgments', ? || '-' || n, 'test', 'row ' || n, '{"n":' || n || '}', now()
                from generate_series(1, ?) n""", marker, count);
        return marker;
    }

    private static long unsent(String marker) {
        return database.number("select count(*) from outbox where key like ? and sent_at is null", marker + "%");
    }

    private static int ready() throws IOException, InterruptedException {
        URI health = URI.create("http://127.0.0.1:" + stack.ports().appManagement() + "/q/health/ready");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** The ids of all records with such a key, repetitions too. */
    private static List<String> arrived(String marker) {
        KafkaClients clients = new KafkaClients(stack.kafkaClient(), "hone.");
        return SentRecords.of(clients, marker).stream()
                .map(record -> SentRecords.event(record).id())
                .toList();
    }
}
