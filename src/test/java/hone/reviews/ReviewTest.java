package hone.reviews;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.judgment.Fields;
import hone.project.Project;
import hone.work.Bench;
import hone.work.SubmitJudgment;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for a reviewer, and what becomes of it, over HTTP. Lena and Mo judge; Ravi reviews and is handed no work. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ravi",
        roles = {"reviewer", "admin"})
class ReviewTest {
    @Inject
    Bench bench;

    @Inject
    SubmitJudgment submitJudgment;

    private Project project;
    private String at;

    @BeforeEach
    void everyJudgmentIsReviewed() {
        project = bench.project(1, "lena", "mo", "nora");
        at = "/p/" + project.slug;
        Response saved = Forms.post(at + "/review", at + "/review/policy", Map.of("policy", "all", "percent", "10"));
        assertThat(saved.statusCode()).as(saved.asString()).isEqualTo(303);
        bench.prompt(project, "A fox loses her kite.", "The fox went home alone.", "The heron brought it back.");
    }

    private UUID judged(String who, Map<String, String> fields) {
        UUID assignment = bench.assign(project, who);
        submit(assignment, who, fields);
        return assignment;
    }

    private SubmitJudgment.Submitted submit(UUID assignment, String who, Map<String, String> fields) {
        Map<String, List<String>> form = new HashMap<>();
        fields.forEach((name, value) -> form.put(name, List.of(value)));
        return submitJudgment.submit(assignment, bench.person(who), new Fields(form), Instant.now());
    }

    private UUID standing(UUID assignment) {
        return (UUID)
                bench.one("select id from judgment where assignment_id = ?1 and withdrawn_at is null", assignment);
    }

    private Response decides(UUID judgment, String what, String reason) {
        return Forms.post(at + "/review", at + "/review/" + judgment, Map.of("do", what, "reason", reason));
    }

    private long accepted() {
        return (Long) bench.one(
                "select count(*) from judgment where project_id = ?1 and accepted_at is not null and withdrawn_at is null",
                project.id);
    }

    @Test
    void aJudgmentIsNoDataUntilAReviewerAcceptsIt() {
        UUID work = judged("lena", Map.of("choice", "b3", "why", "It ends kindly."));
        assertThat(accepted()).isZero();
        assertThat(bench.events(work)).isEmpty();

        String page = given().get(at + "/review").asString();
        assertThat(page)
                .contains("A fox loses her kite.", "It ends kindly.", "much better", "every judgment is reviewed");
        Response decided = decides(standing(work), "accept", "");

        assertThat(decided.statusCode()).isEqualTo(303);
        assertThat(accepted()).isEqualTo(1);
        assertThat(bench.events(work)).hasSize(1);
        assertThat(bench.events(work).getFirst().toString()).contains("judgment.accepted", "\"degree\":3");
        assertThat(given().get(at + "/review?notice=accepted").asString())
                .contains("Accepted: it is data now.", "Nothing waits for you");
    }

    @Test
    void whatTheReviewerFixedIsDataAndWhatTheAuthorSaidIsKept() {
        UUID work = judged("lena", Map.of("choice", "b3", "why", "I misread."));
        UUID theirs = standing(work);
        assertThat(given().get(at + "/review/" + theirs + "/fix").asString())
                .contains("value=\"b3\" checked", "I misread.");

        Response fixed = Forms.post(
                at + "/review",
                at + "/review/" + theirs + "/fix",
                Map.of("choice", "a1", "why", "It asked for a loss."));

        assertThat(fixed.statusCode()).as(fixed.asString()).isEqualTo(303);
        assertThat(accepted()).isEqualTo(1);
        assertThat(bench.events(work)).hasSize(1);
        assertThat(bench.events(work).getFirst().toString()).contains("\"degree\":1", "It asked for a loss.");
        assertThat(bench.one(
                        "select j.rationale from judgment j join review r on r.judgment_id = j.id where j.id = ?1 and j.accepted_at is null and r.outcome = 'fixed'",
                        theirs))
                .isEqualTo("I misread.");
        assertThat(bench.one("select labeler_id from judgment where id = ?1", standing(work)))
                .isEqualTo(bench.person("ravi"));
    }

    @Test
    void aFormThatMakesNoSenseIsRefusedInPlaceAndKeepsWhatWasTyped() {
        UUID judgment = standing(judged("lena", Map.of("choice", "b3")));

        Response refused = Forms.post(
                at + "/review", at + "/review/" + judgment + "/fix", Map.of("choice", "z9", "why", "kept words"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("kept words", "role=\"alert\"");
        assertThat(decides(judgment, "return", " ").statusCode()).isEqualTo(400);
        assertThat(decides(judgment, "burn", "").statusCode()).isEqualTo(400);
        assertThat(accepted()).isZero();
    }

    @Test
    void aReturnedTaskIsItsAuthorsAgainWithTheTextAndTheReasonAndIsReviewedAgain() {
        UUID work = judged("lena", Map.of("choice", "b3", "why", "Nice."));

        assertThat(decides(standing(work), "return", "Say which rule.").statusCode())
                .isEqualTo(303);

        assertThat(bench.one("select state from assignment where id = ?1", work))
                .isEqualTo("open");
        assertThat(bench.one("select cast(fields as text) from draft where assignment_id = ?1", work)
                        .toString())
                .contains("Nice.");
        assertThat(bench.assign(project, "lena")).as("it comes first").isEqualTo(work);
        assertThat(submit(work, "lena", Map.of("choice", "b2", "why", "It ends kindly, K2."))
                        .outcome())
                .isEqualTo(SubmitJudgment.Outcome.STORED);
        assertThat(given().get(at + "/review").asString())
                .contains("It ends kindly, K2.", "it was returned to its author before");
        assertThat(decides(standing(work), "accept", "").statusCode()).isEqualTo(303);
        assertThat(accepted()).isEqualTo(1);
    }

    @Test
    void ofARejectedOneSomebodyElseIsAskedAndNotItsAuthor() {
        UUID work = judged("lena", Map.of("choice", "b3"));

        assertThat(decides(standing(work), "reject", "Too fast to have been read.")
                        .statusCode())
                .isEqualTo(303);

        assertThat(accepted()).isZero();
        assertThat(bench.events(work)).isEmpty();
        UUID next = bench.assign(project, "mo");
        assertThat(bench.one("select task_id from assignment where id = ?1", next))
                .isEqualTo(bench.one("select task_id from assignment where id = ?1", work));
        submit(next, "mo", Map.of("choice", "a1"));
        assertThat(decides(standing(next), "accept", "").statusCode()).isEqualTo(303);
        assertThat(accepted()).isEqualTo(1);
    }

    /** They have read what somebody else thinks of it. */
    @Test
    @TestSecurity(
            user = "mo",
            roles = {"labeler", "reviewer", "admin"})
    void aReviewerWhoLabelsIsNotHandedTheTaskThatTheyDecidedAbout() {
        UUID work = judged("lena", Map.of("choice", "b3"));
        assertThat(decides(standing(work), "reject", "Too fast.").statusCode()).isEqualTo(303);

        String page = given().get(at + "/work/comparison").asString();

        assertThat(page).doesNotContain("A fox loses her kite.");
        assertThat(bench.one(
                        "select count(*) from assignment a join task t on t.id = a.task_id where t.project_id = ?1 and a.labeler_id = ?2 and a.state = 'open'",
                        project.id,
                        bench.person("mo")))
                .isEqualTo(0L);
        UUID next = bench.assign(project, "nora");
        assertThat(bench.one("select task_id from assignment where id = ?1", next))
                .isEqualTo(bench.one("select task_id from assignment where id = ?1", work));
    }

    @Test
    void whatIsDecidedOnceIsDecided() {
        UUID judgment = standing(judged("lena", Map.of("choice", "b3")));
        assertThat(decides(judgment, "accept", "").statusCode()).isEqualTo(303);

        Response again = decides(judgment, "reject", "");

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.asString()).contains("Somebody else has decided");
        assertThat(accepted()).isEqualTo(1);
    }

    @Test
    @TestSecurity(
            user = "mo",
            roles = {"labeler", "reviewer", "admin"})
    void nobodyReviewsTheirOwn() {
        UUID work = judged("mo", Map.of("choice", "b3", "why", "mine alone"));

        assertThat(given().get(at + "/review").asString())
                .contains("Nothing waits for you", "1 judgment waits")
                .doesNotContain("mine alone");
        Response decided = decides(standing(work), "accept", "");

        assertThat(decided.statusCode()).isEqualTo(409);
        assertThat(accepted()).isZero();
    }

    @Test
    void aSecondReviewerIsNotShownWhatSomebodyHasOpen() {
        UUID judgment = standing(judged("lena", Map.of("choice", "b3", "why", "held words")));
        bench.execute(
                "update review set held_by = ?1, held_until = now() + interval '5 minutes' where judgment_id = ?2",
                bench.person("rosa"),
                judgment);
        assertThat(given().get(at + "/review").asString()).doesNotContain("held words");

        bench.execute("update review set held_until = now() - interval '1 second' where judgment_id = ?1", judgment);

        assertThat(given().get(at + "/review").asString()).contains("held words");
    }

    @Test
    void theDatabaseItselfRefusesAnAuthorWhoReviewsTheirOwn() {
        UUID judgment = standing(judged("lena", Map.of("choice", "b3")));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> bench.execute(
                        "update review set outcome = 'accepted', reviewer_id = author_id, decided_at = now() where judgment_id = ?1",
                        judgment))
                .hasMessageContaining("review_check");
    }

    @Test
    void thePolicyOfTheProjectIsChosenInItsForm() {
        assertThat(given().get(at + "/review/policy").asString())
                .containsPattern("value=\"all\" checked")
                .doesNotContainPattern("value=\"(none|sample|uncertain)\" checked");
    }

    @Test
    void aPolicyThatIsNoneIsRefusedInPlace() {
        Response refused =
                Forms.post(at + "/review", at + "/review/policy", Map.of("policy", "sometimes", "percent", "0"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("Choose which judgments are reviewed.");
        assertThat(Forms.post(at + "/review", at + "/review/policy", Map.of("policy", "sample", "percent", "101"))
                        .asString())
                .contains("A whole number from 1 to 100.");
    }
}
