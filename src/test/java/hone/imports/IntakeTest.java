package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import hone.Forms;
import hone.Servers;
import hone.contract.Wire;
import hone.project.CreateProject;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What comes in is stored with all that belongs to it, and shown before it is. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class IntakeTest {
    private static final String PREFERENCES = """
            {"prompt": "Which is a fruit?", "chosen": "An apple.", "rejected": "A chair.", "margin": 0.66}
            {"prompt": "Which is blue?", "chosen": "The sky.", "rejected": "The sun."}
            """;

    @Inject
    Sql sql;

    @Inject
    CreateProject creation;

    @Test
    void whatSomebodyDecidedElsewhereIsDataOnceAndWorkForNobody() {
        Project project = project();
        JsonNode first = sent(project, "", PREFERENCES);
        JsonNode again = sent(project, "", PREFERENCES);

        assertThat(first.path("judgmentsNew").asInt()).isEqualTo(2);
        assertThat(first.path("tasks").asInt()).isZero();
        assertThat(again.path("judgmentsNew").asInt()).isZero();
        assertThat(again.path("judgmentsOld").asInt()).isEqualTo(2);
        assertThat(texts("""
                select kind || ': ' || c.text || ' > ' || r.text || ', ' || (verdict ->> 'degree') || ', ' || row_number
                from imported_judgment j join answer c on c.id = (verdict ->> 'chosen')::uuid
                join answer r on r.id = (verdict ->> 'rejected')::uuid where j.project_id = ? order by row_number""", project))
                .containsExactly(
                        "comparison: An apple. > A chair., BETTER, 1", "comparison: The sky. > The sun., SLIGHTLY, 2");
        assertThat(count("judgment where project_id = ?", project)).isZero();
        assertThat(count("task where project_id = ?", project)).isZero();
    }

    @Test
    void whoWantsThePeopleHereAskedAsWellGetsTasksBesideTheJudgments() {
        Project project = project();
        JsonNode report = sent(project, "&ask-again=true", PREFERENCES);

        assertThat(report.path("judgmentsNew").asInt()).isEqualTo(2);
        assertThat(report.path("tasks").asInt()).isEqualTo(2);
    }

    @Test
    void fieldsAreNamedByHandOnceAndTheNextFileIsReadSo() {
        Project project = project();
        String file = """
                {"question": "How much is 2 + 2?", "good": "4", "bad": "5", "who": "anna@example.org", "page": 3}
                {"question": "And 3 + 3?", "good": "6", "bad": "7", "who": "ben@example.org", "page": 4}
                """;
        JsonNode unmapped = sent(project, "", file);
        JsonNode mapped = sent(
                project, "&map=question=prompt&map=good=chosen&map=bad=rejected&map=who=rater&map=page=keep", file);
        JsonNode next = sent(project, "", file.replace("2 + 2", "4 + 4").replace("3 + 3", "5 + 5"));

        assertThat(unmapped.path("refused").asInt()).isEqualTo(2);
        assertThat(mapped.path("format").asText()).isEqualTo("mapped");
        assertThat(mapped.path("judgmentsNew").asInt()).isEqualTo(2);
        assertThat(next.path("judgmentsNew").asInt()).isEqualTo(2);
        assertThat(texts(
                        "select name || ' ' || judgments from imported_rater where project_id = ? order by name",
                        project))
                .containsExactly("anna@example.org 2", "ben@example.org 2");
        assertThat(texts("select metadata ->> 'page' from prompt where project_id = ? order by id", project))
                .containsExactly("3", "4", "3", "4");
        assertThat(sent(project, "&map=good=nothing", file, 400).path("detail").asText())
                .contains("“nothing” is nothing that a field can be");
        assertThat(sent(project, "&format=word", file, 400).path("detail").asText())
                .contains("There is no format “word”");
    }

    @Test
    void aRaterIsMatchedWithAPersonAndThatCanBeTakenBack() {
        Project project = project();
        sent(
                project,
                "&map=question=prompt&map=good=chosen&map=bad=rejected&map=who=rater",
                "{\"question\": \"Q?\", \"good\": \"g\", \"bad\": \"b\", \"who\": \"anna@example.org\"}");
        UUID rater = sql.first("select id from imported_rater where project_id = ?", c -> c.id("id"), project.id)
                .orElseThrow();
        String ada = texts("select id::text from labeler where username = 'ada' and ?::uuid is not null", project)
                .getFirst();
        String page = "/p/" + project.slug + "/imports/raters";

        given().get("/p/" + project.slug + "/imports").then().body(containsString(page));
        Forms.post(page, page + "/" + rater, Map.of("person", ada)).then().statusCode(303);
        assertThat(texts("select labeler_id::text from imported_rater where project_id = ?", project))
                .containsExactly(ada);
        given().get(page)
                .then()
                .body(containsString("anna@example.org"), containsString("value=\"" + ada + "\" selected"));
        Forms.post(page, page + "/" + rater, Map.of("person", "")).then().statusCode(303);

        assertThat(count("imported_rater where labeler_id is null and matched_at is null and project_id = ?", project))
                .isEqualTo(1);
        Forms.post(page, page + "/" + rater, Map.of("person", UUID.randomUUID().toString()))
                .then()
                .statusCode(404);
    }

    @Test
    void whereAPromptIsFromStaysWithIt() {
        Project project = project();
        sent(
                project,
                "&keep-unknown=true",
                "\n{\"prompt\": \"Wer?\", \"id\": 7, \"dataset\": \"quiz\", \"license\": \"cc-by-4.0\", \"lang\": \"de\", \"note\": \"a long remark of somebody\"}");

        assertThat(texts("""
                select concat_ws('|', source_id, source, license, language, row_number, metadata ->> 'note')
                from prompt where project_id = ?""", project)).containsExactly("7|quiz|cc-by-4.0|de|2|a long remark of somebody");
    }

    @Test
    void promptsThatSayNearlyTheSameAreNamedAndLeftOutByChoice() {
        String one =
                "Tell me the story of the old miller who lives by the river and feeds the heron every morning at six.";
        String near =
                "tell me the story of the OLD miller who lives by the river, and feeds the heron every morning at six!";
        String other =
                "Tell me the story of the young baker who lives on the hill and rings the bell every evening at nine.";
        String file = "{\"prompt\": \"%s\"}\n{\"prompt\": \"%s\"}\n{\"prompt\": \"%s\"}\n".formatted(one, near, other);
        Project taken = project();
        Project skipped = project();

        JsonNode all = sent(taken, "", file);
        JsonNode some = sent(skipped, "&skip-near-duplicates=true", file);
        JsonNode later = sent(skipped, "&skip-near-duplicates=true", "{\"prompt\": \"%s Thanks.\"}".formatted(one));

        assertThat(all.path("promptsNew").asInt()).isEqualTo(3);
        assertThat(all.path("nearDuplicates").asInt()).isEqualTo(1);
        assertThat(all.path("remarks").get(0).path("remark").asText())
                .startsWith("Says nearly the same as line 1: 100 %");
        assertThat(some.path("promptsNew").asInt()).isEqualTo(2);
        assertThat(some.path("skipped").asInt()).isEqualTo(1);
        assertThat(later.path("promptsNew").asInt()).isZero();
        assertThat(later.path("remarks").get(0).path("remark").asText()).contains("a prompt that is here");
    }

    @Test
    void aDryRunCountsAndStoresNothingButItsReport() {
        Project project = project();
        sent(project, "", "{\"prompt\": \"Here already?\"}");
        JsonNode dry = sent(
                project,
                "&dry-run=true",
                "{\"prompt\": \"Here already?\"}\n{\"prompt\": \"New?\"}\n{\"prompt\": \"New?\"}\n{\"prompt\": 3}\n");

        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        assertThat(dry.path("promptsNew").asInt()).isEqualTo(1);
        assertThat(dry.path("promptsOld").asInt()).isEqualTo(2);
        assertThat(dry.path("refused").asInt()).isEqualTo(1);
        assertThat(count("prompt where project_id = ?", project)).isEqualTo(1);
        given().get("/p/" + project.slug + "/imports/" + dry.path("id").asText())
                .then()
                .body(containsString("would be imported"), containsString("This only counted"));
    }

    @Test
    void textToPreTrainOnIsRefusedInASentence() {
        assertThat(sent(project(), "", "{\"text\": \"Once upon a time.\"}", 400)
                        .path("detail")
                        .asText())
                .contains("Plain text for pre-training is not stored here yet.");
    }

    @Test
    void theFirstRowsAreShownBeforeAnythingIsStoredAndAFieldThatIsNotReadCanBeKept() {
        Project project = project();
        String preview = uploaded(project, """
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
        assertThat(count("prompt where project_id = ?", project)).isZero();

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
        assertThat(texts(
                        "select metadata ->> 'why' from prompt where project_id = ? and metadata is not null", project))
                .containsExactly("One can eat it, see?");
    }

    @Test
    void aFileThatIsDiscardedLeavesNothingAndCanNotBeStarted() {
        Project project = project();
        String preview = uploaded(project, "{\"prompt\": \"One?\"}");

        Forms.post(preview, preview + "/cancel", Map.of()).then().statusCode(303);
        Forms.post("/p/" + project.slug + "/imports", preview + "/preview/start", Map.of())
                .then()
                .statusCode(303);

        given().get(preview).then().body(containsString("Nobody started this import"));
        assertThat(count("prompt where project_id = ?", project)).isZero();
    }

    /** What a row names is there: once checked a row at a time, now a statement at a time. */
    @Test
    void noRowNamesWhatIsNotThereAndWhatIsNamedStays() {
        Project project = project();
        sent(project, "", "{\"prompt\": \"One?\", \"answers\": [\"a\", \"b\"]}");
        UUID nobody = UUID.randomUUID();

        assertThatThrownBy(() -> sql.run(
                        "insert into slot (task_id, number, project_id, kind, priority) values (?, 1, ?, 'comparison', 0)",
                        nobody,
                        project.id))
                .hasMessageContaining("a slot names a task");
        assertThatThrownBy(() -> sql.run(
                        "insert into task_answer (task_id, position, answer_id) select id, 7, ? from task where project_id = ?",
                        nobody,
                        project.id))
                .hasMessageContaining("one of both is not there");
        assertThatThrownBy(() -> sql.run(
                        "insert into answer (id, prompt_id, text, text_sha256, source, created_at) values (?, ?, 'a', 'a', 'import', now())",
                        nobody,
                        nobody))
                .hasMessageContaining("an answer names a prompt");
        assertThatThrownBy(() -> sql.run("""
                        insert into task (id, project_id, prompt_id, kind, asked, origin, created_at)
                        select ?, ?, id, 'comparison', 1, 'import', now() from prompt where project_id = ?""", nobody, project().id, project.id))
                .hasMessageContaining("a prompt that its project does not have");
        assertThatThrownBy(() -> sql.run("delete from prompt where project_id = ?", project.id))
                .hasMessageContaining("a row of prompt stays");
    }

    private String uploaded(Project project, String file) {
        String page = "/p/" + project.slug + "/imports";
        Response form = given().accept("text/html").get(page);
        Matcher token =
                Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"").matcher(form.asString());
        assertThat(token.find()).isTrue();
        Response done = given().redirects()
                .follow(false)
                .cookies(form.cookies())
                .multiPart("csrf-token", token.group(1))
                .multiPart("file", "rows.jsonl", file.getBytes(StandardCharsets.UTF_8))
                .post(page);
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(303);
        return done.header("Location").replaceFirst("^https?://[^/]+", "");
    }

    private static JsonNode sent(Project project, String choices, String file) {
        return sent(project, choices, file, 200);
    }

    private static JsonNode sent(Project project, String choices, String file, int status) {
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

    private Project project() {
        String slug = "n-" + UUID.randomUUID().toString().substring(0, 18);
        Instant now = Instant.now();
        Project project = Project.named(slug, slug, null, now);
        QuarkusTransaction.requiringNew().run(() -> creation.create(project, now));
        return project;
    }

    private List<String> texts(String statement, Project project) {
        return sql.list("select * from (" + statement + ") as found (text)", c -> c.text("text"), project.id);
    }

    private long count(String what, Project project) {
        return sql.number("select count(*) from " + what, project.id);
    }
}
