package hone.work;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.project.Project;
import io.restassured.response.Response;
import java.util.UUID;

/** Work that was handed out over HTTP to whoever is signed in, by the address of its page. */
final class Handed {
    private Handed() {}

    static String handed(Project project, String kind) {
        Response next = given().redirects().follow(false).get("/p/" + project.slug + "/work/" + kind);
        assertThat(next.statusCode()).as(next.asString()).isEqualTo(303);
        return path(next);
    }

    static String path(Response redirect) {
        return java.net.URI.create(redirect.header("Location")).getPath();
    }

    static UUID id(String work) {
        return UUID.fromString(work.substring("/work/".length()));
    }
}
