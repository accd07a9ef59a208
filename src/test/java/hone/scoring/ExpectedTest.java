package hone.scoring;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.kind.HandingOrder;
import hone.ordering.Ordered;
import hone.project.Project;
import hone.run.TrainingRun;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows from what reward models expect: reviews, the order of tasks, and what pages say. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ada",
        roles = {"reviewer", "admin"})
class ExpectedTest {
    /** With this scale the logit of the better answer is 2 × 1.1 = 2.2, so its probability 1 / (1 + e^−2.2) = 0.9002. */
    private static final Map<String, Double> WORTH = Map.of("alone", -1.0, "home", 1.0);

    private static final double SCALE = 1.1;

    @Inject
    Bench bench;

    @Inject
    ScoredWorld world;

    @Inject
    Ordered ordered;

    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    private Project project;
    private UUID task;

    @BeforeEach
    void aScoredTask() {
        project = world.project(2, "lena", "mo", "ravi");
        task = world.task(bench.prompt(project, "A fox loses her kite.", "alone", "home"));
        world.rewardModel(project, "r1");
    }

    private TrainingRun asked() {
        return world.look(project, Instant.now()).orElseThrow();
    }

    private double probability(UUID assignment) {
        return (Double) bench.one(
                "select p.probability from prediction p join judgment j on j.id = p.judgment_id where j.assignment_id = ?1",
                assignment);
    }

    private Object cause(UUID assignment) {
        return bench.one(
                "select r.cause from review r join judgment j on j.id = r.judgment_id where j.assignment_id = ?1",
                assignment);
    }

    private String page(String address) {
        return given().get("/p/" + project.slug + address)
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    @Test
    void aJudgmentOfWhichTheModelWasSureOfTheOppositeIsReviewed() {
        bench.execute("update project set review_policy = 'uncertain' where id = ?1", project.id);
        world.scores(asked(), SCALE, WORTH);

        UUID surprising = bench.prefers(project, "lena", "alone", 2, "");

        assertThat(probability(surprising)).isCloseTo(0.0998, within(5e-5));
        assertThat(cause(surprising)).isEqualTo("unexpected");
        assertThat(page("/review")).contains("the reward model was sure of the other answer");
    }

    @Test
    void whatTheModelExpectedIsNoReasonByItself() {
        bench.execute("update project set review_policy = 'uncertain' where id = ?1", project.id);
        world.scores(asked(), SCALE, WORTH);

        UUID expected = bench.prefers(project, "lena", "home", 2, "");

        assertThat(probability(expected)).isCloseTo(0.9002, within(5e-5));
        assertThat(cause(expected)).isEqualTo("new-labeler");
    }

    @Test
    void nothingIsExpectedOfATieOrWhereAnAnswerHasNoScore() {
        world.scores(asked(), SCALE, Map.of("home", 1.0));
        bench.prefers(project, "lena", "home", 2, "");
        bench.prefers(project, "mo", "home", 0, "");

        assertThat(sql.number(
                        "select count(*) from prediction p join judgment j on j.id = p.judgment_id where j.project_id = ?",
                        project.id))
                .isZero();
    }

    @Test
    void whereModelsDifferATaskTellsMore() {
        ordered.choose(project, 2, HandingOrder.INFORMATIVE);
        ordered.settle(project);
        world.scores(asked(), 1, Map.of("alone", 0.0, "home", Math.log(3)));
        world.rewardModel(project, "r2");
        world.scores(asked(), 0.5, Map.of("alone", 2 * Math.log(3), "home", 0.0));

        ordered.settle(project);

        // By hand: home is preferred with probability 3/4 and 1/4; the variance is 1/16, four times that 1/4. Coverage
        // is 1 and
        // nobody disagrees: (0 + 1 + 1/4) / 3.
        assertThat((Double) bench.one("select reward_variance from task_score where task_id = ?1", task))
                .isCloseTo(0.25, within(1e-9));
        assertThat((Double) bench.one("select score from task_score where task_id = ?1", task))
                .isCloseTo(1.25 / 3, within(1e-9));
        assertThat(bench.one("select max(rank) from slot where task_id = ?1", task))
                .isEqualTo((short) 7);
        assertThat(page("/tasks/" + task)).contains("Variance of reward predictions 0.25 How far the reward models");
    }

    @Test
    void aTasksPageSaysWhatEachModelSaysAndTheRunsPageHowMany() {
        TrainingRun run = asked();
        assertThat(page("/runs/" + run.number)).contains("Score answers, run 1", "Answers of open tasks, scored by r1");
        world.scores(run, SCALE, Map.of("home", 1.0));

        assertThat(page("/runs/" + run.number))
                .contains("1 of 2 answers scored; 1 can’t be read by the model.", "Reward model r1")
                .doesNotContain("Before and after", "task was made of them", "tasks were made of them");
        assertThat(page("/runs")).contains("listed by themselves").doesNotContain("Score answers");
        assertThat(page("/runs?kind=score")).contains("Score answers, run 1", "Reward model", "r1");
        assertThat(page("/tasks/" + task))
                .contains("What reward models say", "r1 Answer 1 can’t read it", "r1 Answer 2 1.00");
    }

    @Test
    void aRunThatScoresHidesNoFailureOfOneThatSomebodyStarted() {
        rows.run(project, rows.base(rows.project()), rows.frozen(project), "failed");
        asked();

        assertThat(given().get("/home").asString()).contains("/p/" + project.slug + "/runs/1", "The disk is full.");
    }

    @Test
    void anAdminSaysWhetherOpenTasksAreScored() {
        String at = "/p/" + project.slug + "/review/policy";
        assertThat(given().get(at).asString()).contains("name=\"scored\" checked");

        assertThat(Forms.post(at, at + "/rewards", Map.of()).statusCode()).isEqualTo(303);
        assertThat(given().get(at).asString()).contains("name=\"scored\">");
        assertThat(Forms.post(at, at + "/rewards", Map.of("scored", "on")).statusCode())
                .isEqualTo(303);

        assertThat(given().get(at).asString()).contains("name=\"scored\" checked");
        assertThat(sql.number(
                        "select count(*) from audit_entry where project_id = ? and action = 'project.rewards-changed'",
                        project.id))
                .isEqualTo(2);
    }
}
