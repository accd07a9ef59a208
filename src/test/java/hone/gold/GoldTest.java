package hone.gold;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.judgment.Fields;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.GoldTasks;
import hone.task.TaskQueue;
import hone.work.Bench;
import hone.work.SubmitJudgment;
import hone.work.UndoLast;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lena, Mo and Sam agree about a task; Ada makes it gold; Zoe, who was not asked, is handed it. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ada",
        roles = {"admin"})
class GoldTest {
    private static final String RIGHT = "The heron brought it back.";
    private static final String WRONG = "The fox went home alone.";

    /** A gold task comes with a probability of 0.3 each time: that it does not come in so many is one of 10^12. */
    private static final int TIMES = 80;

    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    SubmitJudgment submitJudgment;

    @Inject
    UndoLast undoLast;

    @Inject
    GoldTasks goldTasks;

    private Project project;
    private String at;

    @BeforeEach
    void threePeopleAgree() {
        project = bench.project(3, "lena", "mo", "sam");
        at = "/p/" + project.slug;
        bench.prompt(project, "A fox loses her kite.", WRONG, RIGHT);
        for (String who : List.of("lena", "mo", "sam")) {
            prefers(who, next(who).orElseThrow(), RIGHT);
        }
    }

    private Optional<UUID> next(String who) {
        return queue.lease(project, WorkKind.COMPARISON, bench.person(who), Instant.now());
    }

    /** The choice is told by the side on which the answer was shown. */
    private void prefers(String who, UUID assignment, String text) {
        Object position = bench.one(
                "select x.position from assignment_answer x join answer a on a.id = x.answer_id where x.assignment_id = ?1 and a.text = ?2",
                assignment,
                text);
        submit(who, assignment, ((Number) position).intValue() == 0 ? "a3" : "b3");
    }

    private void submit(String who, UUID assignment, String choice) {
        Map<String, List<String>> form = new HashMap<>();
        form.put("choice", List.of(choice));
        form.put("sure", List.of("yes"));
        assertThat(submitJudgment
                        .submit(assignment, bench.person(who), new Fields(form), Instant.now())
                        .outcome())
                .isEqualTo(SubmitJudgment.Outcome.STORED);
    }

    private UUID source() {
        return (UUID) bench.one(
                "select task_id from judgment where project_id = ?1 and accepted_at is not null limit 1", project.id);
    }

    private UUID copy() {
        return (UUID) bench.one("select task_id from gold where project_id = ?1", project.id);
    }

    private Response decides(String what, UUID task) {
        return Forms.post(at + "/gold", at + "/gold", Map.of("do", what, "subject", task.toString()));
    }

    private void makeGold() {
        UUID source = source();
        assertThat(decides("gold", source).statusCode()).isEqualTo(303);
        Response rate = Forms.post(at + "/gold", at + "/gold/rate", Map.of("percent", "30"));
        assertThat(rate.statusCode()).as(rate.asString()).isEqualTo(303);
    }

    /** Where somebody else is signed in. */
    private void adaMakesGold(UUID source) {
        UUID chosen = UUID.fromString(
                (String) bench.one("select verdict ->> 'chosen' from judgment where task_id = ?1 limit 1", source));
        QuarkusTransaction.requiringNew()
                .run(() -> goldTasks.make(project.id, source, chosen, bench.person("ada"), Instant.now()));
        bench.execute("update project set gold_percent = 30 where id = ?1", project.id);
    }

    /** Ordinary tasks, each for one person. */
    private void moreWork(int tasks) {
        bench.execute("update asked_work set judgments = 1 where project_id = ?1", project.id);
        for (int i = 0; i < tasks; i++) {
            String prompt = "Prompt " + UUID.randomUUID();
            bench.prompt(project, prompt, WRONG + i, RIGHT + i);
        }
    }

    private void join(String who) {
        bench.execute(
                "insert into member (project_id, labeler_id, added_at) values (?1, ?2, now())",
                project.id,
                bench.person(who));
    }

    private boolean isGold(UUID assignment) {
        return ((Number) bench.one(
                                "select count(*) from assignment a join gold g on g.task_id = a.task_id where a.id = ?1",
                                assignment))
                        .intValue()
                == 1;
    }

    /** Judges until the gold task comes. */
    private UUID golden(String who) {
        for (int i = 0; i < TIMES; i++) {
            UUID assignment = next(who).orElseThrow();
            if (isGold(assignment)) {
                return assignment;
            }
            submit(who, assignment, "a3");
        }
        throw new AssertionError("no gold in " + TIMES + " tasks");
    }

    private long count(String condition) {
        return ((Number) bench.one(
                        "select count(*) from judgment j where j.project_id = ?1 and " + condition, project.id))
                .longValue();
    }

    @Test
    void whatThreePeopleAgreeAboutIsProposedAndTakenWithOneKey() {
        UUID source = source();
        String page = given().get(at + "/gold").asString();
        assertThat(page).contains("A fox loses her kite.", RIGHT, "All 3 who judged it prefer", "autofocus");

        assertThat(given().get(at + "/gold?passed=" + source).asString()).contains("Nothing is proposed");
        assertThat(decides("later", source).header("Location")).endsWith("/gold?passed=" + source);
        assertThat(decides("gold", source).statusCode()).isEqualTo(303);

        assertThat(given().get(at + "/gold?notice=made").asString())
                .contains("It is gold now.", "Nothing is proposed", "In use", "not judged yet");
        assertThat(bench.one(
                        "select a.text from gold g join answer a on a.id = g.chosen where g.project_id = ?1",
                        project.id))
                .isEqualTo(RIGHT);
        assertThat(decides("gold", source).statusCode()).as("again").isEqualTo(409);
        assertThat(count("j.accepted_at is not null")).isEqualTo(3);
    }

    @Test
    void aTieOrAnotherOpinionIsNoProposalButWhatAReviewerSettledIs() {
        UUID source = source();
        bench.execute(
                "update judgment set verdict = jsonb_build_object('kind', 'tie', 'first', verdict -> 'chosen', 'second', verdict -> 'rejected') where task_id = ?1 and labeler_id = ?2",
                source,
                bench.person("mo"));
        assertThat(given().get(at + "/gold").asString()).contains("Nothing is proposed");

        bench.execute("""
                insert into disagreement (task_id, project_id, spread, judgments, entered_at, decided_by, decided_at, cause, adopted_id)
                select ?1, ?2, 0.5, 3, now(), ?3, now(), 'taste', id from judgment where task_id = ?1 and labeler_id = ?4""", source, project.id, bench.person("ada"), bench.person("lena"));

        assertThat(given().get(at + "/gold").asString()).contains("A reviewer has settled it");
    }

    @Test
    void itComesOnceToWhoDoesNotKnowItAndCostsOtherTasksNothing() {
        makeGold();
        moreWork(TIMES);
        join("zoe");
        UUID golden = golden("zoe");
        prefers("zoe", golden, RIGHT);
        for (Optional<UUID> more = next("zoe"); more.isPresent(); more = next("zoe")) {
            assertThat(isGold(more.get())).as("the same one twice").isFalse();
            submit("zoe", more.get(), "a3");
        }

        assertThat(count("j.task_id = '" + copy() + "'")).isEqualTo(1);
        assertThat(count("j.accepted_at is null")).isEqualTo(1);
        assertThat(count("j.accepted_at is not null")).isEqualTo(3 + TIMES);
        assertThat(bench.events(golden)).isEmpty();
        assertThat(bench.one("select found from gold_judgment where project_id = ?1", project.id))
                .isEqualTo(true);
        assertThat(bench.one(
                        "select count(*) from slot where project_id = ?1 and state in ('free', 'taken')", project.id))
                .isEqualTo(0L);
        moreWork(TIMES);
        for (Optional<UUID> more = next("lena"); more.isPresent(); more = next("lena")) {
            assertThat(isGold(more.get()))
                    .as("lena judged the one that was copied")
                    .isFalse();
            submit("lena", more.get(), "a3");
        }
        assertThat(given().get(at + "/gold").asString()).contains("1 of 1", "21 to 100 %");
    }

    @Test
    void withoutOtherWorkNothingIsHandedOut() {
        makeGold();
        join("zoe");

        for (int i = 0; i < TIMES; i++) {
            assertThat(next("zoe")).isEmpty();
        }
    }

    @Test
    void itIsNeverReviewedNeverADisagreementAndCanBeUndoneLikeAnyOther() {
        makeGold();
        moreWork(TIMES);
        join("zoe");
        bench.execute("update project set review_policy = 'all' where id = ?1", project.id);
        UUID golden = golden("zoe");
        prefers("zoe", golden, WRONG);
        assertThat(bench.one("select found from gold_judgment where project_id = ?1", project.id))
                .isEqualTo(false);

        assertThat(undoLast.undo(golden, bench.person("zoe"), Instant.now())).isEqualTo("undone");
        prefers("zoe", golden, RIGHT);

        assertThat(bench.one(
                        "select count(*) from review r join judgment j on j.id = r.judgment_id where j.task_id = ?1",
                        copy()))
                .isEqualTo(0L);
        assertThat(bench.one("select count(*) from disagreement where project_id = ?1", project.id))
                .isEqualTo(0L);
        assertThat(bench.events(golden)).isEmpty();
        assertThat(given().get(at + "/gold").asString()).contains("1 of 1");
    }

    @Test
    void whoseTimeHasEndedMayStillSendItAndARetiredOneIsHandedToNobody() {
        makeGold();
        moreWork(TIMES);
        join("zoe");
        UUID golden = golden("zoe");
        bench.execute("update slot set lease_until = now() - interval '1 minute' where task_id = ?1", copy());
        submit("zoe", next("zoe").orElseThrow(), "a3");
        assertThat(bench.one("select state from assignment where id = ?1", golden))
                .isEqualTo("expired");

        prefers("zoe", golden, RIGHT);

        assertThat(count("j.task_id = '" + copy() + "'")).isEqualTo(1);
        assertThat(Forms.post(at + "/gold", at + "/gold/" + copy() + "/retire", Map.of())
                        .statusCode())
                .isEqualTo(303);
        moreWork(TIMES);
        join("kim");
        for (int i = 0; i < TIMES; i++) {
            UUID more = next("kim").orElseThrow();
            assertThat(isGold(more)).isFalse();
            submit("kim", more, "a3");
        }
        assertThat(given().get(at + "/gold?notice=retired").asString()).contains("Retired");
    }

    @Test
    @TestSecurity(
            user = "zoe",
            roles = {"labeler"})
    void itsPageAndItsDataLookLikeAnyOther() {
        join("zoe");
        UUID source = source();
        adaMakesGold(source);
        moreWork(TIMES);
        UUID golden = golden("zoe");

        String page = given().get("/work/" + golden).asString();

        assertThat(page).contains("A fox loses her kite.").doesNotContainIgnoringCase("gold");
        assertThat(given().get(at + "/gold").statusCode()).isEqualTo(403);
        assertThat(given().get(at + "/tasks/" + copy()).statusCode()).isEqualTo(404);
        assertThat(given().get(at + "/tasks/" + copy() + "/lineage").statusCode())
                .isEqualTo(403);
        assertThat(given().get(at + "/tasks/" + source).asString()).doesNotContain(RIGHT, WRONG);
    }

    @Test
    @TestSecurity(
            user = "rea",
            roles = {"labeler", "reviewer"})
    void aReviewerToWhomItMayComeSeesNeitherItNorTheTaskThatWasCopied() {
        UUID source = source();
        join("rea");
        assertThat(given().get(at + "/tasks/" + source).asString()).contains(RIGHT);
        adaMakesGold(source);

        assertThat(given().get(at + "/gold").asString()).doesNotContain("A fox loses her kite.", RIGHT, WRONG);
        for (String address : List.of(at + "/tasks/" + source, at + "/tasks/" + copy())) {
            assertThat(given().get(address).asString()).as(address).doesNotContain(RIGHT, WRONG);
        }
        assertThat(given().get(at + "/tasks").asString()).doesNotContain(copy().toString());
        assertThat(Forms.post("/home", at + "/gold/" + copy() + "/retire", Map.of())
                        .statusCode())
                .isEqualTo(409);
    }

    /** Whoever has it in hand got a slot of their own, which is nobody else's. */
    @Test
    @TestSecurity(
            user = "rea",
            roles = {"labeler", "reviewer"})
    void whoMadeItGoesOnSeeingItWhileSomebodyElseHoldsIt() {
        UUID source = source();
        join("rea");
        adaMakesGold(source);
        bench.execute("update gold set set_by = ?1 where project_id = ?2", bench.person("rea"), project.id);
        moreWork(TIMES);
        List<String> pages = List.of(at + "/gold", at + "/tasks/" + source, at + "/tasks/" + copy());
        assertThat(pages)
                .allSatisfy(page -> assertThat(given().get(page).asString()).contains(RIGHT));
        join("zoe");

        golden("zoe");

        assertThat(pages)
                .allSatisfy(page -> assertThat(given().get(page).asString()).contains(RIGHT));
        assertThat(mayStillJudge("zoe", source)).as("she holds the copy").isTrue();
        join("kim");
        assertThat(mayStillJudge("kim", source))
                .as("the copy may come to kim too")
                .isTrue();
        bench.execute("update gold set retired_at = now(), retired_by = set_by where project_id = ?1", project.id);
        assertThat(mayStillJudge("kim", copy()))
                .as("it comes to nobody any more")
                .isFalse();
        assertThat(mayStillJudge("zoe", copy())).as("she holds it still").isTrue();
    }

    private boolean mayStillJudge(String who, UUID task) {
        return (Boolean) bench.one("select may_still_judge(?1, ?2)", bench.person(who), task);
    }

    @Test
    void theRateIsRefusedInPlace() {
        Response refused = Forms.post(at + "/gold", at + "/gold/rate", Map.of("percent", "31"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("A whole number from 0 to 30.", "value=\"31\"");
        assertThat(bench.one("select gold_percent from project where id = ?1", project.id))
                .isEqualTo(0);
    }
}
