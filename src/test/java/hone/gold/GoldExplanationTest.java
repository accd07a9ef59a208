package hone.gold;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.judgment.Fields;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.TaskQueue;
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

/** Lena, Mo and Sam agree about a task; Ada makes it gold and says why the answer is right. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ada",
        roles = {"admin"})
class GoldExplanationTest {
    private static final String WHY = "It is the kinder ending.\nSee K1.";

    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    SubmitJudgment submitJudgment;

    private Project project;
    private String at;

    @BeforeEach
    void threePeopleAgree() {
        project = bench.project(3, "lena", "mo", "sam");
        at = "/p/" + project.slug + "/gold";
        bench.prompt(project, "A fox loses her kite.", "The fox went home alone.", "The heron brought it back.");
        for (String who : List.of("lena", "mo", "sam")) {
            UUID assignment = queue.lease(project, WorkKind.COMPARISON, bench.person(who), Instant.now())
                    .orElseThrow();
            int position = ((Number) bench.one(
                            "select x.position from assignment_answer x join answer a on a.id = x.answer_id where x.assignment_id = ?1 and a.text like 'The heron%'",
                            assignment))
                    .intValue();
            submitJudgment.submit(
                    assignment,
                    bench.person(who),
                    new Fields(Map.of("choice", List.of(position == 0 ? "a3" : "b3"), "sure", List.of("yes"))),
                    Instant.now());
        }
    }

    private UUID source() {
        return (UUID) bench.one("select task_id from judgment where project_id = ?1 limit 1", project.id);
    }

    private Response makes(String why) {
        return Forms.post(at, at, Map.of("do", "gold", "subject", source().toString(), "explanation", why));
    }

    private Response explains(String why) {
        return Forms.post(at, at + "/" + gold() + "/explanation", Map.of("explanation", why));
    }

    private UUID gold() {
        return (UUID) bench.one("select task_id from gold where project_id = ?1", project.id);
    }

    private List<?> stored() {
        return bench.list(
                "select coalesce(g.explanation, 'none') || ' by ' || coalesce(l.username, 'nobody') from gold g left join labeler l on l.id = g.explained_by where g.project_id = ?1",
                project.id);
    }

    @Test
    void itIsWrittenWhereTheGoldIsMadeAndChangedWhereItIsListed() {
        assertThat(makes("  " + WHY + "\n").statusCode()).isEqualTo(303);

        assertThat(stored()).hasToString("[" + WHY + " by ada]");
        assertThat(given().get(at).asString()).contains(WHY, "Change the explanation");
        assertThat(explains("Shorter.").header("Location")).endsWith("notice=explained");
        assertThat(stored()).hasToString("[Shorter. by ada]");
        assertThat(explains(" \n ").statusCode()).isEqualTo(303);
        assertThat(stored()).hasToString("[none by nobody]");
        assertThat(bench.list(
                                "select cast(detail as text) from audit_entry where project_id = ?1 and action = 'gold.explained' order by at",
                                project.id)
                        .toString())
                .contains("characters")
                .doesNotContain("kinder", "Shorter");
    }

    @Test
    void itMayBeLeftOut() {
        assertThat(makes("").statusCode()).isEqualTo(303);

        assertThat(stored()).hasToString("[none by nobody]");
    }

    @Test
    void whatIsTooLongIsRefusedInPlaceAndKeepsWhatWasTyped() {
        String tooLong = "Kind. ".repeat(334).strip();

        Response refused = makes(tooLong);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains(tooLong, "At most 2000 characters; these are 2003.", "Make it gold");
        assertThat(stored()).isEmpty();
        makes(WHY);
        refused = explains(tooLong);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains(tooLong, "At most 2000 characters; these are 2003.");
        assertThat(stored()).hasToString("[" + WHY + " by ada]");
    }

    @Test
    void whatIsGoldNoMoreIsNotExplainedAnyMore() {
        makes(WHY);
        Forms.post(at, at + "/" + gold() + "/retire", Map.of());

        assertThat(explains("Later.").statusCode()).isEqualTo(409);

        assertThat(stored()).hasToString("[" + WHY + " by ada]");
        assertThat(given().get(at).asString())
                .contains("It is the kinder ending.", "See K1.")
                .doesNotContain("Change the explanation");
    }

    @Test
    @TestSecurity(
            user = "rea",
            roles = {"labeler", "reviewer"})
    void whoeverMayBeHandedItNeitherReadsNorWritesIt() {
        bench.execute(
                "insert into member (project_id, labeler_id, added_at) values (?1, ?2, now())",
                project.id,
                bench.person("rea"));
        bench.execute("""
                with copied as (
                  insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at, closed_at)
                  select gen_random_uuid(), project_id, prompt_id, kind, 1, 'gold', cast(id as text), now(), now() from task where id = ?1
                  returning id, origin_id, project_id, kind)
                insert into gold (task_id, source_id, project_id, kind, chosen, set_by, set_at, explanation, explained_by)
                select c.id, cast(c.origin_id as uuid), c.project_id, c.kind, x.answer_id, l.id, now(), ?2, l.id
                from copied c join task_answer x on x.task_id = cast(c.origin_id as uuid) and x.position = 1
                cross join labeler l where l.id = ?3""", source(), WHY, bench.person("ada"));

        assertThat(given().get(at).asString()).doesNotContain("kinder");
        assertThat(explains("Mine.").statusCode()).isEqualTo(409);
        assertThat(stored()).hasToString("[" + WHY + " by ada]");
    }
}
