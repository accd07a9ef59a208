package hone.round;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.RunCommand.RunRequested;
import hone.contract.SftRecipe;
import hone.outbox.KafkaClients;
import hone.project.Project;
import hone.run.TrainerDouble;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One round by the button, with a trainer that only plays its part on the wire: everything else is real. */
@QuarkusTest
@WithTestResource(Servers.class)
class CircleTest {
    @Inject
    CircleRows rows;

    @Inject
    KafkaClients clients;

    @Inject
    Sql sql;

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void aRoundGoesFromJudgmentsToTheNewModelsAnswers() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena", project);
        for (int i = 0; i < 11; i++) {
            rows.demonstrated(project, lena, rows.prompt(project, "Story " + i + "?"), "Story " + i + ".");
        }
        String rounds = "/p/" + project.slug + "/rounds";
        try (TrainerDouble trainer = new TrainerDouble(clients, project.id.toString())) {
            Forms.post(rounds, rounds, Map.of()).then().statusCode(303);
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> sql.number(
                                    "select count(*) from round where project_id = ? and outcome is not null",
                                    project.id)
                            == 1);

            assertThat(trainer.heard()).hasSize(2);
            RunRequested tuning = (RunRequested) trainer.heard().getFirst();
            assertThat(tuning.recipe()).isInstanceOf(SftRecipe.class);
            assertThat(tuning.dataset())
                    .as("eleven written answers and their eleven prompts")
                    .hasValueSatisfying(ref -> assertThat(ref.rows()).isEqualTo(22));
        }

        given().accept("text/html")
                .get(rounds + "/1")
                .then()
                .statusCode(200)
                .body(
                        containsString("It is done: " + project.slug + "-sft-1 was trained on dataset 1"),
                        containsString(
                                "SFT: It helped: on 40 held-out rows the loss fell from <b>2.97</b> to <b>1.84</b>, by 1"),
                        containsString("held-out loss 1.84, before 2.97"),
                        containsString("11 demonstrations"),
                        containsString("44 answers to 11 prompts"),
                        not(containsString("data-live")));
        given().accept("text/html")
                .get("/p/" + project.slug + "/runs/1")
                .then()
                .statusCode(200)
                .body(
                        containsString(
                                "It helped: on 40 held-out rows the loss fell from <b>2.97</b> to <b>1.84</b>, by 1"),
                        containsString("(95 %, paired bootstrap)"),
                        containsString("The miller does, with crumbs."),
                        containsString("The heron the heron."),
                        containsString("class=\"line s1\""));
        // 11 prompts × 4 answers, though every event came twice; each with its sampling settings.
        assertThat(sql.number("""
                        select count(*) from answer a join model_version m on m.id = a.model_version_id
                        where m.name = ? and a.seed is not null and a.temperature = 1 and a.k between 0 and 3""", project.slug + "-sft-1")).isEqualTo(44);

        makeCurrent(project);
        lineage(project);
    }

    private void makeCurrent(Project project) {
        String model = "/p/" + project.slug + "/models/" + project.slug + "-sft-1";
        Forms.post(model, model + "/current", Map.of("why", "Kinder, and no case got worse."))
                .then()
                .statusCode(303);
        Forms.post(model, model + "/current", Map.of("why", "Again.")).then().statusCode(409);
        given().accept("text/html")
                .get(model)
                .then()
                .body(containsString("Kinder, and no case got worse."))
                .body(containsString("own, chat_template.jinja</dd>"));

        String base = "/p/" + project.slug + "/models/base-" + project.slug;
        given().accept("text/html").get(base).then().body(containsString("Make it current again"));
        Forms.post(base, base + "/current", Map.of("why", "It was better after all."))
                .then()
                .statusCode(303);
        assertThat(sql.list("""
                        select m.name from current_model c join model_version m on m.id = c.model_version_id
                        where c.project_id = ? order by c.sequence""", c -> c.text("name"), project.id))
                .containsExactly("base-" + project.slug, project.slug + "-sft-1", "base-" + project.slug);
        // The base model has answered none of the prompts: made current, it is asked to.
        assertThat(sql.number("""
                        select jsonb_array_length(recipe -> 'prompts') from run
                        where project_id = ? and kind = 'generate' and finished_at is null""", project.id)).isEqualTo(11);
        Forms.post(
                        base,
                        "/p/" + project.slug + "/runs/sample",
                        Map.of("model", "base-" + project.slug, "prompts", "50"))
                .then()
                .statusCode(409)
                .body(containsString("No prompt is short of answers"));
    }

    private void lineage(Project project) {
        UUID prompt = sql.first("select id from prompt where project_id = ? limit 1", c -> c.id("id"), project.id)
                .orElseThrow();
        List<UUID> answers = sql.list(
                "select id from answer where prompt_id = ? and source = 'model' order by k", c -> c.id("id"), prompt);
        UUID task = rows.task(project, prompt, "ranking", answers);

        given().accept("application/json")
                .get("/api/tasks/" + task + "/lineage")
                .then()
                .statusCode(200)
                .body(
                        "task.id", equalTo(task.toString()),
                        "answers.model", hasItem(project.slug + "-sft-1"),
                        "models[0].run.kind", equalTo("sft"),
                        "models[0].run.dataset.judgments", equalTo(11),
                        "models[0].run.dataset.people[0].username", equalTo("lena"),
                        "models[0].run.dataset.guidelines[0].version", equalTo(1),
                        "models[1].name", equalTo("base-" + project.slug));
        given().accept("text/plain")
                .get("/api/tasks/" + task + "/lineage")
                .then()
                .statusCode(200)
                .body(containsString("person lena: 11 judgments"), containsString("guideline demonstration version 1"));
        given().accept("text/html")
                .get("/p/" + project.slug + "/tasks/" + task + "/lineage")
                .then()
                .statusCode(200)
                .body(containsString("lena"), containsString(project.slug + "-sft-1"));
    }
}
