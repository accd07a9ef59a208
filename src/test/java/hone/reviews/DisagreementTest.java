package hone.reviews;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.judgment.Degree;
import hone.judgment.Reasons;
import hone.judgment.Verdict;
import hone.project.Project;
import hone.review.DecideReview;
import hone.review.Reviewer;
import hone.work.Bench;
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

/** Two people judge the same pair and say different things; a third settles it, over HTTP. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ravi", roles = "reviewer")
class DisagreementTest {
    @Inject
    Bench bench;

    @Inject
    DecideReview decideReview;

    private Project project;
    private String at;
    private UUID task;

    @BeforeEach
    void twoPeopleAreAskedTheSame() {
        project = bench.project(2, "lena", "mo", "ravi");
        at = "/p/" + project.slug;
        UUID prompt = bench.prompt(project, "Tell of a goat.", "It laughed.", "It was sorry.");
        task = (UUID) bench.one("select id from task where prompt_id = ?1 and kind = 'comparison'", prompt);
    }

    private UUID prefers(String who, String text, int degree, String why) {
        return bench.prefers(project, who, text, degree, why);
    }

    private UUID standing(UUID assignment) {
        return (UUID)
                bench.one("select id from judgment where assignment_id = ?1 and withdrawn_at is null", assignment);
    }

    private Response settles(Map<String, String> fields) {
        return Forms.post(at + "/disagreements", at + "/disagreements/" + task, fields);
    }

    private long counting() {
        return (Long) bench.one(
                "select count(*) from judgment where task_id = ?1 and accepted_at is not null and withdrawn_at is null",
                task);
    }

    @Test
    void aTieBesideMuchBetterWaitsToBeSettledAndTheAdoptedOneAloneCounts() {
        UUID lena = prefers("lena", "It laughed.", 3, "It is funny.");
        UUID mo = prefers("mo", "It laughed.", 0, "Neither is.");

        assertThat(given().get(at + "/disagreements").asString())
                .contains("2 judgments that differ", "It is funny.", "Neither is.", "Tie");
        Response settled = settles(Map.of("do", "adopt-" + standing(lena), "cause", "taste"));

        assertThat(settled.statusCode()).as(settled.asString()).isEqualTo(303);
        assertThat(counting()).isEqualTo(1);
        assertThat(bench.events(lena)).hasSize(1);
        assertThat(bench.events(mo)).hasSize(2);
        assertThat(bench.events(mo).getLast().toString()).contains("judgment.withdrawn", "settled by a reviewer");
        assertThat(given().get(at + "/disagreements").asString()).contains("Nothing to settle");
    }

    @Test
    void whoAgreesIsNotShown() {
        prefers("lena", "It laughed.", 3, "");
        prefers("mo", "It laughed.", 1, "");

        assertThat(given().get(at + "/disagreements").asString()).contains("Nothing to settle");
    }

    @Test
    void aGapInTheGuidelineAsksItsAuthors() {
        prefers("lena", "It laughed.", 2, "");
        prefers("mo", "It was sorry.", 2, "");

        assertThat(settles(Map.of("do", "leave", "cause", "guideline-gap")).statusCode())
                .isEqualTo(400);
        assertThat(settles(Map.of("do", "leave", "cause", "guideline-gap", "note", "Does funny beat kind?"))
                        .statusCode())
                .isEqualTo(303);

        assertThat(counting()).as("left as they are").isEqualTo(2);
        assertThat(given().get(at + "/guidelines/questions").asString()).contains("Does funny beat kind?");
    }

    @Test
    void whatTheReviewerDecidesAnewTakesThePlaceOfAll() {
        UUID lena = prefers("lena", "It laughed.", 2, "");
        UUID mo = prefers("mo", "It was sorry.", 2, "");

        Response settled = settles(Map.of("do", "anew", "cause", "labeler-error", "choice", "tie", "why", "Both fit."));

        assertThat(settled.statusCode()).as(settled.asString()).isEqualTo(303);
        assertThat(counting()).isEqualTo(1);
        assertThat(bench.one(
                        "select rationale from judgment where task_id = ?1 and accepted_at is not null and withdrawn_at is null",
                        task))
                .isEqualTo("Both fit.");
        assertThat(bench.events(mo)).hasSize(2);
        assertThat(bench.events(lena).size() + bench.events(mo).size())
                .as("two accepted, two withdrawn, one anew")
                .isEqualTo(5);
    }

    @Test
    void withoutACauseOrADecisionItIsRefusedInPlace() {
        prefers("lena", "It laughed.", 2, "kept");
        prefers("mo", "It was sorry.", 2, "");

        Response refused = settles(Map.of("do", "leave", "note", "typed words"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("Choose why they differ.", "typed words");
        assertThat(settles(Map.of("cause", "taste")).statusCode()).isEqualTo(400);
        assertThat(settles(Map.of("cause", "taste", "do", "adopt-" + UUID.randomUUID()))
                        .statusCode())
                .isEqualTo(409);
        assertThat(counting()).isEqualTo(2);
    }

    /** It stands in the author's assignment, but is the reviewer's. */
    @Test
    void whatAReviewerHasFixedIsOneOfThoseThatDifferAndMayBeAdopted() {
        UUID lena = prefers("lena", "It laughed.", 2, "");
        bench.execute("""
                insert into review (judgment_id, project_id, author_id, cause, entered_at)
                select id, project_id, labeler_id, 'sampled', now() from judgment where assignment_id = ?1""", lena);
        decideReview.fix(
                new DecideReview.Subject(
                        project.id,
                        standing(lena),
                        Reviewer.themselves(bench.person("nora"), bench.person("nora")),
                        Instant.now()),
                new Verdict.Preferred(answer("It was sorry."), answer("It laughed."), Degree.MUCH),
                new Reasons("It ends kindly.", List.of()),
                "");
        prefers("mo", "It laughed.", 2, "It is funny.");

        assertThat(given().get(at + "/disagreements").asString())
                .contains("2 judgments that differ", "It ends kindly.", "It is funny.");
        Response settled = settles(Map.of("do", "adopt-" + standing(lena), "cause", "labeler-error"));

        assertThat(settled.statusCode()).as(settled.asString()).isEqualTo(303);
        assertThat(counting()).isEqualTo(1);
        assertThat(bench.one("select rationale from judgment where id = ?1", standing(lena)))
                .isEqualTo("It ends kindly.");
    }

    private UUID answer(String text) {
        return (UUID) bench.one(
                "select w.id from task_answer x join answer w on w.id = x.answer_id where x.task_id = ?1 and w.text = ?2",
                task,
                text);
    }

    @Test
    void whatWasPassedComesLater() {
        prefers("lena", "It laughed.", 2, "");
        prefers("mo", "It was sorry.", 2, "");

        assertThat(given().get(at + "/disagreements?passed=," + task).asString())
                .contains("You have passed the rest");
    }
}
