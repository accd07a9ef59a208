package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import hone.Forms;
import hone.Servers;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in is stored with all that belongs to it. */
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
    Imports imports;

    @Test
    void whatSomebodyDecidedElsewhereIsDataOnceAndWorkForNobody() {
        Project project = imports.project();
        JsonNode first = imports.sent(project, "", PREFERENCES);
        JsonNode again = imports.sent(project, "", PREFERENCES);

        assertThat(first.path("judgmentsNew").asInt()).isEqualTo(2);
        assertThat(first.path("tasks").asInt()).isZero();
        assertThat(again.path("judgmentsNew").asInt()).isZero();
        assertThat(again.path("judgmentsOld").asInt()).isEqualTo(2);
        assertThat(imports.texts("""
                select kind || ': ' || c.text || ' > ' || r.text || ', ' || (verdict ->> 'degree') || ', ' || row_number
                from imported_judgment j join answer c on c.id = (verdict ->> 'chosen')::uuid
                join answer r on r.id = (verdict ->> 'rejected')::uuid where j.project_id = ? order by row_number""", project))
                .containsExactly(
                        "comparison: An apple. > A chair., BETTER, 1", "comparison: The sky. > The sun., SLIGHTLY, 2");
        assertThat(imports.count("judgment where project_id = ?", project)).isZero();
        assertThat(imports.count("task where project_id = ?", project)).isZero();
    }

    @Test
    void whoWantsThePeopleHereAskedAsWellGetsTasksBesideTheJudgments() {
        Project project = imports.project();
        JsonNode report = imports.sent(project, "&ask-again=true", PREFERENCES);

        assertThat(report.path("judgmentsNew").asInt()).isEqualTo(2);
        assertThat(report.path("tasks").asInt()).isEqualTo(2);
    }

    @Test
    void aRaterIsMatchedWithAPersonAndThatCanBeTakenBack() {
        Project project = imports.project();
        imports.sent(
                project,
                "&map=question=prompt&map=good=chosen&map=bad=rejected&map=who=rater",
                "{\"question\": \"Q?\", \"good\": \"g\", \"bad\": \"b\", \"who\": \"anna@example.org\"}");
        UUID rater = sql.first("select id from imported_rater where project_id = ?", c -> c.id("id"), project.id)
                .orElseThrow();
        String ada = imports.texts(
                        "select id::text from labeler where username = 'ada' and ?::uuid is not null", project)
                .getFirst();
        String page = "/p/" + project.slug + "/imports/raters";

        given().get("/p/" + project.slug + "/imports").then().body(containsString(page));
        Forms.post(page, page + "/" + rater, Map.of("person", ada)).then().statusCode(303);
        assertThat(imports.texts("select labeler_id::text from imported_rater where project_id = ?", project))
                .containsExactly(ada);
        given().get(page)
                .then()
                .body(containsString("anna@example.org"), containsString("value=\"" + ada + "\" selected"));
        Forms.post(page, page + "/" + rater, Map.of("person", "")).then().statusCode(303);

        assertThat(imports.count(
                        "imported_rater where labeler_id is null and matched_at is null and project_id = ?", project))
                .isEqualTo(1);
        Forms.post(page, page + "/" + rater, Map.of("person", UUID.randomUUID().toString()))
                .then()
                .statusCode(404);
    }

    @Test
    void whereAPromptIsFromStaysWithIt() {
        Project project = imports.project();
        imports.sent(
                project,
                "&keep-unknown=true",
                "\n{\"prompt\": \"Wer?\", \"id\": 7, \"dataset\": \"quiz\", \"license\": \"cc-by-4.0\", \"lang\": \"de\", \"note\": \"a long remark of somebody\"}");

        assertThat(imports.texts("""
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
        Project taken = imports.project();
        Project skipped = imports.project();

        JsonNode all = imports.sent(taken, "", file);
        JsonNode some = imports.sent(skipped, "&skip-near-duplicates=true", file);
        JsonNode later =
                imports.sent(skipped, "&skip-near-duplicates=true", "{\"prompt\": \"%s Thanks.\"}".formatted(one));

        assertThat(all.path("promptsNew").asInt()).isEqualTo(3);
        assertThat(all.path("nearDuplicates").asInt()).isEqualTo(1);
        assertThat(all.path("remarks").get(0).path("remark").asText())
                .startsWith("Says nearly the same as line 1: 100 %");
        assertThat(some.path("promptsNew").asInt()).isEqualTo(2);
        assertThat(some.path("skipped").asInt()).isEqualTo(1);
        assertThat(later.path("promptsNew").asInt()).isZero();
        assertThat(later.path("remarks").get(0).path("remark").asText()).contains("a prompt that is here");
    }

    /** What a row names is there: once checked a row at a time, now a statement at a time. */
    @Test
    void noRowNamesWhatIsNotThereAndWhatIsNamedStays() {
        Project project = imports.project();
        imports.sent(project, "", "{\"prompt\": \"One?\", \"answers\": [\"a\", \"b\"]}");
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
                        select ?, ?, id, 'comparison', 1, 'import', now() from prompt where project_id = ?""", nobody, imports.project().id, project.id))
                .hasMessageContaining("a prompt that its project does not have");
        assertThatThrownBy(() -> sql.run("delete from prompt where project_id = ?", project.id))
                .hasMessageContaining("a row of prompt stays");
    }

    /** Many rows of one statement are compared with what lies side by side in the index, and only then looked for. */
    @ParameterizedTest
    @ValueSource(strings = {"asc", "desc"})
    void ofManyRowsNoneNamesWhatIsNotThereInWhateverOrder(String order) {
        Project project = imports.project();
        Project other = imports.project();
        String file = IntStream.range(0, 300)
                .mapToObj(i -> "{\"prompt\": \"Number " + i + "?\", \"answers\": [\"a\", \"b\"]}")
                .collect(Collectors.joining("\n"));
        imports.sent(project, "", file);
        Project third = imports.project();
        List.of(other, third)
                .forEach(one -> imports.sent(one, "", "{\"prompt\": \"One?\", \"answers\": [\"a\", \"b\"]}"));
        String slots = """
                insert into slot (task_id, number, project_id, kind, priority)
                select id, %d, ?, kind, 0 from (%s) t order by id %s""";
        String own = "select id, kind from task where project_id = '" + project.id + "'";
        String foreign = own + " union all select id, kind from task where project_id = '" + other.id + "'";
        String missing = own + " union all select gen_random_uuid(), 'comparison'";

        assertThat(sql.run(slots.formatted(9, own, order), project.id)).isEqualTo(300);
        for (String wrong : List.of(foreign, missing)) {
            assertThatThrownBy(() -> sql.run(slots.formatted(10, wrong, order), project.id))
                    .hasMessageContaining("a slot names a task that its project does not have");
        }
        String answers = """
                insert into task_answer (task_id, position, answer_id)
                select t.id, %d, (select id from answer where prompt_id in (select id from prompt where project_id = ?) limit 1)
                from (%s) t order by t.id %s""";
        assertThat(sql.run(answers.formatted(7, own, order), other.id)).isEqualTo(300);
        assertThatThrownBy(() -> sql.run(answers.formatted(8, missing, order), third.id))
                .hasMessageContaining("one of both is not there");
    }
}
