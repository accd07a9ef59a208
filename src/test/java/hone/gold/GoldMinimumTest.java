package hone.gold;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.evaluation.Share;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.GoldMinimum;
import hone.task.GoldMinimums;
import hone.task.TaskQueue;
import hone.task.Withheld;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Zoe finds gold too rarely. Intervals are Wilson's, from statsmodels: 2 of 10 is 0.0567 to 0.5098, 3 of 10 is 0.1078 to 0.6032. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class GoldMinimumTest {
    private static final WorkKind KIND = WorkKind.COMPARISON;

    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    GoldMinimums minimums;

    private Project project;
    private String minimum;

    /** Who has judged. */
    private String who = "zoe";

    @BeforeEach
    void thereIsWork() {
        project = bench.project(1, "zoe");
        minimum = "/p/" + project.slug + "/gold/minimum";
        bench.prompt(project, "Tell of a goat.", "It laughed.", "It was sorry.");
    }

    /** As if she had judged so many gold tasks yesterday, and ten other tasks since. */
    private void found(int right, int of) {
        UUID zoe = bench.person(who);
        for (int i = 0; i < of + 10; i++) {
            UUID prompt = bench.prompt(project, "Prompt " + UUID.randomUUID(), "One " + i, "Two " + i);
            String age = (i < of ? 1440 + i : i - of) + " minutes";
            bench.execute(
                    "update slot set state = 'judged' where task_id in (select id from task where prompt_id = ?1)",
                    prompt);
            bench.execute("""
                    insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
                    select gen_random_uuid(), t.id, 1, ?1, v.id, 1, now(), 'judged', now() - cast(?2 as interval) from task t
                    join guideline g on g.project_id = t.project_id and g.kind = t.kind join guideline_version v on v.guideline_id = g.id
                    where t.prompt_id = ?3""", zoe, age, prompt);
            bench.execute("""
                    insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict, verdict_version,
                      seconds, simulated, judged_at)
                    select gen_random_uuid(), a.id, t.project_id, t.id, t.prompt_id, ?1, t.kind, cast('{"kind": "tie"}' as jsonb), 1, 9, false, a.closed_at
                    from task t join assignment a on a.task_id = t.id where t.prompt_id = ?2""", zoe, prompt);
            if (i < of) {
                bench.execute("""
                        insert into gold (task_id, source_id, project_id, kind, chosen, set_by, set_at)
                        select t.id, t.id, t.project_id, t.kind, x.answer_id, ?1, now()
                        from task t join task_answer x on x.task_id = t.id and x.position = 0 where t.prompt_id = ?2""", bench.person("ada"), prompt);
                bench.execute("""
                        insert into gold_judgment (judgment_id, task_id, project_id, labeler_id, kind, found, judged_at)
                        select j.id, j.task_id, j.project_id, j.labeler_id, j.kind, ?1, j.judged_at from judgment j where j.prompt_id = ?2""", i < right, prompt);
            }
        }
    }

    private Optional<UUID> next() {
        return queue.lease(bench.again(project), KIND, bench.person(who), Instant.now());
    }

    private Response saves(String percent, String least) {
        return Forms.post(
                minimum,
                minimum,
                Map.of("kind", KIND.wireName(), "required", "yes", "percent", percent, "least", least));
    }

    @Test
    void theWholeIntervalHasToBeBelowTheShare() {
        found(2, 10);

        assertThat(saves("51", "10").statusCode()).isEqualTo(303);
        assertThat(next()).as("0.5098 is below 51 %").isEmpty();
        assertThat(queue.withheld(bench.again(project), KIND, bench.person("zoe"), Instant.now()))
                .get()
                .isInstanceOf(Withheld.GoldMissed.class);
        assertThat(saves("50", "10").statusCode()).isEqualTo(303);
        assertThat(next()).isPresent();
    }

    @Test
    void belowTheNumberOfAnswersPeopleWork() {
        found(0, 10);

        saves("99", "11");

        assertThat(next()).isPresent();
    }

    @Test
    void answersThatCanBeUndoneDoNotCountSoTheirUndoingTellsNothing() {
        // The last ten actions are those in all projects, so it is somebody who has no others.
        who = "zoe-" + UUID.randomUUID();
        bench.execute(
                "insert into member (project_id, labeler_id, added_at) values (?1, ?2, now())",
                project.id,
                bench.person(who));
        found(2, 10);
        bench.execute(
                "delete from judgment where project_id = ?1 and id not in (select judgment_id from gold_judgment)",
                project.id);
        bench.execute(
                "update assignment a set state = 'released' from task t where t.id = a.task_id and t.project_id = ?2 and a.labeler_id = ?1 and a.id not in (select assignment_id from judgment where project_id = ?2)",
                bench.person(who),
                project.id);

        saves("99", "10");

        assertThat(next()).as("all ten are among the last ten").isPresent();
    }

    @Test
    void anAdminCountsAnewAndSheWorks() {
        found(2, 10);
        saves("90", "10");
        assertThat(next()).isEmpty();

        Response anew = Forms.post(minimum, minimum + "/anew", Map.of("kind", KIND.wireName(), "username", "zoe"));

        assertThat(anew.statusCode()).isEqualTo(303);
        assertThat(next()).isPresent();
        assertThat(bench.one(
                        "select count(*) from audit_entry where project_id = ?1 and action = 'gold.counted-anew'",
                        project.id))
                .isEqualTo(1L);
    }

    @Test
    void whatIsOutOfBoundsIsRefusedInPlaceAndOffItIsOff() {
        Response refused = saves("100", "9");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString())
                .contains("A whole number from 1 to 99.", "A whole number from 10 to 200.", "value=\"100\"");
        assertThat(Forms.post(minimum, minimum, Map.of("kind", "nothing")).statusCode())
                .isEqualTo(409);
        Response nobody =
                Forms.post(minimum, minimum + "/anew", Map.of("kind", KIND.wireName(), "username", "nobody-here"));
        assertThat(nobody.asString()).contains("Nobody called nobody-here", "value=\"nobody-here\"");

        found(0, 10);
        saves("90", "10");
        assertThat(next()).isEmpty();
        bench.execute("""
                insert into quality_labeler (project_id, labeler_id, kind, judgments, compared, left_of, longer_of, tie_of, seconds, gold_found, gold_of)
                values (?1, ?2, ?3, 10, 0, 0, 0, 0, 30, 0, 10)""", project.id, bench.person("zoe"), KIND.wireName());
        assertThat(given().get(minimum).asString()).contains("Below it, as measured last", "0 of 10", "0 to 28 %");
        assertThat(Forms.post(minimum, minimum, Map.of("kind", KIND.wireName())).statusCode())
                .isEqualTo(303);
        assertThat(next()).isPresent();
        assertThat(bench.again(project).goldRequired).isFalse();
    }

    @Test
    @TestSecurity(user = "zoe", roles = "labeler")
    void sheReadsTheNumbersAndWhatAnAdminCanDo() {
        found(2, 10);
        minimums.require(project.id, KIND, 70, 10, bench.person("ada"), Instant.now());

        String page = given().get("/p/" + project.slug + "/work/" + KIND).asString();

        assertThat(page)
                .contains(
                        "No new tasks for now",
                        "Of 10 such tasks that you judged you found it in 2",
                        "between 6 and 51 %",
                        "at least 70 %",
                        "count gold anew");
        assertThat(given().get(minimum).statusCode()).isEqualTo(403);
    }

    @Test
    void threeOfTenIsNotBelowSixty() {
        GoldMinimum sixty = new GoldMinimum(project.id, KIND, 60, 10, "Ada");

        assertThat(sixty.isMissedBy(new Share(0.3, 10))).isFalse();
        assertThat(sixty.isMissedBy(new Share(0.2, 10))).isTrue();
    }
}
