package hone.quality;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.judgment.Fields;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.TaskQueue;
import hone.web.Sql;
import hone.work.Bench;
import hone.work.SubmitJudgment;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** People compare pairs, and compare some of them again eight days later. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class RepeatsMeasuredTest {
    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    SubmitJudgment submitJudgment;

    @Inject
    MeasureQuality measure;

    @Inject
    Sql sql;

    private final Instant began = Instant.now().minus(Duration.ofDays(8));
    private Project project = new Project();

    private void work(int tasks) {
        for (int i = 0; i < tasks; i++) {
            bench.prompt(project, "Tell of " + UUID.randomUUID() + ".", "kind", "rude");
        }
    }

    private UUID next(String who, Instant now) {
        return queue.lease(bench.again(project), WorkKind.COMPARISON, bench.person(who), now)
                .orElseThrow();
    }

    private void submit(String who, UUID assignment, Fields fields, Instant now) {
        assertThat(submitJudgment
                        .submit(assignment, bench.person(who), fields, now)
                        .outcome())
                .isEqualTo(SubmitJudgment.Outcome.STORED);
    }

    /** All of these prefer “kind”. */
    private void first(String who, int pairs) {
        work(pairs);
        for (int i = 0; i < pairs; i++) {
            UUID assignment = next(who, began);
            submit(who, assignment, bench.preference(assignment, "kind", 2, ""), began);
        }
    }

    /** Again: so many of each; what is no repeat is tied. */
    private void again(String who, int same, int opposite, int tie) {
        Instant now = Instant.now();
        int seen = 0;
        while (seen < same + opposite + tie) {
            work(1);
            UUID assignment = next(who, now);
            boolean repeat = sql.number(
                            "select count(*) from planned_repeat r join assignment a on a.task_id = r.task_id where a.id = ?",
                            assignment)
                    == 1;
            if (!repeat) {
                submit(who, assignment, new Fields(Map.of("choice", List.of("tie"))), now);
                continue;
            }
            String text = seen < same ? "kind" : "rude";
            submit(who, assignment, bench.preference(assignment, text, seen < same + opposite ? 3 : 0, ""), now);
            seen++;
        }
    }

    /**
     * 28 of 40 is 70 %, by Wilson 55 to 82 %; with 2 of 4 of somebody else it is 30 of 44, 68 %, 53 to 80 %. Ordinary judgments are in none of
     * these numbers, and repeats are in no other.
     */
    @Test
    void eachPersonAndAllTogetherHaveAShareWithItsInterval() {
        project = bench.project(1, "lena", "mo");
        first("lena", 40);
        first("mo", 4);
        bench.execute("update project set repeat_percent = 30 where id = ?1", project.id);
        again("lena", 28, 8, 4);
        again("mo", 2, 1, 1);
        measure.measure(project.id);

        String page = given().get("/p/" + project.slug + "/quality").asString().replaceAll("\\s+", " ");

        assertThat(page)
                .contains("70 % <span class=\"sub\">55 to 82 % of 40</span>")
                .contains("<span>68.2 %</span>", "53 to 80 % of 44 repeats")
                .contains("30 the same, 9 the other answer and so the same side twice, 5 with a preference only once")
                .contains("4 repeats; it takes 30")
                .doesNotContain("NaN");
        assertThat(sql.number("select sum(judgments) from quality_labeler where project_id = ?", project.id))
                .as("judgments that are data")
                .isEqualTo(sql.number(
                        "select count(*) from judgment where project_id = ? and accepted_at is not null", project.id));
        assertThat(sql.number("select max(compared) from quality_labeler where project_id = ?", project.id))
                .as("nobody has judged what somebody else has")
                .isZero();
    }

    /** 27 of 30 are 90 %, by Wilson 74 to 97 %. Nineteen more change nothing, and the twentieth does: 27 of 50 are 54 %. */
    @Test
    @TestSecurity(user = "kim", roles = "labeler")
    void peopleAreToldOfTheirOwnInSteps() {
        project = bench.project(1, "kim");
        first("kim", 50);
        bench.execute("update project set repeat_percent = 30 where id = ?1", project.id);
        again("kim", 27, 2, 0);
        assertThat(told()).doesNotContain("The same answers again");

        again("kim", 0, 1, 0);
        assertThat(told())
                .contains(
                        "you decided as before in 90 % of 30 cases. By chance alone this could be anything from 74 to 97 %.");
        again("kim", 0, 19, 0);
        assertThat(told()).contains("90 % of 30 cases");
        again("kim", 0, 1, 0);
        assertThat(told()).contains("54 % of 50 cases");
    }

    private String told() {
        measure.measure(project.id);
        return given().get("/me").asString().replaceAll("\\s+", " ");
    }

    @Test
    void fewSayNothingYetAndWithoutAnyThereIsNoWordOfIt() {
        project = bench.project(1, "lena");
        first("lena", 3);
        measure.measure(project.id);
        String address = "/p/" + project.slug + "/quality";
        assertThat(given().get(address).asString()).doesNotContain("id=\"self-consistency\"");

        bench.execute("update project set repeat_percent = 30 where id = ?1", project.id);
        again("lena", 1, 0, 0);
        measure.measure(project.id);

        assertThat(given().get(address).asString().replaceAll("\\s+", " "))
                .contains("Not enough data yet: 1 repeat so far; it takes 30.");
    }
}
