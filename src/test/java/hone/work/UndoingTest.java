package hone.work;

import static hone.work.Handed.handed;
import static hone.work.Handed.id;
import static hone.work.Handed.path;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.project.Project;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A judgment taken back by the person who made it, over HTTP, and where that is no longer offered. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class UndoingTest {
    @Inject
    Bench bench;

    @Test
    void undoingBringsTheFormBackAndTellsEverybody() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");
        Forms.post(work, work, Map.of("choice", "bad", "why", "neither helps"));

        Response undone = Forms.post(work, work + "/undo", Map.of());

        assertThat(undone.statusCode()).isEqualTo(303);
        assertThat(given().get(work).asString()).contains("neither helps", "value=\"bad\" checked");
        assertThat(bench.events(id(work))).hasSize(2);
        assertThat(bench.events(id(work)).getLast().toString()).contains("judgment.withdrawn");
        assertThat(bench.one(
                        "select count(*) from slot s join task t on t.id = s.task_id where t.project_id = ?1 and t.kind = 'correction' and s.state = 'free'",
                        project.id))
                .as("nobody is asked to correct it any more")
                .isEqualTo(0L);
        assertThat(Forms.post(work, work, Map.of("choice", "a1")).statusCode()).isEqualTo(303);
        assertThat(bench.events(id(work))).hasSize(3);
    }

    @Test
    void afterTheLastTaskTheEmptyPageOffersToUndoIt() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");
        String empty = path(Forms.post(work, work, Map.of("choice", "a1")));

        assertThat(given().get(empty).asString()).contains("Nothing is waiting for you", "Undo my last step");
        Response undone = Forms.post(empty, work + "/undo", Map.of());

        assertThat(path(undone)).isEqualTo(work);
        assertThat(given().get(work).asString()).contains("value=\"a1\" checked");
    }

    @Test
    void whatIsFrozenCannotBeUndone() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "Two", "one", "two");
        String work = handed(project, "comparison");
        Forms.post(work, work, Map.of("choice", "a1"));
        assertThat(given().get(work).asString()).contains("You can undo it until", "action=\"" + work + "/undo\"");
        bench.freeze(project);

        assertThat(given().get("/p/" + project.slug + "/work/comparison").asString())
                .contains("Nothing is waiting for you")
                .doesNotContain("Undo my last step");
        assertThat(given().get(work).asString())
                .contains("already part of a frozen dataset")
                .doesNotContain(work + "/undo");
        Response undone = Forms.post("/work/" + id(work) + "/skip", work + "/undo", Map.of());

        assertThat(undone.statusCode()).isEqualTo(409);
        assertThat(undone.asString()).contains("frozen dataset");
    }

    @Test
    void afterASkipUndoGivesThatTaskBackAndLeavesTheJudgmentBeforeAlone() {
        Project project = bench.project(1, "lena");
        bench.prompt(project, "One", "one", "two");
        bench.prompt(project, "Two", "three", "four");
        bench.prompt(project, "Three", "five", "six");
        String judged = handed(project, "comparison");
        String skipped = path(Forms.post(judged, judged, Map.of("choice", "a1")));
        Forms.post(skipped, skipped + "/draft", Map.of("why", "half a thought"));
        String next = path(Forms.post(skipped, skipped + "/skip", Map.of("reason", "harmful")));

        assertThat(given().get(handed(project, "comparison")).asString())
                .contains("action=\"" + skipped + "/undo\"")
                .doesNotContain(judged + "/undo");
        Response undone = Forms.post(next, skipped + "/undo", Map.of());

        assertThat(undone.header("Location")).endsWith(skipped + "?notice=taken-back");
        assertThat(given().get(undone.header("Location")).asString())
                .contains("The task is yours again.", "half a thought", "action=\"" + judged + "/undo\"");
        assertThat(bench.events(id(judged))).as("the judgment stands").hasSize(1);
        assertThat(Forms.post(skipped, skipped, Map.of("choice", "b1")).statusCode())
                .isEqualTo(303);
        assertThat(bench.events(id(skipped))).hasSize(1);
    }

    @Test
    void aSkippedTaskThatSomebodyElseHasNowIsNotOfferedBackAndWordsSayWhy() {
        Project project = bench.project(1, "lena", "ravi");
        bench.prompt(project, "One", "one", "two");
        String skipped = handed(project, "comparison");
        String empty = path(Forms.post(skipped, skipped + "/skip", Map.of("reason", "harmful")));
        assertThat(given().get(empty).asString()).contains("Undo my last step", skipped + "/undo");
        bench.assign(project, "ravi");

        assertThat(given().get(empty).asString()).doesNotContain("Undo my last step");
        Response undone = Forms.post(empty, skipped + "/undo", Map.of());

        assertThat(undone.statusCode()).isEqualTo(409);
        assertThat(undone.asString()).contains("Somebody else has this task now");
        assertThat(bench.one("select state from assignment where id = ?1", id(skipped)))
                .isEqualTo("skipped");
    }
}
