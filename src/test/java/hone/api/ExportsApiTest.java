package hone.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import hone.CircleRows;
import hone.Servers;
import hone.contract.Wire;
import hone.dataset.DatasetFreezer;
import hone.judgment.Degree;
import hone.project.Project;
import hone.token.Scope;
import hone.token.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What programs take out: with tokens, in the formats of the field, recorded like what pages take. */
@QuarkusTest
@WithTestResource(Servers.class)
class ExportsApiTest {
    @Inject
    CircleRows rows;

    @Inject
    Tokens tokens;

    @Inject
    DatasetFreezer freezer;

    private Project project;
    private String token;

    @BeforeEach
    void judge() {
        project = rows.project();
        UUID lena = rows.labeler("lena", project);
        rows.preferred(project, lena, rows.prompt(project, "Which is kinder?"), "This.", "That.", Degree.BETTER);
        rows.demonstrated(project, lena, rows.prompt(project, "Tell of a kite."), "It came home.");
        token = tokens.of(Scope.EXPORTS_READ);
    }

    @Test
    void judgmentsAreExportedInAFormatAndTheRecordSaysWhatTheFileHolds() {
        Response file = with().get(exports("/judgments?format=trl-preference"));

        file.then().statusCode(200).contentType("application/x-ndjson");
        assertThat(file.asString().lines())
                .singleElement()
                .asString()
                .contains("Which is kinder?", "\"chosen\"", "This.");
        with().get(exports("/" + file.header("Hone-Export")))
                .then()
                .statusCode(200)
                .body("what", equalTo("judgments"))
                .body("file.format", equalTo("trl-preference"))
                .body("state", equalTo("sent"))
                .body("size.rows", equalTo(1))
                .body("size.sha256", equalTo(Wire.sha256(file.asByteArray())))
                .body("report.hidden", equalTo(0));
        with().get(exports("?limit=1"))
                .then()
                .body("data", hasSize(1))
                .body("data[0].id", equalTo(file.header("Hone-Export")))
                .body("next", nullValue());
        with().get(exports("/judgments?container=parquet"))
                .then()
                .statusCode(200)
                .contentType("application/vnd.apache.parquet");
        with().get(exports("/judgments?format=excel"))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("fields.format", containsString("There is no format “excel”"));
    }

    @Test
    void theOlderAddressTakesTokensToo() {
        String older = "/api/projects/" + project.slug + "/export";

        Response file = with().get(older);

        file.then().statusCode(200);
        assertThat(file.asByteArray())
                .isEqualTo(with().get(exports("/judgments")).asByteArray());
        with().get(older + "/" + file.header("Hone-Export")).then().statusCode(200);
        token = tokens.of(Scope.JUDGMENTS_READ);
        with().get(older).then().statusCode(403);
        with().get(exports("/judgments")).then().statusCode(403);
        token = tokens.in(rows.project(), Scope.EXPORTS_READ);
        with().get(older).then().statusCode(404);
        with().get(exports("/judgments")).then().statusCode(404);
    }

    @Test
    void namesOfPeopleNeedTheScopeForPeople() {
        for (String address : List.of(
                exports("/judgments?names=true"),
                exports("/project?names=true"),
                "/api/projects/" + project.slug + "/export?names=on")) {
            with().get(address).then().statusCode(403).body("detail", containsString("people:read"));
        }
        assertThat(with().get(exports("/judgments?names=false")).asString()).doesNotContain("lena");
        with().get(exports("/judgments?names=on")).then().statusCode(400);

        token = tokens.of(Scope.EXPORTS_READ, Scope.PEOPLE_READ);
        assertThat(with().get(exports("/judgments?names=true")).asString()).contains("lena");
    }

    @Test
    void aDatasetIsADirectoryAndAProjectAnArchiveThatBringsNothingTwice() throws IOException {
        rows.guidelines(project, "comparison");
        QuarkusTransaction.requiringNew().run(() -> freezer.freeze(project, Optional.empty(), Instant.now()));

        Response directory = with().get(exports("/datasets/1"));
        Response archive = with().get(exports("/project"));

        directory.then().statusCode(200).contentType("application/zip");
        assertThat(entries(directory.asByteArray())).contains("manifest.json", "README.md");
        archive.then().statusCode(200).contentType("application/zip");
        with().get(exports("/datasets/2")).then().statusCode(404);
        take(archive.asByteArray(), "").then().statusCode(403);
        token = tokens.of(Scope.PROJECTS_WRITE);
        take(archive.asByteArray(), "")
                .then()
                .statusCode(200)
                .body("slug", equalTo(project.slug))
                .body("rows", equalTo(0));
        take(archive.asByteArray(), "?sameNames=true")
                .then()
                .statusCode(403)
                .body("detail", containsString("people:write"));
        take("no archive".getBytes(java.nio.charset.StandardCharsets.UTF_8), "")
                .then()
                .statusCode(400)
                .body("fields.file", containsString("no archive of a project"));
        token = tokens.in(project, Scope.PROJECTS_WRITE);
        take(archive.asByteArray(), "").then().statusCode(403);
    }

    @Test
    void theFormatsAreListedWithWhatTheyCantHold() {
        with().get("/api/v1/formats")
                .then()
                .statusCode(200)
                .body("imports.name", hasItem("trl-preference"))
                .body("exports.name", hasItem("trl-preference"))
                .body("exports.find { it.name == 'hh-rlhf' }.cannotHold.size()", greaterThan(0));
    }

    private Response take(byte[] archive, String query) {
        return with().contentType("application/zip").body(archive).post("/api/v1/archives" + query);
    }

    private static List<String> entries(byte[] zip) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private String exports(String rest) {
        return "/api/v1/projects/" + project.slug + "/exports" + rest;
    }

    private RequestSpecification with() {
        return given().header("Authorization", "Bearer " + token);
    }
}
