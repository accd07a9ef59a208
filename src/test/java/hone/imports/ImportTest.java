package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import hone.Forms;
import hone.Servers;
import hone.model.ModelVersion;
import hone.project.CreateProject;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class ImportTest {
    @Inject
    Sql sql;

    @Inject
    CreateProject creation;

    @Inject
    ModelVersion.Repo models;

    @Test
    void badLinesAreReportedAndCanBeDownloadedToMend() {
        project("i-report");
        String file = """
                {"prompt": "One?"}
                {"question": "Two?"}

                {"prompt": "Three?", "answers": ["a", "b"]}
                {"prompt": "Four
                """;

        String report = upload("i-report", "mine.jsonl", file.getBytes(StandardCharsets.UTF_8));

        given().get(report)
                .then()
                .statusCode(200)
                .body(
                        containsString("2 prompts imported, 2 lines refused"),
                        containsString("Neither prompt nor messages."),
                        containsString("Fields found: question."),
                        containsString("mine.jsonl"));
        given().get("/p/i-report/imports").then().statusCode(200).body(containsString("mine.jsonl"));
    }

    @Test
    void theSameFileAgainAddsNothingTwice() {
        project("i-twice");
        model("hone-base-t");
        byte[] file = """
                {"prompt": "One?", "answers": ["a", "b", "a"]}
                {"prompt": "Two?", "answers": [{"text": "c", "model": "hone-base-t", "seed": 5, "temperature": 1}, {"text": "", "seed": 1, "temperature": 1}]}
                {"prompt": "Three?", "answers": [{"text": "c", "model": "hone-base-t", "seed": 5, "temperature": 1}]}
                """.getBytes(StandardCharsets.UTF_8);

        send("i-twice", file)
                .then()
                .statusCode(200)
                .body("promptsNew", equalTo(2), "answersNew", equalTo(3), "refused", equalTo(1));
        send("i-twice", file)
                .then()
                .statusCode(200)
                .body(
                        "promptsNew",
                        equalTo(0),
                        "promptsOld",
                        equalTo(2),
                        "answersNew",
                        equalTo(0),
                        "answersOld",
                        equalTo(4));

        assertThat(count("i-twice", "prompt p where true")).isEqualTo(2);
        assertThat(count("i-twice", "answer a join prompt p on p.id = a.prompt_id where true"))
                .isEqualTo(3);
        assertThat(count(
                        "i-twice",
                        "answer a join prompt p on p.id = a.prompt_id where a.source = 'model' and a.seed = 5"))
                .isEqualTo(1);
    }

    @Test
    void twoImportsOfOneFileAtTheSameTimeMakeOneOfEach() throws Exception {
        project("i-race");
        model("hone-base-r");
        byte[] file = lines(IntStream.range(0, 1200)
                .mapToObj(i -> "{\"prompt\":\"q" + i
                        + "\",\"answers\":[\"x\",{\"text\":\"y\",\"model\":\"hone-base-r\",\"seed\":" + i
                        + ",\"temperature\":1}]}")
                .toList());

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> once = () -> send("i-race", file).statusCode();
            assertThat(threads.invokeAll(List.of(once, once, once)))
                    .allSatisfy(done -> assertThat(done.get()).isEqualTo(200));
        }

        assertThat(count("i-race", "prompt p where true")).isEqualTo(1200);
        assertThat(count("i-race", "answer a join prompt p on p.id = a.prompt_id where true"))
                .isEqualTo(2400);
    }

    @Test
    void theTreesOfOpenAssistantComeWithTheirRanks() throws IOException {
        Path file =
                Path.of(System.getProperty("hone.root", "..")).resolve("../shared/data/oasst-en-100/en_100_tree.jsonl");
        Assumptions.assumeTrue(Files.exists(file), "needs " + file);
        project("i-oasst");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            Files.copy(file, gzip);
        }

        send("i-oasst", Files.readAllBytes(file))
                .then()
                .statusCode(200)
                .body("refused", equalTo(0), "format", equalTo("oasst-trees"));
        send("i-oasst", packed.toByteArray())
                .then()
                .statusCode(200)
                .body("promptsNew", equalTo(0), "answersNew", equalTo(0));

        assertThat(count("i-oasst", "answer a join prompt p on p.id = a.prompt_id where a.source_rank is not null"))
                .isBetween(600L, 641L);
    }

    @Test
    void whatCannotBeReadAtAllIsRefusedWithASentence() {
        project("i-refused");

        send("i-refused", new byte[0]).then().statusCode(400).body("detail", containsString("empty"));
        send("i-refused", new byte[25 << 20])
                .then()
                .statusCode(400)
                .body("detail", containsString("larger than 24 MB"));
        send("i-refused", new byte[] {0x1f, (byte) 0x8b, 1, 2, 3})
                .then()
                .statusCode(400)
                .body("detail", containsString("could not be read"));
        send("i-refused", ("a".repeat(17 << 20) + "\n{\"prompt\":\"fine\"}").getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(200)
                .body("refused", equalTo(1), "promptsNew", equalTo(1));
        send("i-refused", new byte[] {'{', (byte) 0xff, '}'})
                .then()
                .statusCode(200)
                .body("refused", equalTo(1));
        send("i-refused", new byte[] {'{', 0, '}'})
                .then()
                .statusCode(400)
                .body("detail", containsString("a zero byte stands in it"));
        send("i-refused", "x\n".repeat(20_000).getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(200)
                .body(
                        "refused",
                        equalTo(10_000),
                        "state",
                        equalTo("refusals"),
                        "ended",
                        containsString("Too many lines were refused: reading ended after line 10000"));
        send("no-such-project", "{}".getBytes(StandardCharsets.UTF_8)).then().statusCode(404);
        given().get("/p/i-refused/imports/" + new java.util.UUID(1, 2)).then().statusCode(404);
        given().get("/p/i-refused/imports/not-an-id").then().statusCode(404);
    }

    @Test
    void aReportOfAnotherProjectIsNotThere() {
        project("i-mine");
        project("i-theirs");
        String report = upload("i-theirs", "x.jsonl", "{\"prompt\":\"q\"}".getBytes(StandardCharsets.UTF_8));

        given().get(report.replace("i-theirs", "i-mine")).then().statusCode(404);
        given().get(report).then().statusCode(200);
        given().get(report + "/refused.jsonl").then().statusCode(404);
    }

    private static Response send(String slug, byte[] body) {
        return given().contentType("application/octet-stream")
                .accept("application/json")
                .body(body)
                .post("/api/projects/" + slug + "/import?file=test.jsonl");
    }

    private static String upload(String slug, String name, byte[] content) {
        String page = "/p/" + slug + "/imports";
        Response form = given().accept("text/html").get(page);
        Matcher token =
                Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"").matcher(form.asString());
        assertThat(token.find()).isTrue();
        Response done = given().redirects()
                .follow(false)
                .cookies(form.cookies())
                .multiPart("csrf-token", token.group(1))
                .multiPart("file", name, content)
                .post(page);
        assertThat(done.statusCode()).as(done.asString()).isEqualTo(303);
        String preview = done.header("Location").replaceFirst("^https?://[^/]+", "");
        Forms.post(preview, preview + "/preview/start", Map.of()).then().statusCode(303);
        return preview;
    }

    private void project(String slug) {
        Instant now = Instant.now();
        QuarkusTransaction.requiringNew().run(() -> creation.create(Project.named(slug, slug, null, now), now));
    }

    private void model(String name) {
        QuarkusTransaction.requiringNew()
                .run(() -> models.persist(ModelVersion.base(
                        name,
                        hone.contract.Wire.sha256(name.getBytes(StandardCharsets.UTF_8)),
                        "document",
                        Instant.now())));
    }

    private long count(String slug, String what) {
        return sql.number(
                "select count(*) from " + what + " and p.project_id = (select id from project where slug = ?)", slug);
    }

    private static byte[] lines(List<String> lines) {
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }
}
