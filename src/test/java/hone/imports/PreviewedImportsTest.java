package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import hone.Forms;
import hone.Servers;
import hone.project.Project;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a file would become is shown, counted and named by hand before anything of it is stored. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class PreviewedImportsTest {
    @Inject
    Imports imports;

    @Test
    void theFirstRowsAreShownBeforeAnythingIsStoredAndAFieldThatIsNotReadCanBeKept() {
        Project project = imports.project();
        String preview = imports.uploaded(project, """
                {"prompt": "Which is a fruit?", "chosen": "An apple.", "rejected": "A chair.", "why": "One can eat it, see?"}
                {"prompt": "Which is blue?", "chosen": "The sky.", "rejected": "The sun."}
                """);

        given().get(preview)
                .then()
                .statusCode(200)
                .body(
                        containsString("TRL preferences"),
                        containsString("Which is blue?"),
                        containsString("Answer 1 is better than answer 2"),
                        containsString("Of the first 2 lines 1 is taken and 1 would be refused."),
                        containsString("The field “why” is not read."));
        assertThat(imports.count("prompt where project_id = ?", project)).isZero();

        Forms.post(preview, preview + "/preview", Map.of("keep", "on")).then().statusCode(303);
        given().get(preview)
                .then()
                .body(containsString("Each of the first 2 lines is taken."), not(containsString("would be refused.")));
        String dry = Forms.post(preview, preview + "/preview/count", Map.of("keep", "on"))
                .header("Location");
        given().get(dry).then().body(containsString("2 prompts"), containsString("would be imported"));
        Forms.post(preview, preview + "/preview/start", Map.of("keep", "on"))
                .then()
                .statusCode(303);

        given().get(preview).then().body(containsString("2 prompts"), containsString("no line"));
        assertThat(imports.texts(
                        "select metadata ->> 'why' from prompt where project_id = ? and metadata is not null", project))
                .containsExactly("One can eat it, see?");
    }

    @Test
    void aFileThatIsDiscardedLeavesNothingAndCanNotBeStarted() {
        Project project = imports.project();
        String preview = imports.uploaded(project, "{\"prompt\": \"One?\"}");

        Forms.post(preview, preview + "/cancel", Map.of()).then().statusCode(303);
        Forms.post("/p/" + project.slug + "/imports", preview + "/preview/start", Map.of())
                .then()
                .statusCode(303);

        given().get(preview).then().body(containsString("Nobody started this import"));
        assertThat(imports.count("prompt where project_id = ?", project)).isZero();
    }

    @Test
    void fieldsAreNamedByHandOnceAndTheNextFileIsReadSo() {
        Project project = imports.project();
        String file = """
                {"question": "How much is 2 + 2?", "good": "4", "bad": "5", "who": "anna@example.org", "page": 3}
                {"question": "And 3 + 3?", "good": "6", "bad": "7", "who": "ben@example.org", "page": 4}
                """;
        JsonNode unmapped = imports.sent(project, "", file);
        JsonNode mapped = imports.sent(
                project, "&map=question=prompt&map=good=chosen&map=bad=rejected&map=who=rater&map=page=keep", file);
        JsonNode next = imports.sent(project, "", file.replace("2 + 2", "4 + 4").replace("3 + 3", "5 + 5"));

        assertThat(unmapped.path("refused").asInt()).isEqualTo(2);
        assertThat(mapped.path("format").asText()).isEqualTo("mapped");
        assertThat(mapped.path("judgmentsNew").asInt()).isEqualTo(2);
        assertThat(next.path("judgmentsNew").asInt()).isEqualTo(2);
        assertThat(imports.texts(
                        "select name || ' ' || judgments from imported_rater where project_id = ? order by name",
                        project))
                .containsExactly("anna@example.org 2", "ben@example.org 2");
        assertThat(imports.texts("select metadata ->> 'page' from prompt where project_id = ? order by id", project))
                .containsExactly("3", "4", "3", "4");
        assertThat(imports.sent(project, "&map=good=nothing", file, 400)
                        .path("detail")
                        .asText())
                .contains("“nothing” is nothing that a field can be");
        assertThat(imports.sent(project, "&format=word", file, 400)
                        .path("detail")
                        .asText())
                .contains("There is no format “word”");
    }

    @Test
    void aDryRunCountsAndStoresNothingButItsReport() {
        Project project = imports.project();
        imports.sent(project, "", "{\"prompt\": \"Here already?\"}");
        JsonNode dry = imports.sent(
                project,
                "&dry-run=true",
                "{\"prompt\": \"Here already?\"}\n{\"prompt\": \"New?\"}\n{\"prompt\": \"New?\"}\n{\"prompt\": 3}\n");

        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        assertThat(dry.path("promptsNew").asInt()).isEqualTo(1);
        assertThat(dry.path("promptsOld").asInt()).isEqualTo(2);
        assertThat(dry.path("refused").asInt()).isEqualTo(1);
        assertThat(imports.count("prompt where project_id = ?", project)).isEqualTo(1);
        given().get("/p/" + project.slug + "/imports/" + dry.path("id").asText())
                .then()
                .body(containsString("would be imported"), containsString("This only counted"));
    }

    @Test
    void aFormatThatIsRecognisedIsNotCalledUnknownAndNoFieldRefusesALineThatIsTaken() {
        String preview = imports.uploaded(imports.project(), """
                {"id": 7, "annotations": [], "predictions": [], "data": {"prompt": "Which?", "answer_a": "This.", "answer_b": "That."}, "created_at": "2026-11-24T09:12:00Z", "comment_count": 0}
                """);

        given().get(preview)
                .then()
                .body(
                        containsString("Label Studio, JSON"),
                        containsString("The only line is taken."),
                        containsString("comment_count"),
                        not(containsString("No format that is known here")),
                        not(containsString("Refuses its line")));
        given().get(imports.uploaded(imports.project(), "{\"question\": \"Which?\"}"))
                .then()
                .body(containsString("No format that is known here"), containsString("Refuses its line"));
    }
}
