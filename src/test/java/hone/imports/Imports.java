package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.project.CreateProject;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tests of imports do: a project, a file that a program or a form sends, and a look at what came of it. */
@ApplicationScoped
class Imports {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");

    private final Sql sql;
    private final CreateProject creation;

    Imports(Sql sql, CreateProject creation) {
        this.sql = sql;
        this.creation = creation;
    }

    Project project() {
        String slug = "i-" + UUID.randomUUID().toString().substring(0, 18);
        Instant now = Instant.now();
        Project project = Project.named(slug, slug, null, now);
        QuarkusTransaction.requiringNew().run(() -> creation.create(project, now));
        return project;
    }

    /** @param choices parameters of the address, each after an ampersand */
    JsonNode sent(Project project, String choices, String file) {
        return sent(project, choices, file, 200);
    }

    JsonNode sent(Project project, String choices, String file, int status) {
        return Wire.read(
                given().contentType("application/octet-stream")
                        .accept("application/json")
                        .body(file.getBytes(StandardCharsets.UTF_8))
                        .post("/api/projects/" + project.slug + "/import?file=rows.jsonl" + choices)
                        .then()
                        .statusCode(status)
                        .extract()
                        .asString(),
                JsonNode.class);
    }

    /** @return the address of its preview */
    String uploaded(Project project, String file) {
        Response done = upload(project, file);
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(303);
        return done.header("Location").replaceFirst("^https?://[^/]+", "");
    }

    Response upload(Project project, String file) {
        String page = "/p/" + project.slug + "/imports";
        Response form = given().accept("text/html").get(page);
        Matcher token = TOKEN.matcher(form.asString());
        assertThat(token.find()).isTrue();
        return given().redirects()
                .follow(false)
                .cookies(form.cookies())
                .multiPart("csrf-token", token.group(1))
                .multiPart("file", "rows.jsonl", file.getBytes(StandardCharsets.UTF_8))
                .post(page);
    }

    ValidatableResponse report(Project project, UUID id) {
        return given().accept("text/html")
                .get("/p/" + project.slug + "/imports/" + id)
                .then()
                .statusCode(200);
    }

    /** The one column of a statement about a project. */
    List<String> texts(String statement, Project project) {
        return sql.list("select * from (" + statement + ") as found (text)", c -> c.text("text"), project.id);
    }

    long count(String what, Project project) {
        return sql.number("select count(*) from " + what, project.id);
    }
}
