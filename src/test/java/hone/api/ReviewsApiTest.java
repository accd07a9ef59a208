package hone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import hone.Servers;
import hone.project.Project;
import hone.token.Scope;
import hone.token.Tokens;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A team reviews in an app of its own: by the same rules as on pages. */
@QuarkusTest
@WithTestResource(Servers.class)
class ReviewsApiTest {
    private static final String LAUGHED = "It laughed.";
    private static final String SORRY = "It was sorry.";

    @Inject
    Bench bench;

    @Inject
    Tokens tokens;

    private Project project;
    private App ravi;

    @BeforeEach
    void everyJudgmentIsReviewed() {
        project = bench.project(1, "lena", "mo", "ravi");
        bench.execute("update project set review_policy = 'all' where id = ?1", project.id);
        project = bench.again(project);
        bench.prompt(project, "Tell of a goat.", LAUGHED, SORRY);
        ravi = new App(tokens.of(Scope.REVIEWS_DELEGATE), "ravi");
    }

    private String reviews() {
        return "/api/v1/projects/" + project.slug + "/reviews";
    }

    private String judged(String who) {
        UUID assignment = bench.prefers(project, who, LAUGHED, 3, "It is funny.");
        return bench.one("select id from judgment where assignment_id = ?1 and withdrawn_at is null", assignment)
                .toString();
    }

    private Response decides(App app, String judgment, String what, Map<String, ?> body) {
        return app.request(body).post(reviews() + "/" + judgment + "/" + what);
    }

    private String outcome(String judgment) {
        return (String) bench.one(
                "select outcome || ' by ' || username from review join labeler on labeler.id = reviewer_id where judgment_id = ?1",
                UUID.fromString(judgment));
    }

    private long counting() {
        return (Long) bench.one(
                "select count(*) from judgment where project_id = ?1 and accepted_at is not null and withdrawn_at is null",
                project.id);
    }

    @Test
    void whatWaitsIsReadAndAcceptedInTheNameOfAPersonAndTheAuditSaysThroughWhom() {
        String judgment = judged("lena");

        Response next = ravi.request().post(reviews() + "/next");
        next.then()
                .statusCode(200)
                .body("judgment", equalTo(judgment))
                .body("kind", equalTo("comparison"))
                .body("cause", equalTo("every"))
                .body("counts", equalTo(false))
                .body("prompt[0].content", equalTo("Tell of a goat."))
                .body("answers.text", hasItems(LAUGHED, SORRY))
                .body("guideline.rules", hasItems("K1", "K2"))
                .body("opinion.judgment", equalTo(judgment))
                .body("opinion.by.labelerId", equalTo(bench.person("lena").toString()))
                .body("opinion.verdict.outcome", equalTo("preferred"))
                .body("opinion.verdict.degree", equalTo(3))
                .body("opinion.rationale", equalTo("It is funny."));
        assertThat(next.asString()).doesNotContain("model");
        ravi.request().post(reviews() + "/" + judgment + "/accept").then().statusCode(204);

        assertThat(outcome(judgment)).isEqualTo("accepted by ravi");
        assertThat(counting()).isEqualTo(1);
        assertThat(bench.one(
                        "select l.simulated from audit_entry e join labeler l on l.id = cast(e.detail ->> 'through' as uuid) where e.action = 'judgment.accepted' and e.subject = ?1 and e.labeler_id = ?2",
                        judgment,
                        bench.person("ravi")))
                .isEqualTo(true);
        ravi.request().post(reviews() + "/next").then().statusCode(204);
        ravi.request()
                .post(reviews() + "/" + judgment + "/accept")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("Somebody else has decided"));
    }

    @Test
    void aProgramsOwnVersionIsMarkedAsSimulated() {
        String judgment = judged("lena");
        App program = new App(tokens.in(project, Scope.REVIEWS_WORK), null);
        JsonPath review = program.request()
                .get(reviews() + "/" + judgment)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        String other = review.getString("answers.find { it.text == '" + SORRY + "' }.id");

        decides(
                        program,
                        judgment,
                        "fix",
                        Map.of(
                                "verdict",
                                Map.of("kind", "comparison", "outcome", "preferred", "chosen", other, "degree", 1),
                                "rationale",
                                "It ends kindly.",
                                "citedRules",
                                List.of("K2"),
                                "reason",
                                "See K2."))
                .then()
                .statusCode(204);

        assertThat(counting()).isEqualTo(1);
        assertThat(bench.one(
                        "select simulated || ' ' || rationale || ' ' || array_to_string(rules, ',') from judgment where project_id = ?1 and accepted_at is not null and withdrawn_at is null",
                        project.id))
                .isEqualTo("true It ends kindly. K2");
        assertThat(bench.events((UUID)
                        bench.one("select assignment_id from judgment where id = ?1", UUID.fromString(judgment))))
                .singleElement()
                .asString()
                .contains("\"chosen\":\"" + other + "\"", "\"degree\":1", "\"simulated\":true");
    }

    @Test
    void aFixThatMakesNoSenseIsRefusedInWords() {
        String judgment = judged("lena");

        decides(ravi, judgment, "fix", Map.of("reason", "No verdict."))
                .then()
                .statusCode(400)
                .body("fields.verdict", notNullValue());
        decides(ravi, judgment, "fix", Map.of("verdict", Map.of("kind", "demonstration", "text", "No.")))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("This task is a comparison"));
        decides(ravi, judgment, "fix", Map.of("verdikt", "tie")).then().statusCode(400);
        assertThat(counting()).isZero();
    }

    @Test
    void whoseWorkIsReturnedHasItAgainAndARejectedOneIsAskedOfSomebodyElse() {
        String judgment = judged("lena");
        decides(ravi, judgment, "return", Map.of("reason", " "))
                .then()
                .statusCode(400)
                .body("fields.reason", containsString("what the author should do differently"));
        decides(ravi, judgment, "return", Map.of("reason", "Say which rule."))
                .then()
                .statusCode(204);
        assertThat(outcome(judgment)).isEqualTo("returned by ravi");

        String again = judged("lena");
        ravi.request().get(reviews() + "/" + again).then().statusCode(200).body("cause", equalTo("returned"));
        decides(ravi, again, "reject", Map.of()).then().statusCode(204);

        assertThat(outcome(again)).isEqualTo("rejected by ravi");
        judged("mo");
        assertThat(counting()).isZero();
    }

    @Test
    void nobodyReviewsTheirOwn() {
        String judgment = judged("lena");
        App lena = new App(tokens.of(Scope.REVIEWS_DELEGATE), "lena");

        lena.request().post(reviews() + "/next").then().statusCode(204);
        lena.request().get(reviews() + "/" + judgment).then().statusCode(409);
        lena.request()
                .post(reviews() + "/" + judgment + "/accept")
                .then()
                .statusCode(409)
                .body("detail", containsString("This is your own judgment"));
        assertThat(counting()).isZero();
    }

    /** Two are asked, and Ravi may be the second. */
    @Test
    void whoMayStillJudgeATaskNeitherSeesNorDecidesAboutItsJudgments() {
        project = bench.project(2, "lena", "ravi");
        bench.execute("update project set review_policy = 'all' where id = ?1", project.id);
        project = bench.again(project);
        bench.prompt(project, "Tell of a hen.", LAUGHED, SORRY);
        String judgment = judged("lena");

        ravi.request().post(reviews() + "/next").then().statusCode(204);
        Response hidden = ravi.request().get(reviews() + "/" + judgment);
        hidden.then().statusCode(409).body("detail", containsString("You may still judge this task"));
        assertThat(hidden.asString()).doesNotContain(LAUGHED);
        decides(ravi, judgment, "reject", Map.of()).then().statusCode(409);
        assertThat(counting()).isZero();
    }

    @Test
    void aRepeatedRequestIsCarriedOutOnceAndAnotherByItsKeyIsRefused() {
        String judgment = judged("lena");
        String key = UUID.randomUUID().toString();
        String rejecting = reviews() + "/" + judgment + "/reject";

        ravi.request(Map.of("reason", "No."))
                .header("Idempotency-Key", key)
                .post(rejecting)
                .then()
                .statusCode(204);
        ravi.request(Map.of("reason", "No."))
                .header("Idempotency-Key", key)
                .post(rejecting)
                .then()
                .statusCode(204)
                .header("Idempotency-Replayed", "true");
        ravi.request(Map.of("reason", "Never."))
                .header("Idempotency-Key", key)
                .post(rejecting)
                .then()
                .statusCode(422);
    }

    @Test
    void itNeedsItsScopeAPersonOfTheProjectAndAJudgmentOfTheProject() {
        String judgment = judged("lena");
        bench.person("stranger-of-all");

        new App(tokens.of(Scope.TASKS_DELEGATE, Scope.JUDGMENTS_READ), "ravi")
                .request()
                .post(reviews() + "/next")
                .then()
                .statusCode(403);
        new App(tokens.of(Scope.REVIEWS_WORK, Scope.TASKS_DELEGATE), "ravi")
                .request()
                .post(reviews() + "/next")
                .then()
                .statusCode(403)
                .body("detail", containsString("reviews:delegate"));
        new App(tokens.of(Scope.REVIEWS_DELEGATE), "stranger-of-all")
                .request()
                .post(reviews() + "/next")
                .then()
                .statusCode(400);
        Project other = bench.project(1, "ravi");
        new App(tokens.in(other, Scope.REVIEWS_WORK), null)
                .request()
                .get(reviews() + "/" + judgment)
                .then()
                .statusCode(404);
        ravi.request()
                .get("/api/v1/projects/" + other.slug + "/reviews/" + judgment)
                .then()
                .statusCode(404);
    }
}
