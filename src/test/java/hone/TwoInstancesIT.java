package hone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import hone.browser.Database;
import hone.devstack.Ports;
import hone.devstack.Stack;
import hone.devstack.launch.Environment;
import hone.devstack.launch.QuarkusApp;
import hone.devstack.launch.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The packaged app twice, as processes of their own, on one PostgreSQL and one Kafka. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoInstancesIT {
    private static final Path ROOT = Path.of(System.getProperty("hone.root"));
    private static final String PROJECT = "(select id from project where slug = 'kind-endings')";

    @TempDir
    static Path folder;

    private static Stack stack;
    private static Database database;
    private static QuarkusApp first;
    private static QuarkusApp second;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.in(folder).postgres("hone").kafka().start();
        database = new Database(stack.jdbcUrl("hone"), stack.user("hone"), stack.password("hone"));
        first = app("first", stack.ports().app(), stack.ports().appManagement());
        Ports others = Ports.free();
        second = app("second", others.app(), others.appManagement());
        first.start();
        second.start();
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        stack.close();
    }

    @Test
    void aDueTimeIsOneRoundWhicheverInstanceSeesItAndTheOtherGoesOnAlone() {
        awaitCount("the demo project has a model", 1, "current_model where project_id = " + PROJECT);
        awaitCount("both instances have checked in", 2, "qrtz_scheduler_state");
        due("Tell a story about a boat.");

        awaitCount("the round's first run is asked for", 1, "run where kind = 'sft' and project_id = " + PROJECT);
        assertThat(count("round where project_id = " + PROJECT)).isEqualTo(1);
        assertThat(count("dataset where project_id = " + PROJECT)).isEqualTo(1);
        assertThat(count("outbox where topic = 'runs'")).isEqualTo(1);
        assertThat(count("schedule where next_due_at > now() and last_note is null and last_due_at is not null"))
                .isEqualTo(1);

        database.run("update run set finished_at = now(), outcome = 'cancelled', reason = 'Nobody trains here.'");
        awaitCount("the round has ended with its run", 1, "round where outcome = 'cancelled'");
        first.close();
        due("Tell a story about a kite.");
        awaitCount("the instance that is left starts the next round", 2, "round where project_id = " + PROJECT);
        awaitCount("and asks for its run", 2, "run where kind = 'sft' and project_id = " + PROJECT);
        assertThat(count("round where project_id = " + PROJECT)).isEqualTo(2);
    }

    /** First, because the other test stops an instance. */
    @Test
    @Order(1)
    void aWebhookIsDeliveredOnceAlthoughBothInstancesSend() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            received.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        UUID webhook = UUID.randomUUID();
        database.run(
                "insert into webhook (id, url, events, secret, created_at) values (?, ?, '{webhook.test}', 'whsec_c2VjcmV0', now())",
                webhook,
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
        database.run("""
                with messages as (
                    insert into webhook_message (id, project_id, type, payload, happened_at)
                    select gen_random_uuid(), p.id, 'webhook.test', '{}', now()
                    from project p, generate_series(1, 60) where p.slug = 'kind-endings' returning id)
                insert into webhook_delivery (webhook_id, message_id, due_at) select ?, id, now() from messages""", webhook);

        awaitCount("all are delivered", 60, "webhook_delivery where state = 'delivered'");
        receiver.stop(0);
        assertThat(received).hasSize(60).doesNotHaveDuplicates();
        assertThat(count("webhook_attempt")).isEqualTo(60);
    }

    /** Something new to freeze, and a round that is due in two seconds. */
    private static void due(String prompt) {
        UUID labeler = UUID.randomUUID();
        UUID asked = UUID.randomUUID();
        UUID task = UUID.randomUUID();
        UUID assignment = UUID.randomUUID();
        database.run(
                "insert into labeler (id, username, display_name, created_at) values (?, ?, 'Lena', now())",
                labeler,
                "lena-" + labeler);
        database.run("""
                insert into prompt (id, project_id, messages, schema_version, sha256, created_at)
                select ?, id, jsonb_build_array(jsonb_build_object('role', 'user', 'content', ?)), 1, ?, now()
                from project where slug = 'kind-endings'""", asked, prompt, prompt);
        database.run("""
                insert into task (id, project_id, prompt_id, kind, asked, origin, created_at)
                select ?, id, ?, 'demonstration', 1, 'import', now() from project where slug = 'kind-endings'""", task, asked);
        database.run("""
                insert into slot (task_id, number, project_id, kind, priority, state)
                select id, 1, project_id, kind, 0, 'judged' from task where id = ?""", task);
        database.run("""
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
                select ?, ?, 1, ?, v.id, 1, now(), 'judged', now()
                from guideline g join guideline_version v on v.guideline_id = g.id join project p on p.id = g.project_id
                where p.slug = 'kind-endings' and g.kind = 'demonstration'""", assignment, task, labeler);
        database.run("""
                insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict,
                  verdict_version, seconds, simulated, judged_at, accepted_at)
                select ?, ?, id, ?, ?, ?, 'demonstration', '{"kind":"demonstration","text":"It came home."}', 1, 10, false,
                  now(), now() from project where slug = 'kind-endings'""", UUID.randomUUID(), assignment, task, asked, labeler);
        database.run("""
                insert into schedule (project_id, day_of_week, local_time, zone, enabled, next_due_at, updated_at)
                select id, 1, '06:00', 'UTC', true, now() + interval '2 seconds', now()
                from project where slug = 'kind-endings'
                on conflict (project_id) do update set next_due_at = excluded.next_due_at""");
    }

    /** Nobody signs in here, so there is no identity provider. */
    private static QuarkusApp app(String name, int port, int managementPort) {
        Map<String, String> environment = new Environment(new Settings(ROOT, folder, stack.ports()), Map.of())
                .app(stack.jdbcUrl("hone"), stack.kafkaBootstrap(), "http://127.0.0.1:1/realms/hone");
        environment.put("QUARKUS_OIDC_TENANT_ENABLED", "false");
        environment.put("QUARKUS_OIDC_API_TENANT_ENABLED", "false");
        environment.put("HONE_ROUNDS_TICK", "1s");
        environment.put("HONE_DEMO_ARCHIVE", "");
        environment.put("HONE_WEBHOOKS_PRIVATE_TARGETS", "true");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        return new QuarkusApp(
                name,
                ROOT.resolve("src/target/quarkus-app/quarkus-run.jar"),
                folder,
                environment,
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
                List.of(managementPort, port));
    }

    private static void awaitCount(String what, long expected, String from) {
        await(what)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> count(from) == expected);
    }

    private static long count(String from) {
        return database.number("select count(*) from " + from);
    }
}
