package hone.ordering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.kind.HandingOrder;
import hone.project.Project;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why a task came when it did is told to those who may see what was decided, and to nobody else. */
@QuarkusTest
@WithTestResource(Servers.class)
class WhyNowTest {
    private static final String HEADING = "Why it comes when it does";

    @Inject
    Bench bench;

    @Inject
    Ordered ordered;

    private Project project;
    private UUID task;

    @BeforeEach
    void disputed() {
        project = bench.project(3, "lena", "mo", "ravi");
        task = ordered.asked(project, "Tell of a goat.");
        ordered.choose(project, 3, HandingOrder.INFORMATIVE);
        ordered.judges(project, "lena", Ordered.KIND);
        ordered.judges(project, "mo", Ordered.SORRY);
    }

    private String page() {
        return given().get("/p/" + project.slug + "/tasks/" + task)
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void anAdminReadsPriorityOrderScoreAndItsTerms() {
        assertThat(page())
                .contains(
                        HEADING,
                        "not all open tasks are in this order yet",
                        "Not yet: it comes after those that have one");

        ordered.settle(project);

        // Worked by hand: (1 + 1/√3) / 2 = 0.79, the thirteenth step of sixteen from below, so the fourth from above.
        assertThat(page())
                .contains("Free places 1.", "Priority 0, the higher first.", "Most informative first, among tasks")
                .contains("0.79 of 1", "step 4 of 16")
                .contains(
                        "Disagreement 1.00 2 judgments of this task",
                        "Coverage of the prompt 0.58 2 judgments of the prompt")
                .contains("Variance of reward predictions not known")
                .doesNotContain("not all open tasks");
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void theGroupThatWasDrawnIsToldAndWhatPriorityMeans() {
        ordered.choose(project, 3, HandingOrder.RANDOM);
        ordered.settle(project);
        bench.execute("update slot set rank = 16 where task_id = ?1", task);
        bench.execute("update task set priority = 3 where id = ?1", task);
        assertThat(page()).contains("Group 1 of 16, by chance.", "of a model newer than the one");

        bench.execute("update task set priority = 4 where id = ?1", task);
        assertThat(page()).contains("made current as number 2 of this project");

        bench.execute("update task set priority = 1000000 where id = ?1", task);
        assertThat(page()).contains("Somebody complained");

        ordered.choose(project, 3, HandingOrder.OLDEST);
        ordered.settle(project);
        assertThat(page()).contains("Oldest first, among tasks").doesNotContain("by chance", "Coverage of the prompt");
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void aLabelerSeesNoneOfItEvenOfTheirOwnWork() {
        ordered.settle(project);

        assertThat(page()).doesNotContain(HEADING, "Priority", "Most informative", "0.79");
    }

    @Test
    @TestSecurity(
            user = "ravi",
            roles = {"labeler", "reviewer", "admin"})
    void noMoreDoesAnAdminToWhomTheTaskMayCome() {
        ordered.settle(project);

        assertThat(page()).contains("hidden from you").doesNotContain(HEADING, "Priority", "0.79");
    }
}
