package hone.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.Forms;
import hone.Servers;
import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
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

/** What is told is told again until it is taken, never inwards by a detour, and once by however many instances. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class WebhookDeliveriesTest {
    @Inject
    Bench bench;

    @Inject
    Outbox outbox;

    @Inject
    Sql sql;

    @Inject
    Delivery.Repo deliveries;

    private Hooks hooks;

    @BeforeEach
    void open() throws IOException {
        hooks = new Hooks(bench, sql, outbox);
    }

    @AfterEach
    void close() {
        hooks.close();
    }

    @Test
    void whoFailsIsAskedAgainLaterAndTheLogSaysWhatTheyAnswered() {
        hooks.receiver.answering("/hook", 500);
        UUID webhook = hooks.added("/hook", Happened.DATASET_FROZEN);
        QuarkusTransaction.requiringNew().run(() -> hooks.tell(Happened.DATASET_FROZEN));
        hooks.awaitAttempts(webhook, 1);
        assertThat(sql.number(
                        "select count(*) from webhook_delivery where webhook_id = ? and state = 'waiting' and due_at > now()",
                        webhook))
                .as("waits for its next time")
                .isEqualTo(1);

        hooks.receiver.answering("/hook", 204);
        hooks.due(webhook);
        hooks.awaitState(webhook, "delivered");

        assertThat(hooks.receiver.at("/hook"))
                .hasSize(2)
                .extracting(one -> one.header("webhook-id"))
                .containsOnly(hooks.receiver.at("/hook").getFirst().header("webhook-id"));
        String log = given().get("/webhooks/" + webhook + "/deliveries/" + hooks.message(webhook))
                .asString();
        assertThat(log)
                .contains("500", "204", "Answered with an error.", "said said")
                .hasSizeLessThan(20_000);
    }

    @Test
    void whoHangsIsHungUpOnAndHoldsUpNobodyElse() {
        hooks.receiver.answering("/hangs", Receiver.HANGS);
        UUID hanging = hooks.added("/hangs", Happened.DATASET_FROZEN);
        UUID other = hooks.added("/hook", Happened.DATASET_FROZEN);

        QuarkusTransaction.requiringNew().run(() -> hooks.tell(Happened.DATASET_FROZEN));

        hooks.awaitState(other, "delivered");
        hooks.awaitAttempts(hanging, 1);
        assertThat(hooks.problem(hanging)).contains("No answer within 2 s.");
    }

    @Test
    void aRedirectInwardsIsNotFollowed() {
        hooks.receiver.answering("/hook", 302);
        UUID webhook = hooks.added("/hook", Happened.DATASET_FROZEN);

        QuarkusTransaction.requiringNew().run(() -> hooks.tell(Happened.DATASET_FROZEN));

        hooks.awaitAttempts(webhook, 1);
        assertThat(hooks.problem(webhook)).contains("redirect, which is not followed");
        assertThat(hooks.receiver.at("/inside")).isEmpty();
    }

    @Test
    void afterTheLastAttemptItIsGivenUpAndAPersonSendsItAgain() {
        hooks.receiver.answering("/hook", 503);
        UUID webhook = hooks.added("/hook", Happened.DATASET_FROZEN);
        QuarkusTransaction.requiringNew().run(() -> hooks.tell(Happened.DATASET_FROZEN));
        hooks.awaitAttempts(webhook, 1);
        assertThat(Delivery.Repo.PAUSES.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofHours(24), Duration.ofHours(25));
        hooks.awaitGivenUp(webhook, 1);
        long attempts = hooks.attempts(webhook);

        hooks.receiver.answering("/hook", 200);
        String page = "/webhooks/" + webhook + "/deliveries/" + hooks.message(webhook);
        Forms.post(page, page + "/again", Map.of()).then().statusCode(303);

        hooks.awaitState(webhook, "delivered");
        assertThat(hooks.attempts(webhook)).isEqualTo(attempts + 1);
    }

    @Test
    void everythingThatWasGivenUpIsSentAgainAtOnceAfterTheReceiverWasMended() {
        UUID webhook = hooks.added("/hook", Happened.DATASET_FROZEN);
        String page = "/webhooks/" + webhook;
        given().get(page).then().body(not(containsString("Retry failed deliveries")));
        hooks.receiver.answering("/hook", 503);
        QuarkusTransaction.requiringNew().run(() -> {
            hooks.tell(Happened.DATASET_FROZEN);
            hooks.tell(Happened.DATASET_FROZEN);
        });
        hooks.awaitAttempts(webhook, 2);
        hooks.awaitGivenUp(webhook, 2);
        given().get(page).then().body(containsString("Retry failed deliveries"));

        hooks.receiver.answering("/hook", 200);
        Forms.post(page, page + "/again", Map.of()).then().statusCode(303);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> sql.number(
                                "select count(*) from webhook_delivery where webhook_id = ? and state = 'delivered'",
                                webhook)
                        == 2);
    }

    @Test
    void whoIsGoneForGoodIsToldNothingMore() {
        hooks.receiver.answering("/hook", 410);
        UUID webhook = hooks.added("/hook", Happened.DATASET_FROZEN);
        QuarkusTransaction.requiringNew().run(() -> hooks.tell(Happened.DATASET_FROZEN));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> given().get("/webhooks/" + webhook).asString().contains("410 Gone"));
    }

    @Test
    void ofTwoSendersAtOnceEachDeliveryIsTakenByOne() throws Exception {
        UUID webhook = hooks.added("/none", Happened.DATASET_FROZEN);
        sql.run(
                "update webhook set disabled_at = now(), disabled_because = 'Not sent by this instance.' where id = ?",
                webhook);
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < 40; i++) {
                deliveries.test(webhook, hooks.project.id, Instant.now());
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
                    hooks.receiver.url("/none"),
                    webhook);
            for (Future<List<UUID>> one : pool.invokeAll(senders)) {
                taken.addAll(one.get());
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> taken.size() + hooks.receiver.at("/none").size() >= 40);

        Set<String> ids = new HashSet<>();
        taken.forEach(id -> ids.add("msg_" + id.toString().replace("-", "")));
        hooks.receiver.at("/none").forEach(one -> ids.add(one.header("webhook-id")));
        assertThat(taken.size() + hooks.receiver.at("/none").size()).isEqualTo(40);
        assertThat(ids).hasSize(40);
    }
}
