package hone.notice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.Forms;
import hone.Servers;
import hone.guideline.Questions;
import hone.judgment.Fields;
import hone.project.Project;
import hone.review.Cause;
import hone.review.DecideReview;
import hone.review.Reviewer;
import hone.review.SettleDisagreement;
import hone.web.Sql;
import hone.work.Bench;
import hone.work.SubmitJudgment;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a labeler hears of, how the bell counts it, and where it leads. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "nora", roles = "labeler")
class NoticesTest {
    @Inject
    Bench bench;

    @Inject
    Notices notices;

    @Inject
    SubmitJudgment submitJudgment;

    @Inject
    DecideReview decideReview;

    @Inject
    SettleDisagreement settleDisagreement;

    @Inject
    Questions questions;

    @Inject
    Sql sql;

    private Project project;
    private UUID nora;

    @BeforeEach
    void nothingIsUnread() {
        project = bench.project(1, "nora");
        nora = bench.person("nora");
        sql.run("delete from notice where labeler_id = ?", nora);
    }

    private void tell(Notice.What what, UUID about) {
        QuarkusTransaction.requiringNew()
                .run(() -> notices.tell(project.id, what, about, List.of(nora), Instant.now()));
    }

    private UUID judged(String who) {
        UUID work = bench.assign(project, who);
        submitJudgment.submit(work, bench.person(who), new Fields(Map.of("choice", List.of("b3"))), Instant.now());
        return work;
    }

    private Reviewer reviewer(String who) {
        return Reviewer.themselves(bench.person(who), bench.person(who));
    }

    private DecideReview.Subject decision(UUID work) {
        UUID judgment =
                (UUID) bench.one("select id from judgment where assignment_id = ?1 and withdrawn_at is null", work);
        return new DecideReview.Subject(project.id, judgment, reviewer("ravi"), Instant.now());
    }

    private static String bell(String page) {
        String html = given().get(page).asString();
        int from = html.indexOf("id=\"bell\"");
        assertThat(from).as(page).isPositive();
        return html.substring(from, html.indexOf("</a>", from));
    }

    private UUID newest() {
        return (UUID) bench.one("select id from notice where labeler_id = ?1 order by id desc limit 1", nora);
    }

    @Test
    void theBellCountsToNineAndStandsOnEveryPage() {
        assertThat(bell("/home"))
                .contains("aria-label=\"Notices, none unread\"")
                .doesNotContain("class=\"count");
        tell(Notice.What.COMMENT, UUID.randomUUID());
        assertThat(bell("/keys")).contains("aria-label=\"Notices, 1 unread\"", ">1</span>");
        for (int i = 0; i < 9; i++) {
            tell(Notice.What.COMMENT, UUID.randomUUID());
        }

        for (String page : List.of("/home", "/notices", "/notices/unread", "/p/" + project.slug)) {
            assertThat(bell(page)).contains("data-unread=\"9+\"", ">9+</span>");
        }
        assertThat(given().header("Accept-Language", "de")
                        .get("/notices/unread")
                        .asString())
                .contains("Mitteilungen, 9+ ungelesen");
    }

    @Test
    void severalOfAKindAboutOneThingAreOneUntilItIsRead() {
        UUID about = UUID.randomUUID();
        tell(Notice.What.COMMENT, about);
        UUID other = UUID.randomUUID();
        tell(Notice.What.COMMENT, other);
        tell(Notice.What.COMMENT, about);

        assertThat(notices.unread(nora)).isEqualTo(2);
        assertThat(notices.of(nora, java.util.Optional.empty()))
                .extracting(Notice::about)
                .containsExactly(about, other);

        given().redirects().follow(false).get("/notices/" + newest());
        tell(Notice.What.COMMENT, about);
        assertThat(notices.of(nora, java.util.Optional.empty()))
                .extracting(Notice::about, Notice::unread)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(about, true),
                        org.assertj.core.api.Assertions.tuple(about, false),
                        org.assertj.core.api.Assertions.tuple(other, true));
    }

    @Test
    void openingOneMarksItAsReadAndLeadsThere() {
        UUID about = UUID.randomUUID();
        Map<Notice.What, String> places = Map.of(
                Notice.What.COMMENT, "/p/" + project.slug + "/comments/" + about,
                Notice.What.RETURNED, "/work/" + about,
                Notice.What.FIXED, "/p/" + project.slug + "/comments/" + about,
                Notice.What.REJECTED, "/p/" + project.slug + "/comments/" + about,
                Notice.What.ANSWERED, "/p/" + project.slug + "/guidelines/questions#q-" + about,
                Notice.What.PAUSED, "/p/" + project.slug + "/pauses/mine",
                Notice.What.PAUSE_LIFTED, "/p/" + project.slug + "/pauses/mine",
                Notice.What.PAUSE_UPHELD, "/p/" + project.slug + "/pauses/mine");

        for (Notice.What what : Notice.What.values()) {
            tell(what, about);
            assertThat(notices.unread(nora)).isEqualTo(1);
            Response opened = given().redirects().follow(false).get("/notices/" + newest());
            assertThat(opened.statusCode()).isEqualTo(303);
            assertThat(opened.header("Location")).endsWith(places.get(what));
            assertThat(notices.unread(nora)).isZero();
        }
    }

    @Test
    void somebodyElsesIsNotThere() {
        UUID other = bench.person("otto");
        QuarkusTransaction.requiringNew()
                .run(() -> notices.tell(
                        project.id, Notice.What.RETURNED, UUID.randomUUID(), List.of(other), Instant.now()));
        UUID theirs = (UUID) bench.one("select id from notice where labeler_id = ?1 order by id desc limit 1", other);

        assertThat(given().redirects().follow(false).get("/notices/" + theirs).statusCode())
                .isEqualTo(404);
        assertThat(given().get("/notices").asString())
                .contains("Nothing to read")
                .doesNotContain(theirs.toString());
        Forms.post("/home", "/notices/read", Map.of());
        assertThat(notices.unread(other)).isEqualTo(1);
    }

    @Test
    void theListIsPagedAndOneButtonMarksAllAsRead() {
        for (int i = 0; i < 31; i++) {
            tell(Notice.What.COMMENT, UUID.randomUUID());
        }
        String first = given().get("/notices").asString();
        assertThat(first.split("href=\"/notices/", -1)).hasSize(31);
        assertThat(first).contains("Older", "Mark all as read");
        String older = first.replaceAll("(?s).*href=\"(/notices\\?before=[^\"]+)\".*", "$1");
        assertThat(given().get(older).asString().split("href=\"/notices/", -1)).hasSize(2);
        assertThat(given().get(older).asString()).contains("Newest").doesNotContain("Older");

        assertThat(Forms.post("/notices", "/notices/read", Map.of()).statusCode())
                .isEqualTo(303);

        assertThat(notices.unread(nora)).isZero();
        assertThat(given().get("/notices").asString()).doesNotContain("Mark all as read", "Unread</span>");
    }

    @Test
    void aReviewersDecisionIsToldWithItAndAcceptanceIsNot() {
        sql.run("update project set review_policy = 'all' where id = ?", project.id);
        for (int i = 0; i < 4; i++) {
            bench.prompt(project, "A fox " + i, "one", "two");
        }
        decideReview.accept(decision(judged("nora")));
        assertThat(notices.unread(nora)).isZero();
        decideReview.reject(decision(judged("nora")), "");
        UUID returned = judged("nora");
        DecideReview.Subject subject = decision(returned);
        assertThatThrownBy(() -> decideReview.giveBack(subject, "x".repeat(2_001)))
                .isInstanceOf(RuntimeException.class);
        assertThat(notices.unread(nora)).as("what was refused has not happened").isEqualTo(1);
        decideReview.giveBack(subject, "Name the rule.");

        assertThat(given().get("/notices").asString())
                .contains(
                        "a judgment of yours came back to be done again.",
                        "a judgment of yours was rejected.",
                        "Unread");
        assertThat(given().get("/notices").asString()).doesNotContain("Name the rule.");
    }

    @Test
    void theOutcomeOfADisagreementIsNotTold() {
        Project two = bench.project(2, "nora", "otto");
        project = two;
        bench.prompt(two, "A fox.", "one", "two");
        UUID hers = judged("nora");
        UUID task = (UUID) bench.one("select task_id from assignment where id = ?1", hers);
        judged("otto");
        sql.run(
                "insert into disagreement (task_id, project_id, spread, judgments, entered_at) values (?, ?, 0.5, 2, now()) on conflict do nothing",
                task,
                two.id);

        settleDisagreement.adopt(
                new SettleDisagreement.Subject(two.id, task, reviewer("ravi"), Cause.TASTE, "", Instant.now()),
                (UUID) bench.one("select id from judgment where task_id = ?1 and labeler_id <> ?2", task, nora));

        assertThat(notices.unread(nora)).isZero();
    }

    @Test
    void anAnswerToAQuestionIsToldToWhoeverAsked() {
        bench.prompt(project, "A fox.", "one", "two");
        UUID work = bench.assign(project, "nora");
        UUID version = (UUID) bench.one("select guideline_version_id from assignment where id = ?1", work);
        questions.ask(version, work, nora, "Do ships count?", Instant.now());
        UUID question = (UUID) bench.one("select id from guideline_question where assignment_id = ?1", work);

        QuarkusTransaction.requiringNew()
                .run(() -> questions.answer(project.id, question, bench.person("ada"), "They do.", Instant.now()));

        assertThat(given().get("/notices").asString()).contains("your question about the guideline has an answer.");
        assertThat(given().redirects().follow(false).get("/notices/" + newest()).header("Location"))
                .endsWith("#q-" + question);
    }

    @Test
    void itIsToldInTheTransactionOfWhatHappenedOrNotAtAll() {
        assertThatThrownBy(() ->
                        notices.tell(project.id, Notice.What.FIXED, UUID.randomUUID(), List.of(nora), Instant.now()))
                .isInstanceOf(TransactionalException.class);
        assertThat(notices.unread(nora)).isZero();
    }

    @Test
    void scriptsAreToldNothing() {
        UUID script = bench.person("noisy-script");
        sql.run("update labeler set simulated = true where id = ?", script);

        QuarkusTransaction.requiringNew()
                .run(() -> notices.tell(
                        project.id, Notice.What.RETURNED, UUID.randomUUID(), List.of(script), Instant.now()));

        assertThat(notices.unread(script)).isZero();
    }

    @Test
    void whoLeavesAProjectHearsNoMoreOfIt() {
        tell(Notice.What.COMMENT, UUID.randomUUID());
        project = bench.project(1, "nora");
        tell(Notice.What.COMMENT, UUID.randomUUID());

        bench.remove(project, "nora");

        assertThat(notices.unread(nora)).isEqualTo(1);
    }

    @Test
    void oldOnesAreDeleted() {
        tell(Notice.What.COMMENT, UUID.randomUUID());
        sql.run("update notice set at = now() - interval '91 days' where labeler_id = ?", nora);
        tell(Notice.What.COMMENT, UUID.randomUUID());
        sql.run("update notice set at = now() - interval '89 days' where id = ?", newest());

        notices.forgetOld();

        assertThat(notices.unread(nora)).isEqualTo(1);
        assertThat(notices.forgetBefore(Instant.now().minus(Duration.ofDays(90))))
                .isZero();
    }
}
