package hone.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import hone.CircleRows;
import hone.Servers;
import hone.contract.RunEvent;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.ApplyRunEvent;
import hone.token.Scope;
import hone.token.Tokens;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From judgments to a model through the API: freeze, train, follow, make current. */
@QuarkusTest
@WithTestResource(Servers.class)
class CircleApiTest {
    @Inject
    CircleRows rows;

    @Inject
    Tokens tokens;

    @Inject
    ApplyRunEvent applying;

    @Inject
    Sql sql;

    private Project project;
    private String token;

    @BeforeEach
    void open() {
        project = rows.project();
        token = tokens.of(Scope.DATASETS_WRITE, Scope.RUNS_WRITE, Scope.MODELS_WRITE);
        UUID labeler = rows.labeler("lena", project);
        rows.demonstrated(project, labeler, rows.prompt(project, "Tell of a kite."), "It came home.");
    }

    @Test
    void aDatasetIsFrozenOnceForAKeyAndItsManifestIsJson() {
        String datasets = at("/datasets");
        String key = UUID.randomUUID().toString();

        Response frozen = with().header("Idempotency-Key", key).post(datasets);
        Response again = with().header("Idempotency-Key", key).post(datasets);

        frozen.then().statusCode(201).body("number", equalTo(1)).body("manifest.rows", notNullValue());
        assertThat(again.asString()).isEqualTo(frozen.asString());
        with().post(datasets).then().statusCode(409).body("detail", containsString("Nothing was frozen"));
        with().get(datasets).then().body("data", hasSize(1)).body("data[0].manifest", nullValue());
        with().get(datasets + "/1")
                .then()
                .body("manifest.sha256", equalTo(frozen.jsonPath().getString("sha256")));
        with().get(datasets + "/2").then().statusCode(404);
    }

    @Test
    void aRunIsRequestedFollowedAndCancelled() {
        with().post(at("/datasets")).then().statusCode(201);
        String base = rows.base(project).name;
        String runs = at("/runs");

        Response requested = with(Map.of("stage", "sft", "dataset", 1, "policy", base, "recipe", Map.of("epochs", 2)))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .post(runs);

        requested
                .then()
                .statusCode(201)
                .body("state", equalTo("waiting"))
                .body("inputs.dataset", equalTo(1))
                .body("inputs.policy", equalTo(base))
                .body("model", nullValue());
        String run = runs + "/" + requested.jsonPath().getInt("number");
        String id = requested.jsonPath().getString("id");
        assertThat(sql.number(
                        "select count(*) from run where id = ? and recipe ->> 'epochs' = '2'", UUID.fromString(id)))
                .isEqualTo(1);
        QuarkusTransaction.requiringNew()
                .run(() ->
                        applying.apply(new RunEvent.RunStarted(id, 1, Instant.now(), 0, 10, "here", 1), Instant.now()));
        with().get(run).then().body("state", equalTo("running")).body("progress.steps", equalTo(10));
        with().get(run + "/events").then().body("data", hasSize(1)).body("data[0].body.machine", equalTo("here"));
        with().post(run + "/cancel").then().statusCode(200).body("state", equalTo("cancelling"));
    }

    @Test
    void aRunThatCantBeIsRefusedInWords() {
        with().post(at("/datasets")).then().statusCode(201);
        String runs = at("/runs");

        with(Map.of("stage", "dance")).post(runs).then().statusCode(400).body("fields.stage", notNullValue());
        with(Map.of("stage", "sft")).post(runs).then().statusCode(400).body("fields.dataset", notNullValue());
        with(Map.of("stage", "sft", "dataset", 7, "policy", "x"))
                .post(runs)
                .then()
                .statusCode(404);
        with(Map.of("stage", "sft", "dataset", 1, "policy", "no such"))
                .post(runs)
                .then()
                .statusCode(400)
                .body("fields.policy", notNullValue());
        with(Map.of("stage", "sft", "dataset", 1, "policy", rows.base(project).name, "recipe", Map.of("epoch", 2)))
                .post(runs)
                .then()
                .statusCode(400)
                .body(
                        "fields.recipe",
                        equalTo("One setting can’t be taken."),
                        "fields.'recipe.epoch'",
                        equalTo("epoch is 2, but there is no such setting; perhaps epochs is meant."));
    }

    @Test
    void aModelBecomesCurrentWithAReason() {
        ModelVersion model = rows.trained(project, "tuned-" + project.slug, rows.base(project));
        String address = at("/models/" + model.name);

        with(Map.of("why", " "))
                .post(address + "/current")
                .then()
                .statusCode(400)
                .body("fields.why", notNullValue());
        with(Map.of("why", "Kinder."))
                .post(address + "/current")
                .then()
                .statusCode(200)
                .body("current", equalTo(true));
        with(Map.of("why", "Kinder.")).post(address + "/current").then().statusCode(409);
        with().get(address)
                .then()
                .body("parent", equalTo(rows.base(project).name))
                .body("kind", equalTo("policy"));
        with().get(at("/models")).then().body("data.name", org.hamcrest.Matchers.hasItem(model.name));
    }

    private String at(String rest) {
        return "/api/v1/projects/" + project.slug + rest;
    }

    private RequestSpecification with() {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    private RequestSpecification with(Map<String, ?> body) {
        return with().contentType("application/json").body(body);
    }
}
