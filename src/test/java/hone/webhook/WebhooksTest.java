package hone.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import hone.Forms;
import hone.Servers;
import hone.model.MakeCurrent;
import hone.model.ModelVersion;
import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.pause.PausePerson;
import hone.project.Project;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told to others, and to whom: signed, by those who asked for it, and only what has happened. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class WebhooksTest {
    @Inject
    Sql sql;

    @Inject
    Bench bench;

    @Inject
    Outbox outbox;

    @Inject
    MakeCurrent makeCurrent;

    @Inject
    ModelVersion.Repo models;

    @Inject
    PausePerson pausePerson;

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
    void whatHappensArrivesSignedWithTheProjectAndTheIds() {
        UUID webhook = hooks.added("/hook", Happened.MODEL_MADE_CURRENT);
        String secret = sql.first("select secret from webhook where id = ?", c -> c.text("secret"), webhook)
                .orElseThrow();
        ModelVersion model = ModelVersion.base("told-" + hooks.project.slug, "ab".repeat(32), "hone", Instant.now());

        QuarkusTransaction.requiringNew().run(() -> {
            model.sha256 =
                    hone.contract.Wire.sha256(hooks.project.slug.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            models.persistAndFlush(model);
            makeCurrent.make(hooks.project, model, "It is kinder.", bench.person("lena"), Instant.now());
        });

        Receiver.Received told = hooks.awaited("/hook");
        assertThat(told.header("webhook-signature"))
                .isEqualTo(Signature.of(
                        told.header("webhook-id"),
                        Instant.ofEpochSecond(Long.parseLong(told.header("webhook-timestamp"))),
                        told.body(),
                        List.of(secret)));
        assertThat(told.body())
                .contains("\"type\":\"model.made-current\"", "\"project\":\"" + hooks.project.slug + "\"")
                .contains("\"modelId\":\"" + model.id + "\"", "\"why\":\"It is kinder.\"");
        hooks.awaitState(webhook, "delivered");
    }

    /** What the admin wrote is for the person who is paused. */
    @Test
    void aPauseIsToldWithItsNumbersAndWithoutWords() {
        hooks.added("/paused", Happened.LABELER_PAUSED);
        PausePerson.Subject lena = new PausePerson.Subject(hooks.project.id, bench.person("lena"));

        pausePerson.byHand(lena, "Let us talk about K2.", bench.person("mo"), Instant.now());

        assertThat(hooks.awaited("/paused").body())
                .contains("\"type\":\"labeler.paused\"", "\"labelerId\":\"" + lena.labeler() + "\"", "\"by\":\"admin\"")
                .doesNotContain("K2");
    }

    @Test
    void whatIsRolledBackWasNeverToldAndWhatIsOfOthersNeither() {
        UUID webhook = hooks.added("/hook", Happened.DATASET_FROZEN);

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    hooks.tell(Happened.DATASET_FROZEN);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        QuarkusTransaction.requiringNew().run(() -> hooks.tell(Happened.JUDGMENT_WITHDRAWN));
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
    void aSecretIsRenewedWithADayInWhichBothSign() {
        UUID webhook = hooks.added("/hook", Happened.DATASET_FROZEN);
        String before = sql.first("select secret from webhook where id = ?", c -> c.text("secret"), webhook)
                .orElseThrow();
        String page = "/webhooks/" + webhook;

        Forms.post(page, page + "/secret", Map.of()).then().statusCode(303);
        Forms.post(page, page + "/test", Map.of()).then().statusCode(303);

        Receiver.Received told = hooks.awaited("/hook");
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
        Forms.post("/webhooks", "/webhooks", Map.of("url", hooks.receiver.url("/x")))
                .then()
                .statusCode(400)
                .body(containsString("Choose at least one event."));
    }

    @Test
    void theEndOfAnImportIsTold() {
        UUID webhook = hooks.added("/hook", Happened.IMPORT_FINISHED);

        String id = given().contentType("application/octet-stream")
                .body("{\"prompt\": \"Tell of a kite.\"}\n{\n".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/projects/" + hooks.project.slug + "/imports")
                .jsonPath()
                .getString("id");

        assertThat(hooks.awaited("/hook").body())
                .contains("\"type\":\"import.finished\"", "\"project\":\"" + hooks.project.slug + "\"")
                .contains("\"importId\":\"" + id + "\"", "\"state\":\"read\"", "\"dryRun\":false")
                .contains("\"promptsNew\":1", "\"refused\":1", "\"linesRead\":2");
        hooks.awaitState(webhook, "delivered");
    }
}
