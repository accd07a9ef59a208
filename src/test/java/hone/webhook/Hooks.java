package hone.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.Forms;
import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.project.Project;
import hone.web.Sql;
import hone.work.Bench;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A project, and a receiver of webhooks on this machine. */
final class Hooks implements AutoCloseable {
    final Receiver receiver = new Receiver();
    final Project project;
    private final Sql sql;
    private final Outbox outbox;

    Hooks(Bench bench, Sql sql, Outbox outbox) throws IOException {
        this.sql = sql;
        this.outbox = outbox;
        this.project = bench.project(1, "lena");
    }

    @Override
    public void close() {
        sql.run(
                "update webhook set disabled_at = now(), disabled_because = 'The test is over.' where disabled_at is null");
        receiver.close();
    }

    void tell(String type) {
        outbox.tell(new Happened(
                project.id, type, Map.of("number", 1, "rows", 4, "datasetId", UUID.randomUUID()), Instant.now()));
    }

    UUID added(String path, String event) {
        Response added = Forms.post(
                "/webhooks",
                "/webhooks",
                Map.of("url", receiver.url(path), "project", project.slug, "event", List.of(event)));
        assertThat(added.statusCode()).as(added.asString()).isEqualTo(303);
        return UUID.fromString(added.header("Location").replaceAll(".*/", ""));
    }

    Receiver.Received awaited(String path) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !receiver.at(path).isEmpty());
        return receiver.at(path).getFirst();
    }

    void awaitState(UUID webhook, String state) {
        await(state)
                .atMost(Duration.ofSeconds(20))
                .until(() -> sql.number(
                                "select count(*) from webhook_delivery where webhook_id = ? and state = ?",
                                webhook,
                                state)
                        == 1);
    }

    /** At least so many: on a slow machine the next one may follow before somebody looks. */
    void awaitAttempts(UUID webhook, int attempts) {
        await("attempts").atMost(Duration.ofSeconds(20)).until(() -> attempts(webhook) >= attempts);
    }

    long attempts(UUID webhook) {
        return sql.number("select count(*) from webhook_attempt where webhook_id = ?", webhook);
    }

    /** Says of each delivery that its last attempt is due, again where an earlier attempt was under way. */
    void awaitGivenUp(UUID webhook, int deliveries) {
        await("given up").atMost(Duration.ofSeconds(20)).until(() -> {
            sql.run(
                    "update webhook_delivery set attempts = ?, due_at = now() where webhook_id = ? and state = 'waiting' and lease_until is null",
                    Delivery.Repo.PAUSES.size(),
                    webhook);
            return sql.number("select count(*) from webhook_delivery where webhook_id = ? and state = 'dead'", webhook)
                    == deliveries;
        });
    }

    void due(UUID webhook) {
        sql.run("update webhook_delivery set due_at = now() where webhook_id = ?", webhook);
    }

    UUID message(UUID webhook) {
        return sql.first(
                        "select message_id from webhook_delivery where webhook_id = ?",
                        c -> c.id("message_id"),
                        webhook)
                .orElseThrow();
    }

    String problem(UUID webhook) {
        return sql.first("select problem from webhook_attempt where webhook_id = ?", c -> c.text("problem"), webhook)
                .orElseThrow();
    }
}
