package hone.talk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hone.CircleRows;
import hone.Forms;
import hone.contract.Wire;
import hone.project.Project;
import hone.web.Sql;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lena at the talk page of a project of hers, whose model the model server's double serves. */
record Talking(Project project, String page) {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");

    static Talking atANewProject(CircleRows rows, Sql sql) {
        forgetAll(sql);
        Project project = rows.project();
        rows.labeler("lena", project);
        Talking lena = new Talking(project, "/p/" + project.slug + "/talk");
        // The tick of SyncServedModels tells the server of the new project.
        Instant end = Instant.now().plusSeconds(60);
        while (lena.say("", "Are you there?").statusCode() == 503) {
            assertThat(Instant.now()).as("the model is served within a minute").isBefore(end);
        }
        forgetAll(sql);
        return lena;
    }

    /** One person has so many messages a minute, in all projects together. */
    private static void forgetAll(Sql sql) {
        sql.run("delete from talk_feedback");
        sql.run("delete from talk_turn");
        sql.run("delete from talk");
    }

    /** As talk.js does. */
    Response say(String talk, String text) {
        Response form = given().accept("text/html").get(page);
        Matcher token = TOKEN.matcher(form.asString());
        assertThat(token.find()).isTrue();
        return given().accept("application/x-ndjson, application/json")
                .contentType("application/x-www-form-urlencoded; charset=utf-8")
                .cookies(form.cookies())
                .formParam("csrf-token", token.group(1))
                .formParam("talk", talk)
                .formParam("say", text)
                .post(page);
    }

    int thumb(String talk, int number, String thumb, String reason) {
        return Forms.post(page, page + "/" + talk + "/" + number + "/thumb", Map.of("thumb", thumb, "reason", reason))
                .statusCode();
    }

    /** How many tasks came of what was called wrong here. */
    long tasks(Sql sql) {
        return sql.number("select count(*) from task where project_id = ? and origin = 'feedback'", project.id);
    }

    static List<JsonNode> lines(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.asString()
                .lines()
                .map(line -> Wire.read(line, JsonNode.class))
                .toList();
    }

    static String text(List<JsonNode> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.path("text").asText("")));
        return text.toString();
    }
}
