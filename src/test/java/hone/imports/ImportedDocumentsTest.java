package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import hone.Forms;
import hone.Servers;
import hone.contract.Wire;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Texts to pre-train on come in like prompts: once, with where they are from, previewed, reported and taken back. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class ImportedDocumentsTest {
    private static final String CORPUS = """
            {"text": "Once there was a kite.\\n\\nIt flew.", "title": "The kite", "url": "https://example.org/kite", "source": "tales", "license": "CC0", "language": "en", "id": 7}
            {"text": "Twice there was a boat."}
            {"text": "Once there was a kite.\\n\\nIt flew."}
            {"text": " "}
            """;

    @Inject
    Sql sql;

    @Inject
    Imports imports;

    @Test
    void eachTextIsStoredOnceAsItIsTypedWithAllThatIsSaidOfIt() {
        Project project = imports.project();

        JsonNode first = imports.sent(project, "", CORPUS);
        JsonNode again = imports.sent(project, "", CORPUS);

        assertThat(first.path("format").asText()).isEqualTo("text");
        assertThat(counts(first)).isEqualTo("2 new, 1 old, 1 refused");
        assertThat(first.path("promptsNew").asInt() + first.path("tasks").asInt())
                .isZero();
        assertThat(first.path("reasons").get(0).path("reason").asText()).isEqualTo("A text is empty.");
        assertThat(counts(again)).isEqualTo("0 new, 3 old, 1 refused");
        assertThat(imports.texts("""
                select concat_ws('|', text, source_id, source, license, language, row_number, metadata ->> 'title', metadata ->> 'url')
                from document where project_id = ? order by row_number""", project))
                .containsExactly(
                        "Once there was a kite.\n\nIt flew.|7|tales|CC0|en|1|The kite|https://example.org/kite",
                        "Twice there was a boat.|2");
        assertThat(imports.texts("select sha256 from document where project_id = ? and row_number = 2", project))
                .containsExactly(Wire.sha256("Twice there was a boat.".getBytes(StandardCharsets.UTF_8)));
        assertThat(counts(imports.sent(imports.project(), "", CORPUS)))
                .as("another project's are its own")
                .isEqualTo("2 new, 1 old, 1 refused");
    }

    @Test
    void aTextFileIsADocumentForEachParagraphPackedOrNot() throws IOException {
        String text = "\uFEFFOne line.\r\nAnother of it.\r\n\r\n\r\nSecond, with a comma.\n";
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Project project = imports.project();

        JsonNode plain = sent(project, "story.txt", text.getBytes(StandardCharsets.UTF_8));
        JsonNode zipped = sent(project, "story.txt.gz", packed.toByteArray());

        assertThat(counts(plain)).isEqualTo("2 new, 0 old, 0 refused");
        assertThat(counts(zipped)).isEqualTo("0 new, 2 old, 0 refused");
        assertThat(imports.texts("select text from document where project_id = ? order by row_number", project))
                .containsExactly("One line.\nAnother of it.", "Second, with a comma.");
    }

    @Test
    void whatIsATextIsSaidByHandOrThatItIsAPrompt() {
        Project project = imports.project();

        JsonNode mapped = imports.sent(project, "&map=body=text&map=headline=keep", """
                {"body": "It rained for a week.", "headline": "Rain, again"}
                """);
        JsonNode chosen = imports.sent(project, "&format=text&keep-unknown=true", """
                {"text": "It was dry for a week.", "summary": "No rain at all."}
                """);
        JsonNode asked = imports.sent(imports.project(), "&map=text=prompt", "{\"text\": \"Will it rain?\"}");

        assertThat(counts(mapped)).isEqualTo("1 new, 0 old, 0 refused");
        assertThat(counts(chosen)).isEqualTo("1 new, 0 old, 0 refused");
        assertThat(asked.path("promptsNew").asInt()).isEqualTo(1);
        assertThat(imports.texts("select metadata::text from document where project_id = ? order by id", project))
                .containsExactly("{\"headline\": \"Rain, again\"}", "{\"summary\": \"No rain at all.\"}");
    }

    @Test
    void textsThatSayNearlyTheSameAreReportedOrLeftOutByChoice() {
        Project project = imports.project();
        Project strict = imports.project();
        String two = tale("end") + tale("finish");

        JsonNode all = imports.sent(project, "", two);
        JsonNode some = imports.sent(strict, "&skip-near-duplicates=true", two);
        JsonNode later = imports.sent(strict, "&skip-near-duplicates=true", tale("close") + "{\"text\": \"A boat.\"}");

        assertThat(counts(all)).isEqualTo("2 new, 0 old, 0 refused");
        assertThat(near(all)).isEqualTo("1 alike, 0 left out");
        // Of a hundred words in a row the last differs: 97 of 99 sequences of three are in both.
        assertThat(remarks(project))
                .containsExactly("2 Says nearly the same as line 1: 97 % of its three-word sequences.");
        assertThat(counts(some)).isEqualTo("1 new, 0 old, 0 refused");
        assertThat(near(some)).isEqualTo("1 alike, 1 left out");
        assertThat(counts(later)).isEqualTo("1 new, 0 old, 0 refused");
        assertThat(remarks(strict))
                .contains("1 Says nearly the same as a document that is here: 97 % of its three-word sequences.");

        sql.run("update document set taken_back_at = now() where project_id = ? and text like '%end'", strict.id);
        JsonNode first = imports.sent(strict, "&skip-near-duplicates=true", tale("last"));
        JsonNode second = imports.sent(strict, "&skip-near-duplicates=true", tale("stop"));

        assertThat(near(first)).as("what was taken back has no duplicates").isEqualTo("0 alike, 0 left out");
        assertThat(near(second)).isEqualTo("1 alike, 1 left out");
    }

    private static String tale(String last) {
        return "{\"text\": \""
                + IntStream.range(1, 100).mapToObj(i -> "word" + i).collect(Collectors.joining(" ")) + " " + last
                + "\"}\n";
    }

    private static String near(JsonNode report) {
        return report.path("nearDuplicates").asInt() + " alike, "
                + report.path("skipped").asInt() + " left out";
    }

    private List<String> remarks(Project project) {
        return imports.texts("""
                select r.line || ' ' || r.remark from import_remark r join import_batch b on b.id = r.import_id
                where b.project_id = ? order by b.id, r.line""", project);
    }

    @Test
    void theFirstTextsAreShownBeforeAnythingIsStoredAndCountedWithoutStoring() {
        Project project = imports.project();
        imports.sent(project, "", "{\"text\": \"Twice there was a boat.\"}");
        String preview = imports.uploaded(project, CORPUS + "{\"text\": \"" + "long ".repeat(400) + "\"}\n");

        given().get(preview)
                .then()
                .body(
                        containsString("Text to pre-train on"),
                        containsString("nobody is asked about them"),
                        containsString("Once there was a kite."),
                        containsString("title The kite"),
                        containsString("The beginning of 2\u202f000 characters."),
                        containsString("A text is empty."),
                        containsString("Leave out texts that say nearly the same"),
                        not(containsString("Ask people here")));
        String dry = Forms.post(preview, preview + "/preview/count", Map.of()).header("Location");

        given().get(dry).then().body(containsString("2 documents"), containsString("would be imported"));
        assertThat(imports.count("document where project_id = ?", project)).isEqualTo(1);
        Forms.post(preview, preview + "/preview/start", Map.of()).then().statusCode(303);
        given().get(preview)
                .then()
                .body(
                        containsString("2 documents"),
                        containsString("Read its documents"),
                        containsString("2 were here, not doubled"));
        assertThat(imports.count("document where project_id = ?", project)).isEqualTo(3);
    }

    @Test
    void theListShowsThemByImportAndEachByItself() {
        Project project = imports.project();
        String page = "/p/" + project.slug + "/documents";
        given().get(page).then().body(containsString("There are no documents yet"));
        String id = imports.sent(project, "", CORPUS).path("id").asText();
        StringBuilder many = new StringBuilder();
        for (int i = 1; i <= 60; i++) {
            many.append("{\"text\": \"Number %02d of many.\"}\n".formatted(i));
        }
        imports.sent(project, "", many.toString());

        given().get(page + "?import=" + id)
                .then()
                .body(
                        containsString("The kite"),
                        containsString("Twice there was a boat."),
                        containsString("tales"),
                        not(containsString("of many.")),
                        not(containsString("Next 50")));
        String first = given().get(page).asString();
        assertThat(first).contains("Number 60 of many.", "Number 11 of many.").doesNotContain("Number 10 of many.");
        String next =
                first.replaceAll("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1").replace("&amp;", "&");
        given().get(next)
                .then()
                .body(
                        containsString("Number 10 of many."),
                        containsString("The kite"),
                        not(containsString("Number 11")));
        UUID kite = sql.first(
                        "select id from document where project_id = ? and source_id = '7'", c -> c.id("id"), project.id)
                .orElseThrow();
        given().get(page + "/" + kite)
                .then()
                .body(
                        containsString("Once there was a kite.\n\nIt flew."),
                        containsString("https://example.org/kite"),
                        containsString("CC0"),
                        containsString("in none yet"));
        given().get("/p/" + imports.project().slug + "/documents/" + kite)
                .then()
                .statusCode(404);
        given().get("/p/" + project.slug).then().body(containsString("texts to pre-train on"));
    }

    @Test
    void theyAreTakenBackWithTheirImportAndBroughtBackOrComeAgain() {
        Project project = imports.project();
        String first = imports.sent(project, "", CORPUS).path("id").asText();
        String address = "/p/" + project.slug + "/imports/" + first + "/standing/";
        given().get("/p/" + project.slug + "/imports/" + first)
                .then()
                .body(containsString("No further dataset will hold its 2 documents."));

        Forms.post("/p/" + project.slug + "/imports", address + "take-back", Map.of())
                .then()
                .statusCode(303);
        given().get("/p/" + project.slug + "/imports/" + first)
                .then()
                .body(containsString("No further dataset holds its 2 documents."));
        assertThat(standing(project)).isZero();
        Forms.post("/p/" + project.slug + "/imports", address + "bring-back", Map.of())
                .then()
                .statusCode(303);
        assertThat(standing(project)).isEqualTo(2);
        Forms.post("/p/" + project.slug + "/imports", address + "take-back", Map.of())
                .then()
                .statusCode(303);

        assertThat(counts(imports.sent(project, "&dry-run=true", CORPUS))).isEqualTo("2 new, 1 old, 1 refused");
        JsonNode again = imports.sent(project, "", CORPUS);
        assertThat(counts(again)).isEqualTo("2 new, 1 old, 1 refused");
        assertThat(standing(project)).isEqualTo(2);
        assertThat(imports.count("document where project_id = ?", project)).isEqualTo(2);
        Forms.post("/p/" + project.slug + "/imports", address + "bring-back", Map.of())
                .then()
                .statusCode(303);
        Forms.post(
                        "/p/" + project.slug + "/imports",
                        "/p/" + project.slug + "/imports/" + again.path("id").asText() + "/standing/take-back",
                        Map.of())
                .then()
                .statusCode(303);
        assertThat(standing(project)).as("they are the second import's now").isZero();
    }

    private long standing(Project project) {
        return imports.count("document d where d.project_id = ? and " + Documents.COUNT, project);
    }

    private static String counts(JsonNode report) {
        return report.path("documentsNew").asInt() + " new, "
                + report.path("documentsOld").asInt() + " old, "
                + report.path("refused").asInt() + " refused";
    }

    private static JsonNode sent(Project project, String file, byte[] bytes) {
        return Wire.read(
                given().contentType("application/octet-stream")
                        .accept("application/json")
                        .body(bytes)
                        .post("/api/projects/" + project.slug + "/import?file=" + file)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString(),
                JsonNode.class);
    }
}
