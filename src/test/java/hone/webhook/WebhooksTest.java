package hone.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import hone.Forms;
import hone.Servers;
import hone.model.MakeCurrent;
import hone.model.ModelVersion;
import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.project.Project;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told to others: signed, again until it is taken, never inwards by a detour, and once by however many instances. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class WebhooksTest {
    @Inject
    Bench bench;

    @Inject
    Sql sql;

    @Inject
    Outbox outbox;

    @Inject
    Delivery.Repo deliveries;

    @Inject
    MakeCurrent makeCurrent;

    @Inject
    ModelVersion.Repo models;

    private Receiver receiver;
    private Project project;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
        project = bench.project(1, "lena");
    }

    @AfterEach
    void close() {
        sql.run(
                "update webhook set disabled_at = now(), disabled_because = 'The test is over.' where disabled_at is null");
        receiver.close();
    }

    @Test
    void whatHappensArrivesSignedWithTheProjectAndTheIds() {
        UUID webhook = added("/hook", Happened.MODEL_MADE_CURRENT);
        String secret = sql.first("select secret from webhook where id = ?", c -> c.text("secret"), webhook)
                .orElseThrow();
        ModelVersion model = ModelVersion.base("told-" + project.slug, "ab".repeat(32), "hone", Instant.now());

        QuarkusTransaction.requiringNew().run(() -> {
            model.sha256 = hone.contract.Wire.sha256(project.slug.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            models.persistAndFlush(model);
            makeCurrent.make(project, model, "It is kinder.", bench.person("lena"), Instant.now());
        });

        Receiver.Received told = awaited("/hook");
        assertThat(told.header("webhook-signature"))
                .isEqualTo(Signature.of(
                        told.header("webhook-id"),
                        Instant.ofEpochSecond(Long.parseLong(told.header("webhook-timestamp"))),
                        told.body(),
                        List.of(secret)));
        assertThat(told.body())
                .contains("\"type\":\"model.made-current\"", "\"project\":\"" + project.slug + "\"")
                .contains("\"modelId\":\"" + model.id + "\"", "\"why\":\"It is kinder.\"");
        awaitState(webhook, "delivered");
    }

    @Test
    void whatIsRolledBackWasNeverToldAndWhatIsOfOthersNeither() {
        UUID webhook = added("/hook", Happened.DATASET_FROZEN);

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    tell(Happened.DATASET_FROZEN);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        QuarkusTransaction.requiringNew().run(() -> tell(Happened.JUDGMENT_WITHDRAWN));
        Project other = bench.project(1);
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.tell(new Happened(
                        other.id,
                        Happened.DATASET_FROZEN,
                        Map.of("number", 1, "rows", 4, "datasetId", UUID.randomUUID()),
                        Instant.now())));

        assertThat(sql.number("select count(*) from webhook_delivery where webhook_id = ?", webhook))
                .isZero();
    }

    @Test
    void whoFailsIsAskedAgainLaterAndTheLogSaysWhatTheyAnswered() {
        receiver.answering("/hook", 500);
        UUID webhook = added("/hook", Happened.DATASET_FROZEN);
        QuarkusTransaction.requiringNew().run(() -> tell(Happened.DATASET_FROZEN));
        awaitAttempts(webhook, 1);
        assertThat(sql.number(
                        "select count(*) from webhook_delivery where webhook_id = ? and state = 'waiting' and due_at > now()",
                        webhook))
                .as("waits for its next time")
                .isEqualTo(1);

        receiver.answering("/hook", 204);
        due(webhook);
        awaitState(webhook, "delivered");

        assertThat(receiver.at("/hook"))
                .hasSize(2)
                .extracting(one -> one.header("webhook-id"))
                .containsOnly(receiver.at("/hook").getFirst().header("webhook-id"));
        String log = given().get("/webhooks/" + webhook + "/deliveries/" + message(webhook))
                .asString();
        assertThat(log)
                .contains("500", "204", "Answered with an error.", "said said")
                .hasSizeLessThan(20_000);
    }

    @Test
    void whoHangsIsHungUpOnAndHoldsUpNobodyElse() {
        receiver.answering("/hangs", Receiver.HANGS);
        UUID hanging = added("/hangs", Happened.DATASET_FROZEN);
        UUID other = added("/hook", Happened.DATASET_FROZEN);

        QuarkusTransaction.requiringNew().run(() -> tell(Happened.DATASET_FROZEN));

        awaitState(other, "delivered");
        awaitAttempts(hanging, 1);
        assertThat(problem(hanging)).contains("No answer within 2 s.");
    }

    @Test
    void aRedirectInwardsIsNotFollowed() {
        receiver.answering("/hook", 302);
        UUID webhook = added("/hook", Happened.DATASET_FROZEN);

        QuarkusTransaction.requiringNew().run(() -> tell(Happened.DATASET_FROZEN));

        awaitAttempts(webhook, 1);
        assertThat(problem(webhook)).contains("redirect, which is not followed");
        assertThat(receiver.at("/inside")).isEmpty();
    }

    @Test
    void afterTheLastAttemptItIsGivenUpAndAPersonSendsItAgain() {
        receiver.answering("/hook", 503);
        UUID webhook = added("/hook", Happened.DATASET_FROZEN);
        QuarkusTransaction.requiringNew().run(() -> tell(Happened.DATASET_FROZEN));
        awaitAttempts(webhook, 1);
        assertThat(Delivery.Repo.PAUSES.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofHours(24), Duration.ofHours(25));
        sql.run("update webhook_delivery set attempts = ? where webhook_id = ?", Delivery.Repo.PAUSES.size(), webhook);
        due(webhook);
        awaitState(webhook, "dead");

        receiver.answering("/hook", 200);
        String page = "/webhooks/" + webhook + "/deliveries/" + message(webhook);
        Forms.post(page, page + "/again", Map.of()).then().statusCode(303);

        awaitState(webhook, "delivered");
        assertThat(sql.number("select count(*) from webhook_attempt where webhook_id = ?", webhook))
                .isEqualTo(3);
    }

    @Test
    void whoIsGoneForGoodIsToldNothingMore() {
        receiver.answering("/hook", 410);
        UUID webhook = added("/hook", Happened.DATASET_FROZEN);
        QuarkusTransaction.requiringNew().run(() -> tell(Happened.DATASET_FROZEN));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> given().get("/webhooks/" + webhook).asString().contains("410 Gone"));
    }

    @Test
    void ofTwoSendersAtOnceEachDeliveryIsTakenByOne() throws Exception {
        UUID webhook = added("/none", Happened.DATASET_FROZEN);
        sql.run(
                "update webhook set disabled_at = now(), disabled_because = 'Not sent by this instance.' where id = ?",
                webhook);
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < 40; i++) {
                deliveries.test(webhook, project.id, Instant.now());
            }
        });
        Instant now = Instant.now();
        List<Callable<List<UUID>>> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            senders.add(() -> deliveries.take(new UUID[0], 100, 100, now).stream()
                    .filter(taken -> taken.webhook().equals(webhook))
                    .map(Delivery.Taken::message)
                    .toList());
        }

        List<UUID> taken = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            // Sent by nobody else: the app's own sender passes by what is held.
            sql.run(
                    "update webhook set disabled_at = null, disabled_because = null, url = ? where id = ?",
                    receiver.url("/none"),
                    webhook);
            for (Future<List<UUID>> one : pool.invokeAll(senders)) {
                taken.addAll(one.get());
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> taken.size() + receiver.at("/none").size() >= 40);

        Set<String> ids = new HashSet<>();
        taken.forEach(id -> ids.add("msg_" + id.toString().replace("-", "")));
        receiver.at("/none").forEach(one -> ids.add(one.header("webhook-id")));
        assertThat(taken.size() + receiver.at("/none").size()).isEqualTo(40);
        assertThat(ids).hasSize(40);
    }

    @Test
    void aSecretIsRenewedWithADayInWhichBothSign() {
        UUID webhook = added("/hook", Happened.DATASET_FROZEN);
        String before = sql.first("select secret from webhook where id = ?", c -> c.text("secret"), webhook)
                .orElseThrow();
        String page = "/webhooks/" + webhook;

        Forms.post(page, page + "/secret", Map.of()).then().statusCode(303);
        Forms.post(page, page + "/test", Map.of()).then().statusCode(303);

        Receiver.Received told = awaited("/hook");
        String old = Signature.of(
                told.header("webhook-id"),
                Instant.ofEpochSecond(Long.parseLong(told.header("webhook-timestamp"))),
                told.body(),
                List.of(before));
        assertThat(told.header("webhook-signature").split(" ")).hasSize(2).contains(old);
        given().get(page).then().body(containsString("previous secret signs too"));
    }

    @Test
    void aFormThatCantBeSoComesBackWithSentences() {
        Forms.post("/webhooks", "/webhooks", Map.of("url", "ftp://example.com"))
                .then()
                .statusCode(400)
                .body(containsString("Use https"))
                .body(containsString("value=\"ftp://example.com\""));
        Forms.post("/webhooks", "/webhooks", Map.of("url", receiver.url("/x")))
                .then()
                .statusCode(400)
                .body(containsString("Choose at least one event."));
    }

    private void tell(String type) {
        outbox.tell(new Happened(
                project.id, type, Map.of("number", 1, "rows", 4, "datasetId", UUID.randomUUID()), Instant.now()));
    }

    private UUID added(String path, String event) {
        Response added = Forms.post(
                "/webhooks",
                "/webhooks",
                Map.of("url", receiver.url(path), "project", project.slug, "event", List.of(event)));
        assertThat(added.statusCode()).as(added.asString()).isEqualTo(303);
        return UUID.fromString(added.header("Location").replaceAll(".*/", ""));
    }

    private Receiver.Received awaited(String path) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !receiver.at(path).isEmpty());
        return receiver.at(path).getFirst();
    }

    private void awaitState(UUID webhook, String state) {
        await(state)
                .atMost(Duration.ofSeconds(20))
                .until(() -> sql.number(
                                "select count(*) from webhook_delivery where webhook_id = ? and state = ?",
                                webhook,
                                state)
                        == 1);
    }

    private void awaitAttempts(UUID webhook, int attempts) {
        await("attempts")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        sql.number("select count(*) from webhook_attempt where webhook_id = ?", webhook) == attempts);
    }

    private void due(UUID webhook) {
        sql.run("update webhook_delivery set due_at = now() where webhook_id = ?", webhook);
    }

    private UUID message(UUID webhook) {
        return sql.first(
                        "select message_id from webhook_delivery where webhook_id = ?",
                        c -> c.id("message_id"),
                        webhook)
                .orElseThrow();
    }

    private String problem(UUID webhook) {
        return sql.first("select problem from webhook_attempt where webhook_id = ?", c -> c.text("problem"), webhook)
                .orElseThrow();
    }
}
