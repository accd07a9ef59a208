package hone.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import hone.CircleRows;
import hone.Servers;
import hone.contract.Wire;
import hone.dataset.DatasetFreezer;
import hone.judgment.Degree;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Texts to pre-train on leave in the formats that hold them, and arrive elsewhere as they were; other formats say what they lack. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ada",
        roles = {"labeler", "reviewer", "admin"})
class ExportedDocumentsTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    Sql sql;

    private Project filled() {
        Project project = rows.project();
        rows.preferred(
                project,
                rows.labeler("mira", project),
                rows.prompt(project, "Which is kinder?"),
                "This.",
                "That.",
                Degree.BETTER);
        rows.document(project, "A kite, \"so\".\n\nIt flew.");
        rows.document(project, "A boat.");
        sql.run(
                "update document set source = 'tales', license = 'CC0', language = 'en', source_id = 'd-' || left(text, 3), metadata = '{\"title\": \"A tale\"}' where project_id = ?",
                project.id);
        rows.document(project, "Neither source nor licence.");
        return project;
    }

    @Test
    void theyArriveAsTheyLeftInEachFormatThatHoldsThem() {
        Project here = filled();
        for (String format : List.of(
                "hone-records&container=jsonl",
                "hone-records&container=parquet",
                "text&container=jsonl",
                "text&container=parquet",
                "text&container=csv",
                "text&container=json")) {
            Project there = rows.project();
            Response file = exported(here, format);

            imported(there, "file." + format.replaceAll(".*=", ""), file.asByteArray(), 3);

            assertThat(said(there)).as(format).containsExactlyElementsOf(said(here));
            assertThat(leftOut(here, file)).as(format).isEmpty();
        }
    }

    @Test
    void aFileOfTextAloneHoldsTheTextsAndSaysWhichAreReadAsSeveral() {
        Project here = filled();

        Response file = exported(here, "text-file");

        assertThat(file.asString())
                .isEqualTo("A kite, \"so\".\n\nIt flew.\n\nA boat.\n\nNeither source nor licence.\n\n");
        assertThat(leftOut(here, file))
                .isEqualTo(Map.of("A text with a blank line inside is read as several texts.", 1L));
        imported(rows.project(), "file.txt", file.asByteArray(), 4);
    }

    @Test
    void aFormatOfJudgmentsSaysHowManyItLeavesOutAndIsOtherwiseAsEver() {
        Project here = filled();

        Response file = exported(here, "trl-preference");

        assertThat(file.asString().lines()).hasSize(1);
        assertThat(leftOut(here, file)).isEqualTo(Map.of("A text to pre-train on is not in the file.", 3L));
    }

    @Test
    void aFrozenDatasetHasThemInAConfigOfItsOwnWithATextColumn() throws IOException {
        Project here = filled();
        here.heldOutPercent = 0;
        QuarkusTransaction.requiringNew().call(() -> freezer.freeze(here, Optional.empty(), Instant.now()));

        Map<String, byte[]> lines = ArchiveBytes.entries(dataset(here, "jsonl"));
        Map<String, byte[]> table = ArchiveBytes.entries(dataset(here, "parquet"));

        String card = new String(lines.get("README.md"), StandardCharsets.UTF_8);
        assertThat(card)
                .contains(
                        "- config_name: documents",
                        "path: data/documents/train-00000-of-00001.jsonl",
                        "## Sources of the prompts and documents",
                        "| tales | 2 |",
                        "| CC0 | 2 |");
        List<JsonNode> documents = new String(
                        lines.get("data/documents/train-00000-of-00001.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> Wire.read(line, JsonNode.class))
                .toList();
        assertThat(documents.stream().map(row -> row.path("text").textValue()))
                .containsExactly("A kite, \"so\".\n\nIt flew.", "A boat.", "Neither source nor licence.");
        byte[] parquet = table.get("data/documents/train-00000-of-00001.parquet");
        Project there = rows.project();
        given().body(parquet)
                .contentType("application/octet-stream")
                .post("/api/projects/" + there.slug + "/import?keep-unknown=true&file=documents.parquet")
                .then()
                .statusCode(200)
                .body("documentsNew", equalTo(3), "refused", equalTo(0));
    }

    private List<String> said(Project project) {
        return sql.list("""
                select concat_ws('|', d.text, coalesce(d.source, b.file_name), d.license, d.language, d.metadata::text) as said
                from document d join import_batch b on b.id = d.import_id where d.project_id = ? order by d.id""", c -> c.text("said"), project.id);
    }

    private static Response exported(Project project, String format) {
        return given().get("/api/projects/" + project.slug + "/export?format=" + format)
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private static byte[] dataset(Project project, String container) {
        return given().get("/api/projects/" + project.slug + "/export?dataset=1&container=" + container)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    private static void imported(Project project, String name, byte[] file, int documents) {
        given().body(file)
                .contentType("application/octet-stream")
                .post("/api/projects/" + project.slug + "/import?file=" + name)
                .then()
                .statusCode(200)
                .body("refused", equalTo(0), "documentsNew", equalTo(documents));
    }

    private static Map<String, Long> leftOut(Project project, Response file) {
        String report = given().get("/api/projects/" + project.slug + "/export/" + file.header("Hone-Export"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Map<String, Long> said = new java.util.TreeMap<>();
        Wire.read(report, JsonNode.class)
                .path("report")
                .path("leftOut")
                .properties()
                .forEach(one -> said.put(one.getKey(), one.getValue().asLong()));
        return said;
    }
}
