package hone.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.project.Project;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A team's own app, on behalf of somebody or of nobody. */
record App(String token, @Nullable String person) {
    RequestSpecification request() {
        RequestSpecification request =
                given().header("Authorization", "Bearer " + token).contentType("application/json");
        return person == null ? request : request.header("Hone-On-Behalf-Of", person);
    }

    RequestSpecification request(Map<String, ?> body) {
        return request().contentType("application/json").body(body);
    }

    String nextOf(Project project) {
        return "/api/v1/projects/" + project.slug + "/tasks/next";
    }

    JsonPath next(Project project, String kind) {
        Response next = request(Map.of("kind", kind)).post(nextOf(project));
        assertThat(next.statusCode()).as(next.asString()).isEqualTo(200);
        return next.jsonPath();
    }

    Response judge(String id, Map<String, ?> body) {
        return request(body).post("/api/v1/assignments/" + id + "/judgment");
    }
}
