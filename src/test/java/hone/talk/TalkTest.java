package hone.talk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chat with the current model and what becomes of it; the model server is played. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class TalkTest {
    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

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
    void anAnswerComesInPiecesAndIsStoredWithItsModelAndSeed() {
        List<JsonNode> lines = Talking.lines(lena.say("", "Where is Milo?"));

        assertThat(Talking.text(lines)).isEqualTo("After 1 messages: Where is Milo?");
        assertThat(lines.size()).isGreaterThan(3);
        assertThat(lines.getLast().path("end").asBoolean()).isTrue();
        String talk = lines.getFirst().path("talk").asText();
        assertThat(sql.list(
                        """
                        select t.said, t.state, m.name, t.seed from talk_turn t join model_version m on m.id = t.model_version_id
                        where t.talk_id = ?""", c -> c.text("said") + "|" + c.text("state") + "|" + c.text("name"), UUID.fromString(talk)))
                .containsExactly("After 1 messages: Where is Milo?|ended|base-" + project.slug);
        given().get(page + "/" + talk).then().statusCode(200).body(containsString("Where is Milo?"));
        given().get(page + "/" + talk + "/1")
                .then()
                .statusCode(200)
                .body(containsString("After 1 messages"))
                .body(not(containsString("<html")));
    }

    @Test
    void aFormWithoutAScriptGetsThePageWithTheWholeAnswer() {
        Response answer = Forms.post(page, page, Map.of("say", "Where is Milo?"));

        assertThat(answer.statusCode()).isEqualTo(303);
        given().get(answer.header("Location").replaceAll(".*(/p/[^#]*).*", "$1"))
                .then()
                .body(containsString("After 1 messages: Where is Milo?"));
    }

    @Test
    void theModelReadsTheWholeConversation() {
        String talk =
                Talking.lines(lena.say("", "First.")).getFirst().path("talk").asText();

        assertThat(Talking.text(Talking.lines(lena.say(talk, "Second.")))).isEqualTo("After 3 messages: Second.");
    }

    @Test
    void whatCanNotBeAnsweredKeepsTheTextAndLeavesNoTrace() {
        Map<String, Integer> refused =
                Map.of("", 400, "x".repeat(4001), 400, "BUSY now", 503, "too LONG", 503, "gone AWAY", 503);
        refused.forEach((text, status) -> {
            Response answer = lena.say("", text);
            assertThat(answer.statusCode()).as(text).isEqualTo(status);
            assertThat(answer.jsonPath().getString("error")).isNotBlank();
        });

        assertThat(lena.say("", "too LONG").jsonPath().getString("error")).contains("longer than this model can read");
        Response form = Forms.post(page, page, Map.of("say", "BUSY <b>kept</b>"));
        assertThat(form.statusCode()).isEqualTo(503);
        assertThat(form.asString()).contains("BUSY &lt;b&gt;kept&lt;/b&gt;", "Your text is kept");
        assertThat(sql.number("select count(*) from talk where project_id = ?", project.id))
                .isZero();
    }

    @Test
    void whoWritesWhileTheModelIsTakenAwayGetsTheirTextBack() {
        String talk =
                Talking.lines(lena.say("", "First.")).getFirst().path("talk").asText();
        sql.run("delete from current_model where project_id = ?", project.id);

        // The page was opened before; any page of hers has the token that a form sends along.
        Response begun = Forms.post("/projects", page, Map.of("say", "Kept <b>whole</b>\n  and indented"));
        assertThat(begun.statusCode()).isEqualTo(409);
        assertThat(begun.asString())
                .contains("No model is current yet", "What you wrote was not sent")
                .contains(">Kept &lt;b&gt;whole&lt;/b&gt;\n  and indented</pre>");

        Response goneOn = Forms.post("/projects", page, Map.of("talk", talk, "say", "Kept <b>too</b>"));
        assertThat(goneOn.statusCode()).isEqualTo(409);
        assertThat(goneOn.asString())
                .contains("No model of this project is current yet. Your text is kept", "First.")
                .contains(">Kept &lt;b&gt;too&lt;/b&gt;</textarea>");

        assertThat(sql.number("select count(*) from talk_turn where talk_id = ?", UUID.fromString(talk)))
                .isEqualTo(1);
        assertThat(sql.number("select count(*) from talk where project_id = ?", project.id))
                .isEqualTo(1);
    }

    @Test
    void anAnswerThatBreaksOffIsShownAsFarAsItGotAndCanNotBeJudged() {
        List<JsonNode> lines = Talking.lines(lena.say("", "It BREAKS."));
        String talk = lines.getFirst().path("talk").asText();

        given().get(page + "/" + talk)
                .then()
                .body(containsString("After 1 messages"))
                .body(containsString("broke off"));
        assertThat(lena.thumb(talk, 1, "down", "")).isEqualTo(409);
        assertThat(lena.tasks(sql)).isZero();
    }

    @Test
    void onePersonHasSoManyMessagesAMinute() {
        String talk =
                Talking.lines(lena.say("", "Hello.")).getFirst().path("talk").asText();
        sql.run("""
                insert into talk_turn (talk_id, number, asked, said, state, model_version_id, seed, temperature, top_p, asked_at, said_at)
                select talk_id, n, asked, said, state, model_version_id, seed, temperature, top_p, now(), now()
                from talk_turn cross join generate_series(2, 20) n where talk_id = ? and number = 1""", UUID.fromString(talk));

        Response answer = lena.say("", "One more.");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.jsonPath().getString("error")).contains("Your text is kept");
    }

    @Test
    void anotherPersonsTalkIsNotThere() {
        String mine =
                Talking.lines(lena.say("", "Mine.")).getFirst().path("talk").asText();
        UUID ravi = rows.labeler("ravi", project);
        sql.run("update talk set labeler_id = ? where id = ?", ravi, UUID.fromString(mine));

        given().get(page + "/" + mine).then().statusCode(404);
        given().get(page + "/" + mine + "/1").then().statusCode(404);
        assertThat(lena.say(mine, "In between.").statusCode()).isEqualTo(404);
        assertThat(lena.thumb(mine, 1, "down", "")).isEqualTo(404);
    }

    @Test
    void strangeInputIsRefusedAndHostileTextIsHarmless() {
        String talk = Talking.lines(lena.say("", "<script>alert(1)</script> ![x](http://evil.example/x.png)\0"))
                .getFirst()
                .path("talk")
                .asText();

        given().get(page + "/" + talk)
                .then()
                .statusCode(200)
                .body(not(containsString("<script>alert")))
                .body(not(containsString("<img")));
        for (String strange : List.of("x", "0", "-1", "99999999999", "1e9", "\0")) {
            // Without the letters that can't be stored nothing is left of the last one, and that begins a talk.
            assertThat(lena.say(strange, "Hello.").statusCode())
                    .as(strange)
                    .isEqualTo(strange.equals("\0") ? 200 : 404);
            given().urlEncodingEnabled(true)
                    .get(page + "/{talk}/{number}", talk, strange)
                    .then()
                    .statusCode(strange.equals("\0") ? 400 : 404);
        }
        assertThat(lena.thumb(talk, 1, "sideways", "")).isEqualTo(400);
        assertThat(lena.thumb(talk, 1, "down", "x".repeat(501))).isEqualTo(400);
        assertThat(lena.thumb(talk, 2, "down", "")).isEqualTo(404);
        given().queryParam("say", "<b>").get(page).then().statusCode(200).body(containsString("&lt;b&gt;"));
        given().queryParam("say", "<b>\0").get(page).then().statusCode(400);
    }

    @Test
    void thePageOfTheCurrentModelLeadsHere() {
        given().get("/p/" + project.slug + "/models/base-" + project.slug)
                .then()
                .statusCode(200)
                .body(containsString("<a class=\"btn\" href=\"" + page + "\">Talk to it</a>"));
    }
}
