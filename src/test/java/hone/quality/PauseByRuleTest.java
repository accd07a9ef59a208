package hone.quality;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.evaluation.Share;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.pause.AnswerPause;
import hone.pause.Pause;
import hone.pause.PausePerson;
import hone.pause.PauseRule;
import hone.pause.PauseRules;
import hone.pause.Pauses;
import hone.pause.RuleSetting;
import hone.project.Project;
import hone.quality.QualityRows.Shown;
import hone.review.Reviews;
import hone.task.GoldTasks;
import hone.task.TaskQueue;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quinn-1 and quinn-2 always prefer the first answer, quinn-3 the second. */
@QuarkusTest
@WithTestResource(Servers.class)
class PauseByRuleTest {
    private static final String COMPARISON = WorkKind.COMPARISON.wireName();
    private static final String OTHER = "quinn-3";
    private static final RuleSetting AGREEMENT = new RuleSetting(PauseRule.AGREEMENT, 60, 10);

    @Inject
    Bench bench;

    @Inject
    Sql sql;

    @Inject
    PauseRules rules;

    @Inject
    Pauses pauses;

    @Inject
    PausePerson pausePerson;

    @Inject
    AnswerPause answerPause;

    @Inject
    PauseByRule pauseByRule;

    @Inject
    Reviews reviews;

    @Inject
    TaskQueue queue;

    @Inject
    GoldTasks goldTasks;

    @Inject
    MeasureQuality measure;

    private Project project;
    private QualityRows rows;

    @BeforeEach
    void newProject() {
        project = bench.project(3, "quinn-1", "quinn-2", OTHER);
        rows = new QualityRows(bench, sql, project);
    }

    private void disagreeAbout(int tasks) {
        for (int i = 0; i < tasks; i++) {
            Shown task = rows.task(COMPARISON, "Short.", "Longer.");
            Verdict first =
                    new Verdict.Preferred(task.answers().get(0), task.answers().get(1), Degree.MUCH);
            Verdict second =
                    new Verdict.Preferred(task.answers().get(1), task.answers().get(0), Degree.MUCH);
            rows.judged("quinn-1", task, first);
            rows.judged("quinn-2", task, first);
            rows.judged(OTHER, task, second);
        }
    }

    private void look(RuleSetting... settings) throws InterruptedException {
        rules.store(project.id, List.of(settings), bench.person("ada"), Instant.now());
        pauseByRule.look(project.id, Instant.EPOCH);
    }

    private Optional<UUID> next(String who) {
        return queue.lease(project, WorkKind.COMPARISON, bench.person(who), Instant.now());
    }

    /** Of twelve tasks quinn-3 agrees on none: 0 to 24 %. The others agree with one of two: 25 to 75 %. */
    @Test
    void whoeverDisagreesWithEverybodyIsPausedWithTheNumbersAndTheirWorkGoesToReviewers() throws Exception {
        disagreeAbout(12);

        look(AGREEMENT);

        assertThat(pauses.active(project.id)).singleElement().satisfies(pause -> {
            assertThat(pause.person().username()).isEqualTo(OTHER);
            assertThat(pause.why())
                    .isEqualTo(new Pause.Why.ByRule(PauseRule.AGREEMENT, new Share(0, 12), AGREEMENT.percent()));
            assertThat(pause.marked()).isEqualTo(12);
        });
        assertThat(reviews.waiting(project.id)).isEqualTo(12);
        assertThat(sql.number(
                        "select count(*) from review where project_id = ? and author_id = ? and cause = 'before-pause'",
                        project.id,
                        bench.person(OTHER)))
                .isEqualTo(12);
        assertThat(sql.number(
                        "select count(*) from judgment where project_id = ? and accepted_at is not null", project.id))
                .as("what was data stays data")
                .isEqualTo(36);
        assertThat(sql.number(
                        "select count(*) from audit_entry where project_id = ? and action = 'labeler.paused'",
                        project.id))
                .isEqualTo(1);
    }

    @Test
    void whoIsPausedGetsNothingNewButFinishesWhatTheyHold() throws Exception {
        disagreeAbout(12);
        bench.prompt(project, "A fox.", "She went.", "He came.");
        bench.prompt(project, "A heron.", "She stood.", "He flew.");
        UUID held = next(OTHER).orElseThrow();

        look(AGREEMENT);

        assertThat(next(OTHER)).contains(held);
        sql.run(
                "update slot set lease_until = now() - interval '1 minute' where state = 'taken' and task_id = (select task_id from assignment where id = ?)",
                held);
        assertThat(next(OTHER)).isEmpty();
        assertThat(next("quinn-1")).isPresent();
    }

    @Test
    void aLiftedPauseDoesNotComeAgainFromTheSameJudgmentsButFromLaterOnes() throws Exception {
        disagreeAbout(12);
        bench.prompt(project, "A fox.", "She went.", "He came.");
        look(AGREEMENT);
        UUID pause = pauses.active(project.id).getFirst().id();

        answerPause.lift(project.id, pause, "", bench.person("ada"), Instant.now());
        look(AGREEMENT);

        assertThat(pauses.active(project.id)).isEmpty();
        assertThat(next(OTHER)).isPresent();
        rows.at(Instant.now().plusSeconds(60).toString());
        disagreeAbout(11);
        look(AGREEMENT);
        assertThat(pauses.active(project.id))
                .singleElement()
                .extracting(Pause::why)
                .isEqualTo(new Pause.Why.ByRule(PauseRule.AGREEMENT, new Share(0, 11), AGREEMENT.percent()));
        assertThat(reviews.waiting(project.id)).isEqualTo(23);
    }

    @Test
    void fewJudgmentsAndRulesThatAreOffPauseNobody() throws Exception {
        disagreeAbout(9);

        look(AGREEMENT);
        assertThat(pauses.active(project.id)).isEmpty();
        disagreeAbout(1);
        look();
        assertThat(pauses.active(project.id)).isEmpty();
        look(AGREEMENT);
        assertThat(pauses.active(project.id)).hasSize(1);
    }

    /** 600 characters take 24 seconds; twelve of twelve in 5 seconds are 76 to 100 %. The side is always the first. */
    @Test
    void speedAndSidesPauseToo() throws Exception {
        rows.taking(5);
        for (int i = 0; i < 12; i++) {
            Shown task = rows.task(COMPARISON, "a".repeat(300), "b".repeat(300));
            rows.judged(
                    OTHER,
                    task,
                    new Verdict.Preferred(task.answers().get(0), task.answers().get(1), Degree.MUCH));
        }

        look(new RuleSetting(PauseRule.SIDE, 77, 10));
        assertThat(pauses.active(project.id)).isEmpty();
        look(new RuleSetting(PauseRule.SIDE, 75, 10));
        assertThat(pauses.active(project.id)).hasSize(1);
        sql.run("delete from pause where project_id = ?", project.id);
        look(new RuleSetting(PauseRule.SPEED, 75, 10));

        assertThat(pauses.active(project.id))
                .singleElement()
                .extracting(Pause::why)
                .isEqualTo(new Pause.Why.ByRule(PauseRule.SPEED, new Share(1, 12), 75));
    }

    /** None of twelve found: 0 to 24 %; a retired one counts no more, and of eleven it is 0 to 26 %. */
    @Test
    void whoMissesGoldIsPausedAndTheirScoreIsMeasured() throws Exception {
        for (int i = 0; i < 12; i++) {
            Shown task = rows.task(COMPARISON, "Short.", "Longer.");
            UUID wrong = rows.judged(
                    OTHER,
                    task,
                    new Verdict.Preferred(task.answers().get(1), task.answers().get(0), Degree.MUCH));
            UUID right = task.answers().get(0);
            QuarkusTransaction.requiringNew()
                    .run(() -> goldTasks.make(project.id, task.task(), right, bench.person("ada"), Instant.now()));
            sql.run("""
                    insert into gold_judgment (judgment_id, task_id, project_id, labeler_id, kind, found, judged_at)
                    select j.id, g.task_id, j.project_id, j.labeler_id, j.kind, false, j.judged_at
                    from judgment j join gold g on g.source_id = j.task_id where j.id = ?""", wrong);
        }
        UUID retired = sql.first(
                        "select task_id from gold where project_id = ? limit 1", c -> c.id("task_id"), project.id)
                .orElseThrow();
        goldTasks.retire(project.id, retired, bench.person("ada"), Instant.now());

        measure.measure(project.id);
        look(new RuleSetting(PauseRule.GOLD, 70, 11));

        assertThat(sql.number(
                        "select gold_of - gold_found from quality_labeler where project_id = ? and labeler_id = ?",
                        project.id,
                        bench.person(OTHER)))
                .isEqualTo(11);
        assertThat(pauses.active(project.id))
                .singleElement()
                .extracting(Pause::why)
                .isEqualTo(new Pause.Why.ByRule(PauseRule.GOLD, new Share(0, 11), 70));
    }

    /** Twelve repeats, none decided as before: 0 to 24 %; where one first judgment is withdrawn there are eleven, 0 to 26 %. */
    @Test
    void whoDecidesOtherwiseEachTimeIsPaused() throws Exception {
        UUID withdrawn = new UUID(0, 0);
        for (int i = 0; i < 12; i++) {
            Shown task = rows.task(COMPARISON, "Short.", "Longer.");
            Shown copy = rows.task(COMPARISON, "Short.", "Longer.");
            UUID first = rows.judged(
                    OTHER,
                    task,
                    new Verdict.Preferred(task.answers().get(1), task.answers().get(0), Degree.MUCH));
            UUID second = rows.judged(
                    OTHER,
                    copy,
                    new Verdict.Tied(copy.answers().get(0), copy.answers().get(1)));
            sql.run("""
                    insert into planned_repeat (task_id, source_id, project_id, labeler_id, first_id)
                    select ?, j.task_id, j.project_id, j.labeler_id, j.assignment_id from judgment j where j.id = ?""", copy.task(), first);
            sql.run("""
                    insert into repeat_judgment (judgment_id, first_id, task_id, project_id, labeler_id, kind, outcome, judged_at)
                    select j.id, ?, j.task_id, j.project_id, j.labeler_id, j.kind, 'tie', j.judged_at from judgment j where j.id = ?""", first, second);
            withdrawn = first;
        }
        look(new RuleSetting(PauseRule.CONSISTENCY, 20, 10));
        assertThat(pauses.active(project.id)).as("within the interval").isEmpty();
        rows.undo(withdrawn);
        look(new RuleSetting(PauseRule.CONSISTENCY, 60, 12));
        assertThat(pauses.active(project.id)).as("eleven").isEmpty();

        look(new RuleSetting(PauseRule.CONSISTENCY, 60, 11));

        assertThat(pauses.active(project.id))
                .singleElement()
                .extracting(Pause::why)
                .isEqualTo(new Pause.Why.ByRule(PauseRule.CONSISTENCY, new Share(0, 11), 60));
    }

    @Test
    void onlyTheNewestTwoHundredAreLookedAt() throws Exception {
        rows.taking(5).at("2026-03-01T10:00:00Z");
        for (int i = 0; i < 30; i++) {
            Shown task = rows.task(COMPARISON, "a".repeat(300), "b".repeat(300));
            rows.judged(
                    OTHER,
                    task,
                    new Verdict.Tied(task.answers().get(0), task.answers().get(1)));
        }
        rows.taking(90).at("2026-03-02T10:00:00Z");
        for (int i = 0; i < RuleSetting.NEWEST; i++) {
            Shown task = rows.task(COMPARISON, "a".repeat(300), "b".repeat(300));
            rows.judged(
                    OTHER,
                    task,
                    new Verdict.Tied(task.answers().get(0), task.answers().get(1)));
        }

        look(new RuleSetting(PauseRule.SPEED, 1, 10));

        assertThat(pauses.active(project.id)).isEmpty();
    }

    @Test
    void aProjectWithRulesIsTakenOnceInTwentySecondsByOneInstance() {
        assertThat(rules.take()).extracting(PauseRules.Due::project).doesNotContain(project.id);

        rules.store(project.id, List.of(AGREEMENT), bench.person("ada"), Instant.now());

        assertThat(rules.take()).contains(new PauseRules.Due(project.id, Instant.EPOCH));
        assertThat(rules.take()).extracting(PauseRules.Due::project).doesNotContain(project.id);
        sql.run("update pause_rule set checked_at = now() - interval '21 seconds' where project_id = ?", project.id);
        assertThat(rules.take()).extracting(PauseRules.Due::project).containsOnlyOnce(project.id);
    }

    /** The one who asks waits for the membership, and then finds the pause. */
    @Test
    void nothingIsHandedOutBesideAPauseThatIsJustBeingMade() {
        bench.prompt(project, "A fox.", "She went.", "He came.");
        UUID labeler = bench.person(OTHER);

        CompletableFuture<Optional<UUID>> asked = QuarkusTransaction.requiringNew()
                .call(() -> {
                    pausePerson.byHand(
                            new PausePerson.Subject(project.id, labeler),
                            "A talk first.",
                            bench.person("ada"),
                            Instant.now());
                    CompletableFuture<Optional<UUID>> next = CompletableFuture.supplyAsync(() -> next(OTHER));
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(20))
                            .until(() -> QuarkusTransaction.requiringNew().call(() -> sql.number("""
                            select count(*) from pg_stat_activity
                            where wait_event_type = 'Lock' and query like '%for no key update of m%'""") > 0));
                    return next;
                });

        assertThat(asked.join()).isEmpty();
    }
}
