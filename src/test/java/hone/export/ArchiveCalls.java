package hone.export;

import static io.restassured.RestAssured.given;

import hone.project.Project;
import io.restassured.response.ValidatableResponse;

/** What a program asks of archives. */
public final class ArchiveCalls {
    private ArchiveCalls() {}

    public static byte[] archive(Project project, String query) {
        return given().get("/api/projects/" + project.slug + "/export?all=on" + query)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    public static ValidatableResponse taken(byte[] archive) {
        return given().contentType("application/zip")
                .body(archive)
                .post("/api/archives")
                .then();
    }
}
