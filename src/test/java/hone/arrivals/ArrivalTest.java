package hone.arrivals;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.archive.TarWriter;
import hone.contract.CheckpointManifest;
import hone.contract.Wire;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models that an admin brings are read, decided about, kept once and given back as they came; what is refused leaves nothing. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ada",
        roles = {"labeler", "reviewer", "admin"})
class ArrivalTest {
    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    @Inject
    SweepArrivals sweeper;

    @Inject
    @ConfigProperty(name = "hone.models")
    String models;

    @Inject
    @ConfigProperty(name = "hone.arrivals.folder")
    String offered;

    private Project project;

    @BeforeEach
    void open() {
        project = rows.project();
    }

    @Test
    void aProgramsModelIsKeptUnderTheHashOfItsFilesAndIsTheProjectsBase() throws IOException {
        Map<String, String> files = files("weights of " + project.slug);
        files.put("pytorch_model.bin", "a pickle");
        files.put("onnx/config.json", "{}");

        String sha256 = sent("name=brought-" + project.slug + "&project=" + project.slug, tar(files))
                .statusCode(200)
                .body("added", equalTo(true))
                .body("family", equalTo("llama"))
                .body("parameters", equalTo(134515008))
                .body("chatTemplate", containsString("the model's own"))
                .body("licence", equalTo("apache-2.0 (README.md)"))
                .body("leftOut", equalTo(List.of("pytorch_model.bin", "onnx/config.json")))
                .body("baseOf", equalTo(project.slug))
                .extract()
                .path("sha256");

        Path kept = Path.of(models, sha256);
        assertThat(Wire.sha256(Files.readAllBytes(kept.resolve("manifest.json"))))
                .isEqualTo(sha256);
        CheckpointManifest manifest =
                Wire.read(Files.readAllBytes(kept.resolve("manifest.json")), CheckpointManifest.class);
        assertThat(manifest.files())
                .extracting(CheckpointManifest.FileHash::name)
                .containsExactly("config.json", "model.safetensors", "tokenizer.json");
        assertThat(manifest.files().get(1).sha256())
                .isEqualTo(Wire.sha256(("weights of " + project.slug).getBytes(StandardCharsets.UTF_8)));
        assertThat(kept.resolve("pytorch_model.bin")).doesNotExist();
        assertThat(sql.number("""
                        select count(*) from audit_entry a join model_version m on m.id::text = a.subject
                        where a.action = 'model.brought' and m.sha256 = ? and a.labeler_id is not null""", sha256)).isEqualTo(1);
        given().accept("text/html")
                .get("/p/" + project.slug + "/models/brought-" + project.slug)
                .then()
                .statusCode(200)
                .body(containsString("Base of this project"))
                .body(containsString("apache-2.0 (README.md)"));
        nothingLiesAround();
    }

    @Test
    void theSameFilesAreTheSameModelHoweverTheyCome() throws IOException {
        Map<String, String> files = files("same " + project.slug);
        Map<String, String> inFolder = new LinkedHashMap<>();
        files.forEach((name, content) -> inFolder.put("some-folder/" + name, content));

        String first = sent("name=first-" + project.slug, tar(files))
                .statusCode(200)
                .extract()
                .path("sha256");

        sent("name=second-" + project.slug + "&project=" + project.slug, gzip(tar(inFolder)))
                .statusCode(200)
                .body("sha256", equalTo(first))
                .body("added", equalTo(false))
                .body("name", equalTo("first-" + project.slug))
                .body("baseOf", equalTo(project.slug));
        assertThat(sql.number("select count(*) from model_version where sha256 = ?", first))
                .isEqualTo(1);
        nothingLiesAround();
    }

    @Test
    void whatIsSentIsGivenBackAsItCame() throws IOException {
        Map<String, String> files = files("given back " + project.slug);
        String name = "back-" + project.slug;
        sent("name=" + name, tar(files)).statusCode(200);

        byte[] back = given().get("/api/v1/projects/" + project.slug + "/models/" + name + "/files")
                .then()
                .statusCode(200)
                .contentType("application/x-tar")
                .header("Content-Disposition", containsString(name + ".tar"))
                .extract()
                .asByteArray();
        byte[] fromThePage = given().accept("*/*")
                .get("/p/" + project.slug + "/models/" + name + "/files")
                .asByteArray();

        assertThat(fromThePage).isEqualTo(back);
        // What was exported is the same model where it comes in again.
        sent("name=again-" + project.slug, back).statusCode(200).body("added", equalTo(false));
        assertThat(sql.number("""
                        select count(*) from audit_entry where action = 'model.exported' and project_id = ?""", project.id)).isEqualTo(2);
    }

    @Test
    void whatIsRefusedIsRefusedInASentenceAndLeavesNothing() throws IOException {
        Map<String, String> damaged = files("x");
        damaged.put("config.json", "REFUSE");
        refused("holds a NaN", tar(damaged));
        refused("pytorch_model.bin, a pickle", tar(Map.of("config.json", "{}", "pytorch_model.bin", "x")));
        refused("no model in it", tar(Map.of("notes.txt", "x")));
        refused("outside of the model’s folder", tar(Map.of("../../config.json", "{}")));
        refused("outside of the model’s folder", tar(Map.of("/etc/config.json", "{}")));
        refused("no tar", "x".repeat(2_000).getBytes(StandardCharsets.UTF_8));
        refused("breaks off", java.util.Arrays.copyOf(tar(files("x")), 1_000));
        refused("breaks off", new byte[0]);
        refused("breaks off", java.util.Arrays.copyOf(gzip(tar(files("x"))), 60));
        sent("name=not/a+name", tar(files("x"))).statusCode(400).body("detail", containsString("A model’s name"));
        sent("project=nowhere", tar(files("x"))).statusCode(404);
        nothingLiesAround();
    }

    @Test
    void aNameThatIsTakenByOtherWeightsIsRefused() throws IOException {
        sent("name=taken-" + project.slug, tar(files("one " + project.slug))).statusCode(200);

        sent("name=taken-" + project.slug, tar(files("other " + project.slug)))
                .statusCode(409)
                .body("detail", containsString("already, with other weights"));

        nothingLiesAround();
    }

    @Test
    void inTheBrowserAFolderIsReadShownAndDecidedAbout() throws IOException {
        String name = "offered-" + project.slug;
        Path folder = offered(name, files("offered " + project.slug));
        given().accept("text/html").get(at("")).then().body(containsString(name));

        String page = begun(Forms.post(at(""), at("/folder"), Map.of("folder", name)));

        given().accept("text/html")
                .get(page)
                .then()
                .statusCode(200)
                .body(containsString("134.5 million parameters"))
                .body(containsString("PPO with LoRA"))
                .body(containsString("Waits for you"));
        assertThat(sql.number("select count(*) from model_version where name = ?", name))
                .isZero();
        Forms.post(page, page + "/keep", Map.of("name", "a name", "base", "on"))
                .then()
                .statusCode(400)
                .body(containsString("A model’s name has letters"))
                .body(containsString("value=\"a name\""));
        Forms.post(page, page + "/keep", Map.of("name", name, "base", "on"))
                .then()
                .statusCode(303)
                .header("Location", endsWith("/p/" + project.slug + "/models/" + name));
        given().accept("text/html")
                .get("/p/" + project.slug + "/models/" + name)
                .then()
                .body(containsString("Base of this project"));
        assertThat(folder.resolve("config.json")).exists(); // it was copied
        nothingLiesAround();
    }

    @Test
    void nothingOutsideOfTheOperatorsFolderIsRead() throws IOException {
        Path outside = Files.createTempDirectory("hone-outside");
        for (Map.Entry<String, String> file : files("outside").entrySet()) {
            Files.writeString(outside.resolve(file.getKey()), file.getValue());
        }
        Files.createSymbolicLink(Path.of(offered, "link-" + project.slug), outside);
        Path leaking = offered("leaking-" + project.slug, files("x"));
        Files.delete(leaking.resolve("tokenizer.json"));
        Files.createSymbolicLink(leaking.resolve("tokenizer.json"), outside.resolve("tokenizer.json"));

        for (String folder : List.of(
                "link-" + project.slug,
                outside.toString(),
                "../" + outside.getFileName(),
                "..",
                "",
                "nowhere",
                "a\u0000b")) {
            Forms.post(at(""), at("/folder"), Map.of("folder", folder))
                    .then()
                    .statusCode(400)
                    .body(containsString("Choose one of the folders"));
        }
        String page = begun(Forms.post(at(""), at("/folder"), Map.of("folder", "leaking-" + project.slug)));
        given().accept("text/html").get(page).then().body(containsString("link out of the folder"));
        given().accept("text/html")
                .get(at(""))
                .then()
                .body(org.hamcrest.Matchers.not(containsString("link-" + project.slug)));
        nothingLiesAround();
    }

    @Test
    void whatIsBeingReadCanBeCancelledAndWhatWasReadDiscarded() throws IOException {
        Map<String, String> endless = files("x");
        endless.put("config.json", "ENDLESS");
        offered("endless-" + project.slug, endless);
        offered("unwanted-" + project.slug, files("unwanted " + project.slug));

        String reading = begun(Forms.post(at(""), at("/folder"), Map.of("folder", "endless-" + project.slug)));
        given().accept("text/html").get(reading).then().body(containsString("every weight is being read"));
        Forms.post(at(""), reading + "/cancel", Map.of()).then().statusCode(303);
        awaitEnd(reading);
        String unwanted = begun(Forms.post(at(""), at("/folder"), Map.of("folder", "unwanted-" + project.slug)));
        Forms.post(at(""), unwanted + "/cancel", Map.of()).then().statusCode(303);

        given().accept("text/html").get(reading).then().body(containsString("cancelled"));
        given().accept("text/html").get(unwanted).then().body(containsString("It was discarded"));
        Forms.post(at(""), unwanted + "/keep", Map.of("name", "late-" + project.slug))
                .then()
                .statusCode(303);
        assertThat(sql.number("select count(*) from model_version where name = ?", "late-" + project.slug))
                .isZero();
        nothingLiesAround();
    }

    /** As if the app had been killed in the middle: its lease runs out, and the next look removes what it left. */
    @Test
    void whatAKilledAppLeftIsRemovedAndItsPageSaysSo() throws IOException {
        UUID id = UUID.randomUUID();
        sql.run(
                "insert into arrival (id, project_id, source, state, began_at, lease_until) "
                        + "values (?, ?, 'half.tar', 'receiving', now(), now() - interval '1 second')",
                id,
                project.id);
        Path half = Files.createDirectories(Path.of(models, ".brought-" + id, "half"));
        Files.writeString(half.resolve("model.safetensors"), "half");
        Path archive = Files.createDirectories(Path.of(models, ".brought-1234567890"));

        sweeper.sweep();

        assertThat(half.getParent()).doesNotExist();
        assertThat(archive).exists();
        Files.delete(archive);
        given().accept("text/html")
                .get(at("/" + id))
                .then()
                .body(containsString("has ended, so nothing of it was taken"));
    }

    @Test
    void anUploadOfAFormIsReadLikeAnyOther() throws IOException {
        Response form = given().accept("text/html").get(at(""));
        String token = form.htmlPath().getString("**.find { it.@name == 'csrf-token' }.@value");
        String page = begun(given().redirects()
                .follow(false)
                .cookies(form.cookies())
                .multiPart("csrf-token", token)
                .multiPart("file", "up-" + project.slug + ".tar.gz", gzip(tar(files("up " + project.slug))))
                .post(at("")));

        given().accept("text/html").get(page).then().body(containsString("value=\"up-" + project.slug + "\""));
        Forms.post(page, page + "/cancel", Map.of()).then().statusCode(303);
        nothingLiesAround();
    }

    private String at(String rest) {
        return "/p/" + project.slug + "/arrivals" + rest;
    }

    private static String begun(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        return answer.header("Location").replaceFirst("https?://[^/]+", "");
    }

    private void awaitEnd(String page) {
        UUID id = UUID.fromString(page.replaceFirst(".*/", ""));
        while (sql.number("select count(*) from arrival where id = ? and ended_at is null", id) > 0) {
            Thread.onSpinWait();
        }
    }

    private Path offered(String name, Map<String, String> files) throws IOException {
        Path folder = Files.createDirectories(Path.of(offered, name));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        return folder;
    }

    private ValidatableResponse sent(String query, byte[] tar) {
        return given().contentType("application/octet-stream")
                .body(tar)
                .post("/api/v1/models?" + query)
                .then();
    }

    private void refused(String why, byte[] tar) {
        sent("name=refused-" + project.slug, tar).statusCode(400).body("detail", containsString(why));
        assertThat(sql.number("select count(*) from model_version where name = ?", "refused-" + project.slug))
                .isZero();
    }

    private void nothingLiesAround() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(models))) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.matches("\\.brought-.*-.*"));
        }
    }

    private static Map<String, String> files(String weights) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("config.json", "{\"model_type\":\"llama\"}");
        files.put("tokenizer.json", "{}");
        files.put("model.safetensors", weights);
        return files;
    }

    private static byte[] tar(Map<String, String> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out);
        for (Map.Entry<String, String> file : files.entrySet()) {
            byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
            tar.file(file.getKey(), content.length, to -> to.write(content));
        }
        tar.end();
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }
}
