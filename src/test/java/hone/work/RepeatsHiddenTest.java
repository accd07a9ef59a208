package hone.work;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.judgment.Fields;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.Assignments;
import hone.task.TaskQueue;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While Lena is asked again, no page tells her what she decided the first time, and none calls it a repeat. */
@QuarkusTest
@WithTestResource(Servers.class)
class RepeatsHiddenTest {
    private static final String KIND = "The heron was kind.";
    private static final String RUDE = "The heron was rude.";
    private static final String WHY = "Because she waved.";
    private static final int TIMES = 80;

    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    SubmitJudgment submitJudgment;

    private Project project;
    private String at;
    private UUID first;
    private UUID source;
    private UUID repeat;
    private UUID copy;

    @BeforeEach
    void lenaIsAskedAgain() {
        project = bench.project(1, "lena", "rea");
        at = "/p/" + project.slug;
        bench.prompt(project, "Tell of a heron.", KIND, RUDE);
        first = bench.prefers(project, "lena", KIND, 2, WHY);
        source = (UUID) bench.one("select task_id from assignment where id = ?1", first);
        bench.execute("update judgment set judged_at = judged_at - interval '8 days' where assignment_id = ?1", first);
        bench.execute("update assignment set closed_at = closed_at - interval '8 days' where id = ?1", first);
        bench.execute("update project set repeat_percent = 30 where id = ?1", project.id);
        work(TIMES);
        repeat = next();
        for (int i = 0; !isRepeat(repeat) && i < TIMES - 1; i++) {
            judge(repeat);
            repeat = next();
        }
        assertThat(isRepeat(repeat)).isTrue();
        copy = (UUID) bench.one("select task_id from assignment where id = ?1", repeat);
    }

    private void work(int tasks) {
        for (int i = 0; i < tasks; i++) {
            bench.prompt(project, "Tell of " + UUID.randomUUID() + ".", "One.", "Two.");
        }
    }

    private UUID next() {
        return queue.lease(bench.again(project), WorkKind.COMPARISON, bench.person("lena"), Instant.now())
                .orElseThrow();
    }

    private boolean isRepeat(UUID assignment) {
        return ((Number) bench.one(
                                "select count(*) from planned_repeat where task_id = (select task_id from assignment where id = ?1)",
                                assignment))
                        .intValue()
                == 1;
    }

    private void judge(UUID assignment) {
        submitJudgment.submit(
                assignment, bench.person("lena"), new Fields(Map.of("choice", List.of("tie"))), Instant.now());
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void aLabelerReadsNothingOfIt() {
        String page = given().get("/work/" + repeat).asString();

        assertThat(page)
                .contains("Tell of a heron.", KIND, RUDE)
                .doesNotContain(WHY)
                .doesNotContainIgnoringCase("repeat");
        for (String address : List.of("/home", "/me", "/notices", "/work/" + first, at + "/tasks/" + source)) {
            assertThat(given().get(address).asString()).as(address).doesNotContain(WHY, KIND);
        }
        assertThat(given().get("/home").asString()).doesNotContain("Tell of a heron.");
        assertThat(given().get(at + "/comments/" + first).statusCode()).isEqualTo(409);
        assertThat(given().get(at + "/comments/" + first).asString())
                .contains("You are asked about the same answers again.")
                .doesNotContain(WHY, KIND);
        assertThat(Forms.post("/home", at + "/comments/" + first, Map.of("comment", "I see."))
                        .statusCode())
                .isEqualTo(409);
        assertThat(given().get(at + "/tasks/" + copy).statusCode()).isEqualTo(404);
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void theyReadItAgainOnceTheNewJudgmentCanNotBeUndone() {
        judge(repeat);
        assertThat(given().get(at + "/comments/" + first).statusCode())
                .as("the last step")
                .isEqualTo(409);
        work(30);
        for (int i = 0; i < Assignments.UNDO_STEPS_MAX; i++) {
            judge(next());
        }

        assertThat(given().get(at + "/comments/" + first).asString()).contains(WHY);
    }

    @Test
    @TestSecurity(
            user = "lena",
            roles = {"labeler", "reviewer"})
    void aReviewerWhoIsAskedAgainSeesNeitherTask() {
        for (UUID task : List.of(source, copy)) {
            assertThat(given().get(at + "/tasks/" + task).asString()).doesNotContain(KIND, RUDE, WHY);
            assertThat(given().get(at + "/tasks/" + task + "/lineage").asString())
                    .doesNotContain(KIND, WHY);
        }
        assertThat(given().get("/api/v1/projects/" + project.slug + "/judgments")
                        .asString())
                .doesNotContain(WHY);
        assertThat(given().get(at + "/tasks?state=closed").asString()).doesNotContain(copy.toString());
    }

    @Test
    @TestSecurity(
            user = "rea",
            roles = {"labeler", "reviewer"})
    void anotherReviewerSeesBothAndTheListOfTasksHasNoRepeats() {
        assertThat(given().get(at + "/tasks/" + source).asString()).contains(KIND, WHY);
        assertThat(given().get(at + "/tasks/" + copy).asString()).contains(KIND, "a repeat");
        for (String list : List.of("/tasks", "/tasks?state=open", "/tasks?state=closed", "/tasks?state=done")) {
            assertThat(given().get(at + list).asString()).as(list).doesNotContain(copy.toString());
        }
    }
}
