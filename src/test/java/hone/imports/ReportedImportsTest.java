package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import hone.Servers;
import hone.contract.Wire;
import hone.project.CreateProject;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as people have them: each is read whole, or its report names what was not taken and why. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class ReportedImportsTest {
    @Inject
    Sql sql;

    @Inject
    CreateProject creation;

    /** @param reasons of each refused line, in their order; those of the same reason once */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "01-trl-preference-answers-lost.jsonl|1|2|1|",
                "02-answer-fields-lost.jsonl|0|0|0|The field “completion” is not read.;The field “response” is not read.;The field “output” is not read.;The field “answer” is not read.;The field “responses” is not read.;The field “Answers” is not read.;The field “answer_a” is not read.",
                "03-system-and-input-lost.jsonl|1|2|0|The field “input” is not read.",
                "04-bom-first-line-lost.jsonl|2|0|0|",
                "05-json-array.json|2|0|0|",
                "06-openai-messages.jsonl|1|0|1|",
                "07-hh-rlhf.jsonl|1|2|1|",
                "08-content-parts.jsonl|1|0|0|",
                "09-empty-system.jsonl|1|0|0|",
                "10-infinite-temperature.jsonl|0|0|0|The field “temperature” of an answer can’t be so.",
                "11-five-answers-one-left.jsonl|1|5|0|",
                "12-answers-differ-by-blank.jsonl|1|2|0|",
                "13-oasst-flat-rows.jsonl|1|2|1|"
            })
    void aFileIsTakenWholeOrEachLineIsRefusedByTheNameOfWhatIsInIt(
            String file, int prompts, int answers, int judgments, String reasons) throws IOException {
        JsonNode report = sent(project(), resource(file));

        assertThat(report.path("promptsNew").asInt()).isEqualTo(prompts);
        assertThat(report.path("answersNew").asInt()).isEqualTo(answers);
        assertThat(report.path("judgmentsNew").asInt()).isEqualTo(judgments);
        List<String> said = new ArrayList<>();
        report.path("refusals").forEach(r -> said.add(r.path("reason").asText()));
        assertThat(String.join(";", said.stream().distinct().toList())).isEqualTo(reasons == null ? "" : reasons);
    }

    @Test
    void ofFiveAnswersEachStandsInATaskAndTheFourthOfFourWithRankingsOfThreeIsNamed() throws IOException {
        String five = project();
        sent(five, resource("11-five-answers-one-left.jsonl"));
        String three = project();
        sql.run("update project set ranking_size = 3 where slug = ?", three);
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            file.append("{\"prompt\": \"q").append(i).append("\", \"answers\": [\"a\", \"b\", \"c\", \"d\"]}\n");
        }
        JsonNode report = sent(three, file.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(inNoTask(five)).isZero();
        assertThat(inNoTask(three))
                .isPositive()
                .isEqualTo(report.path("remarksAll").asLong());
        assertThat(report.path("remarks").get(0).path("remark").asText()).isEqualTo("1 of its 4 answers in no task.");
    }

    @Test
    void theReportTellsOfAnswersThatDifferInBlanksAndOfFieldsThatWereLeftOut() throws IOException {
        String slug = project();
        JsonNode report = sent(slug, resource("12-answers-differ-by-blank.jsonl"));
        JsonNode other = sent(
                slug,
                "{\"prompt\": \"q\", \"score\": 3, \"answers\": [{\"text\": \"a\", \"model\": \"nobody's\", \"seed\": 1, \"temperature\": 1}]}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(report.path("remarks").get(0).path("remark").asText())
                .startsWith("Two answers differ only in the blanks");
        assertThat(other.path("remarks").get(0).path("remark").asText()).contains("“nobody's” is no base model here");
        assertThat(other.path("fieldsKept").get(0).asText()).isEqualTo("score");
        given().get("/p/" + slug + "/imports/" + other.path("id").asText())
                .then()
                .statusCode(200)
                .body(containsString("is no base model here"), containsString("as metadata: score"));
    }

    @Test
    void theRefusedFileHoldsTheReasonOfEachLineAndCanBeImportedAsItIs() throws IOException {
        String slug = project();
        JsonNode report = sent(slug, """
                {"prompt": "One?"}
                {"question": "Two?"}
                {"prompt": "Three
                """.getBytes(StandardCharsets.UTF_8));
        String refused = given().get(
                        "/p/" + slug + "/imports/" + report.path("id").asText() + "/refused.jsonl")
                .asString();

        JsonNode again = sent(slug, refused.getBytes(StandardCharsets.UTF_8));
        JsonNode mended = sent(
                slug,
                refused.replace("question", "prompt")
                        .replace("Three", "Three?\"}")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(refused.lines().toList())
                .hasSize(4)
                .startsWith(
                        "# line 2: Neither prompt nor messages. Fields found: question.", "{\"question\": \"Two?\"}")
                .endsWith("{\"prompt\": \"Three");
        assertThat(refused).contains("# line 3: Not JSON. Unreadable at character ");
        assertThat(again.path("refused").asInt()).isEqualTo(2);
        assertThat(mended.path("refused").asInt()).isZero();
        assertThat(mended.path("promptsNew").asInt()).isEqualTo(2);
    }

    private long inNoTask(String slug) {
        return sql.number("""
                select count(*) from answer a join prompt p on p.id = a.prompt_id join project j on j.id = p.project_id
                where j.slug = ? and not exists (select 1 from task_answer t where t.answer_id = a.id)""", slug);
    }

    private static JsonNode sent(String slug, byte[] file) {
        return Wire.read(
                given().contentType("application/octet-stream")
                        .accept("application/json")
                        .body(file)
                        .post("/api/projects/" + slug + "/import?file=case.jsonl")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString(),
                JsonNode.class);
    }

    private String project() {
        String slug = "r-" + UUID.randomUUID().toString().substring(0, 18);
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> creation.create(Project.named(slug, slug, null, now), now));
        return slug;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ReportedImportsTest.class.getResourceAsStream("/hone/conversation/" + name)) {
            return in.readAllBytes();
        }
    }
}
