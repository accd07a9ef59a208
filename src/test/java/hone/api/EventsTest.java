package hone.api;

import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.contract.RunEvent;
import hone.contract.SftRecipe;
import hone.dataset.DatasetFreezer;
import hone.evaluation.Share;
import hone.model.MakeCurrent;
import hone.outbox.Happened;
import hone.outbox.Heard;
import hone.pause.AnswerPause;
import hone.pause.Evidence;
import hone.pause.PausePerson;
import hone.pause.PauseRule;
import hone.pause.Pauses;
import hone.pause.RuleSetting;
import hone.project.Project;
import hone.run.ApplyRunEvent;
import hone.run.RequestRun;
import hone.run.TrainingRun;
import hone.token.Scope;
import hone.token.Tokens;
import hone.webhook.Event;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The fields that the document promises of each event are those that are told. */
@QuarkusTest
@WithTestResource(Servers.class)
class EventsTest {
    @Inject
    CircleRows rows;

    @Inject
    Tokens tokens;

    @Inject
    Heard heard;

    @Inject
    DatasetFreezer freezer;

    @Inject
    RequestRun requests;

    @Inject
    ApplyRunEvent applying;

    @Inject
    MakeCurrent makeCurrent;

    @Inject
    PausePerson pausePerson;

    @Inject
    AnswerPause answerPause;

    @Inject
    Pauses pauses;

    @Test
    void everyEventHasTheFieldsOfItsExample() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        rows.guidelines(project, "demonstration");
        RestAssured.given()
                .header("Authorization", "Bearer " + tokens.of(Scope.IMPORTS_WRITE))
                .contentType("application/octet-stream")
                .body("{\"prompt\": \"Tell of a kite.\"}\n".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/projects/" + project.slug + "/imports")
                .then()
                .statusCode(201);
        App app = new App(tokens.of(Scope.TASKS_DELEGATE), "lena");
        String task = app.next(project, "demonstration").getString("id");
        Map<String, ?> fitted = Map.of("verdict", Map.of("kind", "demonstration", "text", "It fitted."));
        app.judge(task, fitted).then().statusCode(200);
        app.request().post("/api/v1/assignments/" + task + "/undo").then().statusCode(200);
        app.judge(task, fitted).then().statusCode(200);
        circle(project, lena, Instant.now());
        paused(project, lena, Instant.now());

        for (Event event : Event.ALL) {
            assertThat(heard.of(project.id, event.name())).as(event.name()).isNotEmpty();
            Happened told = heard.of(project.id, event.name()).getFirst();
            Set<String> always = new HashSet<>(event.example().keySet());
            always.removeAll(event.optional());
            assertThat(told.data().keySet())
                    .as(event.name())
                    .containsAll(always)
                    .isSubsetOf(event.example().keySet());
        }
    }

    private void paused(Project project, UUID lena, Instant now) {
        Evidence evidence =
                new Evidence(new RuleSetting(PauseRule.AGREEMENT, 60, 10), new Share(0.3, 50), Instant.EPOCH);
        QuarkusTransaction.requiringNew()
                .run(() -> pausePerson.byRule(new PausePerson.Subject(project.id, lena), evidence, 3, now));
        UUID pause = pauses.newest(project.id, lena).orElseThrow().id();
        answerPause.lift(project.id, pause, "All is well.", lena, now);
    }

    private void circle(Project project, UUID lena, Instant now) {
        QuarkusTransaction.requiringNew().run(() -> freezer.freeze(project, Optional.empty(), now));
        TrainingRun run = QuarkusTransaction.requiringNew()
                .call(() -> requests.request(
                        project,
                        SftRecipe.small(),
                        Optional.empty(),
                        RequestRun.From.policy(rows.base(project)),
                        RequestRun.RequestedBy.by(Optional.empty()),
                        now));
        String id = run.id.toString();
        QuarkusTransaction.requiringNew()
                .run(() -> applying.apply(new RunEvent.RunStarted(id, 1, now, 0, 10, "here", 1), now));
        QuarkusTransaction.requiringNew()
                .run(() -> applying.apply(
                        new RunEvent.RunFailed(id, 2, now, "No number.", "nan-loss", Optional.empty()), now));
        var made = rows.trained(project, "made-" + project.slug, rows.base(project));
        QuarkusTransaction.requiringNew().run(() -> makeCurrent.make(project, made, "Kinder.", lena, now));
    }
}
