package hone.comments;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.comment.Comments;
import hone.dataset.DeletionRequests;
import hone.judgment.Fields;
import hone.project.Project;
import hone.review.DecideReview;
import hone.review.Reviewer;
import hone.web.Sql;
import hone.work.Bench;
import hone.work.SubmitJudgment;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said about a judgment of Lena's, over HTTP: who reads it, who hears of it, and how long it can be taken back. */
@QuarkusTest
@WithTestResource(Servers.class)
class CommentsTest {
    @Inject
    Bench bench;

    @Inject
    SubmitJudgment submitJudgment;

    @Inject
    DecideReview decideReview;

    @Inject
    Comments comments;

    @Inject
    DeletionRequests deletions;

    @Inject
    Sql sql;

    private Project project;
    private UUID work;
    private String thread;

    @BeforeEach
    void lenaHasJudgedAndItWaitsForAReviewer() {
        project = bench.project(1, "lena", "mo", "ravi");
        sql.run("update project set review_policy = 'all' where id = ?", project.id);
        bench.prompt(project, "A fox loses her kite.", "The fox went home.", "The heron brought it back.");
        work = bench.assign(project, "lena");
        submitJudgment.submit(
                work,
                bench.person("lena"),
                new Fields(Map.of("choice", List.of("b3"), "why", List.of("It ends kindly."))),
                Instant.now());
        thread = "/p/" + project.slug + "/comments/" + work;
    }

    private void says(String who, String text) {
        comments.write(
                new Comments.About(project.id, work, bench.person("lena")),
                bench.person(who),
                text,
                List.of(),
                Instant.now());
    }

    private Reviewer reviewer(String who) {
        return Reviewer.themselves(bench.person(who), bench.person(who));
    }

    private DecideReview.Subject decision() {
        UUID judgment =
                (UUID) bench.one("select id from judgment where assignment_id = ?1 and withdrawn_at is null", work);
        return new DecideReview.Subject(project.id, judgment, reviewer("ravi"), Instant.now());
    }

    private long told(String who) {
        return (Long) bench.one(
                "select count(*) from notice where labeler_id = ?1 and about = ?2 and what = 'comment' and read_at is null",
                bench.person(who),
                work);
    }

    private long said() {
        return (Long) bench.one("select count(*) from judgment_comment where assignment_id = ?1", work);
    }

    private UUID newest() {
        return (UUID)
                bench.one("select id from judgment_comment where assignment_id = ?1 order by id desc limit 1", work);
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {"reviewer", "admin"})
    void aReviewerCommentsOnTheReviewPageAndTheAuthorHearsOfIt() {
        String review = "/p/" + project.slug + "/review";
        assertThat(given().get(review).asString()).contains("Nobody has written anything yet.");

        Response sent = Forms.post(review, thread, Map.of("comment", "Which <b>rule</b> is *that*?", "from", "REVIEW"));

        assertThat(sent.statusCode()).as(sent.asString()).isEqualTo(303);
        assertThat(sent.header("Location")).endsWith("/review?notice=commented");
        assertThat(given().get(review + "?notice=commented").asString())
                .contains("Your comment is stored", "<em>that</em>", "&lt;b&gt;", "Delete")
                .doesNotContain("<b>rule</b>");
        assertThat(told("lena")).isEqualTo(1);
        assertThat(told("ada")).isZero();
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void theAuthorAnswersAndEverybodyWhoWroteOrDecidedHears() {
        says("ada", "Which rule?");
        decideReview.giveBack(decision(), "Name the rule.");

        assertThat(given().get(thread).asString())
                .contains(
                        "About a judgment of yours",
                        "A fox loses her kite.",
                        "It ends kindly.",
                        "A reviewer returned it:",
                        "Name the rule.",
                        "Which rule?");
        assertThat(given().get("/work/" + work).asString())
                .as("the task that came back")
                .contains("Name the rule.", "Which rule?", "href=\"" + thread + "\"");
        assertThat(given().get("/home").asString()).contains("href=\"" + thread + "\">1 comment</a>");
        Response sent = Forms.post(thread, thread, Map.of("comment", "K2."));

        assertThat(sent.statusCode()).as(sent.asString()).isEqualTo(303);
        assertThat(sent.header("Location")).endsWith(thread + "#comments");
        assertThat(told("ada")).as("who wrote").isEqualTo(1);
        assertThat(told("ravi")).as("who returned it").isEqualTo(1);
        assertThat(given().get("/me").asString()).contains("href=\"" + thread + "\">2 comments</a>");
    }

    @Test
    @TestSecurity(user = "mo", roles = "labeler")
    void anotherLabelerLearnsNothingWhetherTheyMayJudgeTheTaskOrNot() {
        says("ada", "secret words");
        decideReview.reject(decision(), "No."); // Somebody else is asked.
        assertThat(bench.assign(project, "mo")).isNotNull();

        for (Response answer : List.of(
                given().get(thread),
                Forms.post("/home", thread, Map.of("comment", "Let me in.")),
                Forms.post("/home", thread + "/" + newest() + "/delete", Map.of()))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.asString()).doesNotContain("secret words");
        }
        assertThat(said()).isEqualTo(1);
    }

    @Test
    @TestSecurity(
            user = "ravi",
            roles = {"labeler", "reviewer"})
    void aReviewerWhoMayStillJudgeTheTaskIsRefused() {
        says("ada", "secret words");
        decideReview.reject(
                new DecideReview.Subject(project.id, decision().judgment(), reviewer("ada"), Instant.now()), "No.");

        Response answer = given().get(thread);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.asString()).contains("You may still judge this task").doesNotContain("secret words");
        assertThat(Forms.post("/home", thread, Map.of("comment", "Let me in.")).statusCode())
                .isEqualTo(409);
    }

    @Test
    @TestSecurity(
            user = "ravi-elsewhere",
            roles = {"labeler", "reviewer"})
    void aReviewerOfAnotherProjectFindsNothing() {
        assertThat(given().get(thread).statusCode()).isEqualTo(404);
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void whatIsEmptyOrTooLongIsRefusedInPlaceAndKept() {
        assertThat(Forms.post(thread, thread, Map.of("comment", " \n ")).asString())
                .contains("Write the comment first; nothing was sent.", "role=\"alert\"");
        Response refused = Forms.post(thread, thread, Map.of("comment", "kept" + "x".repeat(1_997)));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("these are 2001", ">keptxxx");
        assertThat(Forms.speaking("de", thread, thread, Map.of("comment", "x".repeat(2_001)))
                        .asString())
                .contains("Höchstens 2000 Zeichen");
        assertThat(said()).isZero();

        assertThat(Forms.post(thread, thread, Map.of("comment", "x".repeat(2_000)))
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void aThreadHasAnEnd() {
        for (int i = 0; i < 100; i++) {
            says(i % 2 == 0 ? "ada" : "lena", "And " + i);
        }

        assertThat(Forms.post(thread, thread, Map.of("comment", "And on.")).asString())
                .contains("There are 100 comments here already", ">And on.");
        assertThat(said()).isEqualTo(100);
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void oneDeletesWhatOneHasJustWrittenUntilSomebodyAnswers() {
        says("lena", "Oh no.");
        assertThat(given().get(thread).asString()).contains("/delete");
        assertThat(Forms.post(thread, thread + "/" + newest() + "/delete", Map.of())
                        .statusCode())
                .isEqualTo(303);
        assertThat(said()).isZero();

        says("lena", "Again.");
        UUID answered = newest();
        says("ada", "I see.");
        Response late = Forms.post(thread, thread + "/" + answered + "/delete", Map.of());
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.asString()).contains("for 15 minutes and until somebody answers");
        assertThat(Forms.post(thread, thread + "/" + newest() + "/delete", Map.of())
                        .statusCode())
                .as("somebody else's")
                .isEqualTo(404);

        says("lena", "Old.");
        sql.run("update judgment_comment set written_at = now() - interval '16 minutes' where id = ?", newest());
        assertThat(given().get(thread).asString()).doesNotContain("/delete");
        assertThat(Forms.post(thread, thread + "/" + newest() + "/delete", Map.of())
                        .statusCode())
                .isEqualTo(409);
        assertThat(said()).isEqualTo(3);
    }

    @Test
    @TestSecurity(user = "mo", roles = "labeler")
    void thereIsNothingToSayBeforeAJudgment() {
        bench.prompt(project, "A boat.", "one", "two");
        UUID open = bench.assign(project, "mo");

        assertThat(given().get("/p/" + project.slug + "/comments/" + open).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aDeletionRequestTakesWhatWasSaidWithIt() {
        says("ada", "Of the judgment.");
        UUID judgment = decision().judgment();
        decideReview.accept(decision());

        deletions.delete(
                project, DeletionRequests.About.JUDGMENT, judgment, "asked", bench.person("ada"), Instant.now());
        assertThat(said()).isZero();
        assertThat(told("lena")).as("leads nowhere").isZero();

        says("ada", "Of the prompt.");
        UUID prompt = (UUID) bench.one("select prompt_id from judgment where id = ?1", judgment);
        deletions.delete(project, DeletionRequests.About.PROMPT, prompt, "asked", bench.person("ada"), Instant.now());
        assertThat(said()).isZero();

        says("ada", "Of the reviewer.");
        says("lena", "Of the author.");
        deletions.delete(
                project,
                DeletionRequests.About.PERSON,
                bench.person("ada"),
                "asked",
                bench.person("ada"),
                Instant.now());
        assertThat(said()).as("what somebody else wrote stays").isEqualTo(1);
        deletions.delete(
                project,
                DeletionRequests.About.PERSON,
                bench.person("lena"),
                "asked",
                bench.person("ada"),
                Instant.now());
        assertThat(said()).isZero();
    }
}
