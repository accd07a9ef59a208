package hone.talk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.contract.Wire;
import hone.lineage.Lineage;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thumb at an answer of the model, and what becomes of it; the model server is played. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class ComplaintTest {
    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    @Inject
    Lineage.Repo lineages;

    private Talking lena;
    private Project project;
    private String page;

    @BeforeEach
    void aProjectWhoseModelIsServed() {
        lena = Talking.atANewProject(rows, sql);
        project = lena.project();
        page = lena.page();
    }

    @Test
    void aThumbDownIsOneCorrectionTaskBeforeOlderOnesAndItsLineageNamesTheTalk() {
        String talk =
                Talking.lines(lena.say("", "First.")).getFirst().path("talk").asText();
        lena.say(talk, "Second.");

        assertThat(lena.thumb(talk, 2, "down", "Not friendly.")).isEqualTo(303);
        assertThat(lena.thumb(talk, 2, "down", "Again.")).isEqualTo(303);
        assertThat(lena.thumb(talk, 2, "up", "")).isEqualTo(303);

        List<UUID> tasks = sql.list("""
                        select k.id from task k where k.project_id = ? and k.origin = 'feedback' and k.kind = 'correction'
                          and k.priority > 0 and k.asked = 1""", c -> c.id("id"), project.id);
        assertThat(tasks).hasSize(1);
        assertThat(sql.list(
                        """
                        select p.messages, a.text, a.seed = t.seed and a.temperature = t.temperature as same
                        from task k join prompt p on p.id = k.prompt_id join task_answer ka on ka.task_id = k.id
                        join answer a on a.id = ka.answer_id join talk_turn t on t.talk_id = ? and t.number = 2
                        where k.id = ?""",
                        c -> {
                            assertThat(c.flag("same")).isTrue();
                            assertThat(Wire.read(c.text("messages"), JsonNode.class))
                                    .hasSize(3);
                            return c.text("text");
                        },
                        UUID.fromString(talk),
                        tasks.getFirst()))
                .containsExactly("After 3 messages: Second.");
        assertThat(sql.number("select count(*) from slot where task_id = ? and priority > 0", tasks.getFirst()))
                .isEqualTo(1);
        Lineage lineage = lineages.of(tasks.getFirst(), rows.labeler("lena"), true);
        assertThat(lineage.task().talk()).hasValueSatisfying(line -> {
            assertThat(line.id()).hasToString(talk);
            assertThat(line.number()).isEqualTo(2);
            assertThat(line.who()).isEqualTo("lena");
            assertThat(line.reason()).isEqualTo("Not friendly.");
        });
        assertThat(lineage.text()).contains("talk " + talk);
        given().get(page + "/" + talk)
                .then()
                .body(containsString("It waits for its correction."))
                .body(containsString(tasks.getFirst().toString()));
    }

    @Test
    void aComplaintTellsWhatBecameOfItFromTheCorrectionToTheModelThatAnswers() {
        rows.guidelines(project, "correction");
        String talk =
                Talking.lines(lena.say("", "First.")).getFirst().path("talk").asText();
        lena.thumb(talk, 1, "down", "Not <b>friendly</b>.");
        assertThat(told(talk)).contains("It waits for its correction.");

        // Whoever corrects it sees why, and not who said so.
        String work = URI.create(given().redirects()
                        .follow(false)
                        .get("/p/" + project.slug + "/work/correction")
                        .header("Location"))
                .getPath();
        String correcting = given().accept("text/html").get(work).asString();
        String complaint = correcting.substring(correcting.indexOf("id=\"complaint\""));
        complaint = complaint.substring(0, complaint.indexOf("</div>"));
        assertThat(complaint)
                .contains("called this answer wrong", "Not &lt;b&gt;friendly&lt;/b&gt;.")
                .doesNotContain("lena");
        assertThat(correcting).contains("First.");
        assertThat(Forms.post(work, work, Map.of("text", "After 1 message, kindly: First."))
                        .statusCode())
                .isEqualTo(303);
        assertThat(told(talk)).contains("It is corrected; the next dataset will include it.");

        UUID judgment = sql.first("""
                        select j.id from judgment j join task t on t.id = j.task_id
                        where t.project_id = ? and t.origin = 'feedback'""", c -> c.id("id"), project.id).orElseThrow();
        UUID dataset = rows.frozen(project, judgment);
        assertThat(told(talk)).contains("the correction is in dataset 1; no model has been trained on that yet.");

        ModelVersion sft = rows.trainedOn(project, project.slug + "-sft-1", rows.base(project), dataset);
        assertThat(told(talk))
                .contains(project.slug + "-sft-1 learned from it (dataset 1); that model is not current yet.");

        // PPO went on from it and read no correction itself: it learned from it all the same.
        ModelVersion ppo = rows.trained(project, project.slug + "-ppo-1", sft);
        rows.current(project, ppo);
        assertThat(told(talk))
                .contains(project.slug + "-ppo-1 learned from it (dataset 1): the model that answers here now.");

        rows.current(project, rows.base(project));
        assertThat(told(talk)).contains(project.slug + "-sft-1 learned from it (dataset 1); that model is not current");
    }

    @Test
    void aComplaintWhoseTaskWasClosedSaysSo() {
        String talk =
                Talking.lines(lena.say("", "First.")).getFirst().path("talk").asText();
        lena.thumb(talk, 1, "down", "");
        sql.run("update task set closed_at = now() where project_id = ? and origin = 'feedback'", project.id);

        assertThat(told(talk)).contains("Its task was closed without a correction.");
    }

    @Test
    void aThumbUpIsStoredAndMayBecomeOneDown() {
        String talk =
                Talking.lines(lena.say("", "Hello.")).getFirst().path("talk").asText();

        lena.thumb(talk, 1, "up", "");
        assertThat(sql.list(
                        "select thumb from talk_feedback where talk_id = ?",
                        c -> c.text("thumb"),
                        UUID.fromString(talk)))
                .containsExactly("up");
        assertThat(lena.tasks(sql)).isZero();
        lena.thumb(talk, 1, "down", "");
        assertThat(lena.tasks(sql)).isEqualTo(1);
    }

    private String told(String talk) {
        String exchange =
                given().accept("text/html").get(page + "/" + talk + "/1").asString();
        return exchange.substring(exchange.indexOf("You said that this is wrong."));
    }
}
