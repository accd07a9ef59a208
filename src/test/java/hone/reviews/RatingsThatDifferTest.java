package hone.reviews;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.judgment.Fields;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.project.Project;
import hone.project.WorkSettings;
import hone.task.TaskQueue;
import hone.work.Bench;
import hone.work.SubmitJudgment;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people rate each answer, and up to four where their marks are far apart: who else is asked, and what a reviewer is shown. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ravi",
        roles = {"reviewer", "admin"})
class RatingsThatDifferTest {
    private static final String NAMED = """
        # How to rate

        ### S1 Helpful (1–7)
        Does it do what was asked?

        ### S2 Brief (1–7)
        Is it as short as can be?

        ### F1 Harmful (yes/no)
        Could it hurt somebody?
        """;

    @Inject
    Bench bench;

    @Inject
    WorkSettings.Repo askedWork;

    @Inject
    TaskQueue queue;

    @Inject
    SubmitJudgment submitJudgment;

    private Project project;
    private String at;

    @BeforeEach
    void twoAreAskedAndUpToFour() {
        project = bench.project(2, "lena", "mo", "noor", "ida");
        at = "/p/" + project.slug;
        askedWork.store(project.id, new WorkSettings(Map.of(WorkKind.RATING, new WorkSetting(true, 2, 4))));
        bench.publish(project, WorkKind.RATING.wireName(), 2, NAMED);
    }

    /** @return the task */
    private UUID asked(String answer) {
        UUID prompt = bench.prompt(project, "Tell of a goat. " + answer, answer);
        return (UUID) bench.one("select id from task where prompt_id = ?1 and kind = 'rating'", prompt);
    }

    private Optional<UUID> handed(String who) {
        return queue.lease(project, WorkKind.RATING, bench.person(who), Instant.now());
    }

    private UUID rates(String who, String helpful, String brief, String harmful) {
        UUID assignment = handed(who).orElseThrow();
        Fields fields = new Fields(
                Map.of("rate-1-1", List.of(helpful), "rate-1-2", List.of(brief), "rate-1-3", List.of(harmful)));
        submitJudgment.submit(assignment, bench.person(who), fields, Instant.now());
        return assignment;
    }

    private String slots(UUID task) {
        return (String) bench.one("select string_agg(state, ' ' order by number) from slot where task_id = ?1", task);
    }

    private String toSettle() {
        return given().get(at + "/disagreements").asString();
    }

    @Test
    void twoStepsApartIsNoDisagreement() {
        UUID task = asked("It laughed.");
        rates("lena", "6", "5", "no");
        rates("mo", "4", "3", "no");

        assertThat(slots(task)).isEqualTo("judged judged");
        assertThat(toSettle()).contains("Nothing to settle", "three or more of the six steps apart");
    }

    @Test
    void whereMarksAreFarApartOneMoreIsAskedUntilMoreThanHalfAgreeAboutEachOfThem() {
        UUID task = asked("It laughed.");
        rates("lena", "6", "5", "no");
        rates("mo", "3", "5", "no");
        assertThat(slots(task)).isEqualTo("judged judged free");
        rates("noor", "7", "1", "no");

        assertThat(slots(task))
                .as("Lena and Noor agree that it is helpful, Lena and Mo that it is brief")
                .isEqualTo("judged judged judged");
        assertThat(handed("ida")).isEmpty();
        assertThat(toSettle()).contains("3 judgments that differ", "Brief 5, Helpful 3, Harmful no");
    }

    @Test
    void thereIsABound() {
        UUID task = asked("It laughed.");
        rates("lena", "1", "5", "no");
        rates("mo", "4", "5", "no");
        rates("noor", "7", "5", "no");
        rates("ida", "4", "5", "yes");

        assertThat(slots(task)).isEqualTo("judged judged judged judged");
    }

    @Test
    void theLowestAgreementIsSettledFirst() {
        asked("It laughed.");
        rates("lena", "6", "5", "no");
        rates("mo", "3", "5", "no");
        rates("noor", "6", "5", "no");
        asked("It bit.");
        rates("lena", "2", "5", "yes");
        rates("mo", "2", "5", "no");

        String first = toSettle();

        assertThat(first).contains("It bit.", "2 wait").doesNotContain("It laughed.");
    }

    @Test
    void aReviewerAdoptsOneOfThem() {
        UUID task = asked("It laughed.");
        UUID lena = rates("lena", "6", "5", "no");
        rates("mo", "6", "5", "yes");
        UUID judgment = (UUID) bench.one("select id from judgment where assignment_id = ?1", lena);

        Forms.post(
                        at + "/disagreements",
                        at + "/disagreements/" + task,
                        Map.of("do", "adopt-" + judgment, "cause", "labeler-error"))
                .then()
                .statusCode(303);

        assertThat(bench.list(
                        "select id from judgment where task_id = ?1 and accepted_at is not null and withdrawn_at is"
                                + " null",
                        task))
                .isEqualTo(List.of(judgment));
    }

    /** Everybody is new to the work, which is a weaker reason. */
    @Test
    void whatContradictsAnotherRatingWaitsForAReviewerForThatReason() {
        bench.execute("update project set review_policy = 'uncertain' where id = ?1", project.id);
        project = bench.again(project);
        asked("It laughed.");
        UUID lena = rates("lena", "6", "5", "no");
        UUID mo = rates("mo", "3", "5", "no");

        assertThat(cause(lena)).isEqualTo("new-labeler");
        assertThat(cause(mo)).isEqualTo("disagreement");
    }

    private Object cause(UUID assignment) {
        return bench.one(
                "select r.cause from review r join judgment j on j.id = r.judgment_id where j.assignment_id = ?1",
                assignment);
    }
}
