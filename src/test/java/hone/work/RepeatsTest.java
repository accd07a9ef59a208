package hone.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.Servers;
import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.TaskQueue;
import hone.web.Conflict;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lena has compared three pairs. From seven days later on, while there is other work, they come again, each once and swapped. */
@QuarkusTest
@WithTestResource(Servers.class)
class RepeatsTest {
    private static final String KIND = "It was kind.";
    private static final String RUDE = "It was rude.";
    private static final Duration WEEK = Duration.ofDays(7);

    /** A repeat comes with a probability of 0.3 each time: that it does not come in so many is one of 10^12. */
    private static final int TIMES = 80;

    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    SubmitJudgment submitJudgment;

    @Inject
    SkipTask skipTask;

    @Inject
    UndoLast undoLast;

    @Inject
    DatasetFreezer freezer;

    /** Of this test alone: what is done here happens days ahead, and would be the last thing that somebody did for weeks. */
    private final String lena = "lena-" + UUID.randomUUID();

    private final String mo = "mo-" + UUID.randomUUID();
    private final Instant began = Instant.now();
    private final Instant later = began.plus(WEEK).plusSeconds(600);
    private final List<UUID> firsts = new ArrayList<>();
    private Project project;

    @BeforeEach
    void threeAreCompared() {
        project = bench.project(1, lena, mo);
        work(3);
        for (int i = 0; i < 3; i++) {
            UUID assignment = next(lena, began).orElseThrow();
            submit(lena, assignment, KIND, began);
            firsts.add(assignment);
        }
        bench.execute("update project set repeat_percent = 30 where id = ?1", project.id);
    }

    private void work(int tasks) {
        for (int i = 0; i < tasks; i++) {
            bench.prompt(project, "Tell of " + UUID.randomUUID() + ".", KIND, RUDE);
        }
    }

    private Optional<UUID> next(String who, Instant now) {
        return queue.lease(bench.again(project), WorkKind.COMPARISON, bench.person(who), now);
    }

    /** @param text of the answer that is preferred */
    private void submit(String who, UUID assignment, String text, Instant now) {
        assertThat(submitJudgment
                        .submit(assignment, bench.person(who), bench.preference(assignment, text, 2, ""), now)
                        .outcome())
                .isEqualTo(SubmitJudgment.Outcome.STORED);
    }

    private boolean isRepeat(UUID assignment) {
        return number(
                        "select count(*) from assignment a join planned_repeat r on r.task_id = a.task_id where a.id = ?1",
                        assignment)
                == 1;
    }

    private long number(String sql, Object... parameters) {
        return ((Number) bench.one(sql, parameters)).longValue();
    }

    private long repeats() {
        return number("select count(*) from planned_repeat where project_id = ?1", project.id);
    }

    private List<String> texts(UUID assignment) {
        return bench
                .list(
                        "select w.text from assignment_answer x join answer w on w.id = x.answer_id where x.assignment_id = ?1 order by x.position",
                        assignment)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private UUID firstOf(UUID repeat) {
        return (UUID) bench.one(
                "select r.first_id from planned_repeat r join assignment a on a.task_id = r.task_id where a.id = ?1",
                repeat);
    }

    /** Judges what else there is until a repeat comes. */
    private UUID repeat(Instant now) {
        work(TIMES);
        for (int i = 0; i < TIMES; i++) {
            UUID assignment = next(lena, now).orElseThrow();
            if (isRepeat(assignment)) {
                return assignment;
            }
            submit(lena, assignment, KIND, now);
        }
        throw new AssertionError("no repeat in " + TIMES + " tasks");
    }

    private void judgeAll(String who, Instant now) {
        for (Optional<UUID> one = next(who, now); one.isPresent(); one = next(who, now)) {
            submit(who, one.get(), KIND, now);
        }
    }

    @Test
    void eachComesOnceWithItsSidesSwappedAfterTheDaysAndNotBefore() {
        work(TIMES);
        for (int i = 0; i < TIMES / 2; i++) {
            Instant early = began.plus(WEEK).minusSeconds(60);
            submit(lena, next(lena, early).orElseThrow(), KIND, early);
        }
        assertThat(repeats()).as("a minute before").isZero();

        Set<UUID> repeated = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            UUID repeat = repeat(later);
            UUID first = firstOf(repeat);
            assertThat(texts(repeat)).isEqualTo(texts(first).reversed()).containsExactlyInAnyOrder(KIND, RUDE);
            submit(lena, repeat, KIND, later);
            repeated.add(first);
        }
        assertThat(repeated).containsExactlyInAnyOrderElementsOf(firsts);

        work(TIMES);
        judgeAll(lena, later);
        assertThat(repeats()).as("never a third time").isEqualTo(3);
        assertThat(number(
                        "select count(*) from repeat_judgment where project_id = ?1 and outcome = 'same'", project.id))
                .isEqualTo(3);
    }

    @Test
    void aYearLaterWhatIsARepeatIsNotRepeatedItself() {
        submit(lena, repeat(later), KIND, later);
        judgeAll(lena, later);
        Instant nextYear = later.plus(Duration.ofDays(365));
        for (int i = 0; i < 5; i++) {
            submit(lena, repeat(nextYear), RUDE, nextYear);
        }

        assertThat(number("""
                        select count(*) from planned_repeat r join task t on t.id = r.source_id
                        where r.project_id = ?1 and t.origin <> 'import'""", project.id)).isZero();
        assertThat(number("select count(distinct source_id) from planned_repeat where project_id = ?1", project.id))
                .isEqualTo(repeats())
                .isGreaterThan(5);
    }

    @Test
    void itIsNoDataAndCostsTheTaskThatWasCopiedNothing() {
        bench.execute("update project set review_policy = 'all' where id = ?1", project.id);
        UUID repeat = repeat(later);
        // Whoever submits is handed the next task, which would now and then be a repeat too.
        bench.execute("update project set repeat_percent = 0 where id = ?1", project.id);
        long accepted =
                number("select count(*) from judgment where project_id = ?1 and accepted_at is not null", project.id);
        submit(lena, repeat, RUDE, later);

        assertThat(bench.events(repeat)).isEmpty();
        assertThat(number(
                        "select count(*) from judgment where project_id = ?1 and accepted_at is not null", project.id))
                .isEqualTo(accepted);
        assertThat(number(
                        "select count(*) from review r join judgment j on j.id = r.judgment_id where j.assignment_id = ?1",
                        repeat))
                .isZero();
        assertThat(number("select count(*) from disagreement where project_id = ?1", project.id))
                .isZero();
        assertThat(bench.one("""
                        select t.asked || ' asked, ' || t.added || ' added: ' || string_agg(s.state, ' ') from task t join slot s on s.task_id = t.id
                        where t.id = (select r.source_id from planned_repeat r join assignment a on a.task_id = r.task_id where a.id = ?1)
                        group by t.id""", repeat)).isEqualTo("1 asked, 0 added: judged");
        Dataset dataset = QuarkusTransaction.requiringNew()
                .call(() -> freezer.freeze(bench.again(project), Optional.empty(), Instant.now()));
        assertThat(number("select count(*) from dataset_judgment where dataset_id = ?1", dataset.id))
                .isEqualTo(accepted)
                .isPositive();
        assertThat(number("""
                        select count(*) from dataset_judgment d join judgment j on j.id = d.judgment_id
                        where d.dataset_id = ?1 and j.assignment_id = ?2""", dataset.id, repeat)).isZero();
    }

    @Test
    void nobodyElseGetsIt() {
        UUID repeat = repeat(later);
        work(TIMES);
        judgeAll(mo, later);

        assertThat(repeats()).isEqualTo(1);
        assertThat(bench.list(
                        "select labeler_id from assignment where task_id = (select task_id from assignment where id = ?1)",
                        repeat))
                .isEqualTo(List.of(bench.person(lena)));
        assertThat(number(
                        "select count(*) from judgment where project_id = ?1 and labeler_id = ?2 and accepted_at is null",
                        project.id,
                        bench.person(mo)))
                .isZero();
    }

    @Test
    void severalTabsAtOnceGetTheSameOne() throws Exception {
        for (int round = 0; round < 12; round++) {
            work(4);
            Set<UUID> handed = new HashSet<>();
            try (ExecutorService tabs = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Optional<UUID>>> asked = new ArrayList<>();
                for (int tab = 0; tab < 6; tab++) {
                    asked.add(tabs.submit(() -> next(lena, later)));
                }
                for (Future<Optional<UUID>> one : asked) {
                    handed.add(one.get().orElseThrow());
                }
            }
            assertThat(handed).hasSize(1);
            submit(lena, handed.iterator().next(), KIND, later);
        }
        while (number("select count(*) from repeat_judgment where project_id = ?1", project.id) < 3) {
            submit(lena, repeat(later), KIND, later);
        }

        assertThat(repeats()).isEqualTo(3);
        assertThat(number("select count(*) from repeat_judgment where project_id = ?1", project.id))
                .isEqualTo(3);
        assertThat(number(
                        "select count(*) from assignment a join planned_repeat r on r.task_id = a.task_id where r.project_id = ?1",
                        project.id))
                .isEqualTo(3);
    }

    @Test
    void noneComesWhereItIsOffOrThereIsNoOtherWorkOrTheGuidelineIsNew() {
        for (int i = 0; i < TIMES; i++) {
            assertThat(next(lena, later)).as("no other work").isEmpty();
        }
        bench.execute("update project set repeat_percent = 0 where id = ?1", project.id);
        work(TIMES);
        judgeAll(lena, later);
        assertThat(repeats()).as("off").isZero();

        bench.execute("update project set repeat_percent = 30 where id = ?1", project.id);
        bench.publish(
                project,
                WorkKind.COMPARISON.wireName(),
                2,
                Bench.GUIDELINE + "\n### K3 Be brief\nShort answers win.\n");
        work(TIMES);
        judgeAll(lena, later.plus(Duration.ofDays(30)));
        assertThat(repeats()).as("judged under another version").isZero();
    }

    @Test
    void whatWasWithdrawnOrDecidedByAReviewerDoesNotComeAgain() {
        bench.execute("update judgment set withdrawn_at = now() where assignment_id = ?1", firsts.get(0));
        bench.execute("update judgment set labeler_id = ?1 where assignment_id = ?2", bench.person(mo), firsts.get(1));
        UUID repeat = repeat(later);
        assertThat(firstOf(repeat)).isEqualTo(firsts.get(2));
        submit(lena, repeat, KIND, later);

        work(TIMES);
        judgeAll(lena, later);
        judgeAll(mo, later);
        assertThat(repeats()).isEqualTo(1);
    }

    @Test
    void whereTheFirstJudgmentIsWithdrawnMeanwhileNothingIsCompared() {
        UUID repeat = repeat(later);
        bench.execute("update judgment set withdrawn_at = now() where assignment_id = ?1", firstOf(repeat));
        submit(lena, repeat, KIND, later);

        assertThat(number("select count(*) from repeat_judgment where project_id = ?1", project.id))
                .isZero();
    }

    @Test
    void anotherAnswerATieAndWhatIsUndoneAreCountedAsTheyAre() {
        submit(lena, repeat(later), RUDE, later);
        UUID tied = repeat(later);
        // The last thing that she did, however many tasks came before the repeat.
        submitJudgment.submit(tied, bench.person(lena), bench.preference(tied, KIND, 0, ""), later.plusSeconds(1));
        assertThat(outcomes()).isEqualTo("opposite tie");

        undoLast.undo(tied, bench.person(lena), later);
        submit(lena, tied, KIND, later);

        assertThat(outcomes()).isEqualTo("opposite same");
    }

    private String outcomes() {
        return (String) bench.one("""
                select string_agg(x.outcome, ' ' order by x.outcome) from repeat_judgment x join judgment j on j.id = x.judgment_id
                where x.project_id = ?1 and j.withdrawn_at is null""", project.id);
    }

    @Test
    void theFirstJudgmentCanNotBeUndoneOnceItCameAgain() {
        UUID repeat = repeat(later);
        UUID first = firstOf(repeat);
        // As if lena had done nothing since.
        bench.execute("update assignment set closed_at = now() + interval '10 years' where id = ?1", first);

        assertThatThrownBy(() -> undoLast.undo(first, bench.person(lena), later))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("asked about the same answers again");
        assertThat(undoLast.undoable(bench.person(lena))).isEmpty();
    }

    @Test
    void aSkippedOneIsTakenBackByUndoingAndComesToNobodyElse() {
        UUID repeat = repeat(later);
        skipTask.skip(repeat, bench.person(lena), "other", "Tired.", later.plusSeconds(1));
        assertThat(undoLast.undoable(bench.person(lena))).contains(repeat);

        assertThat(undoLast.undo(repeat, bench.person(lena), later)).isEqualTo("taken-back");
        submit(lena, repeat, KIND, later);

        assertThat(number(
                        "select count(*) from slot s join assignment a on a.task_id = s.task_id where a.id = ?1 and s.state in ('free', 'taken')",
                        repeat))
                .isZero();
        assertThat(outcomes()).isEqualTo("same");
    }

    @Test
    void afterItsLeaseItMayBeSentForADayAndThenItIsKeptAsADraft() {
        UUID repeat = expired(repeat(later));
        submit(lena, repeat, KIND, later);
        assertThat(outcomes()).isEqualTo("same");

        UUID late = expired(repeat(later));
        bench.execute("update assignment set closed_at = now() - interval '25 hours' where id = ?1", late);
        assertThat(submitJudgment
                        .submit(late, bench.person(lena), bench.preference(late, KIND, 2, ""), later)
                        .outcome())
                .isEqualTo(SubmitJudgment.Outcome.KEPT_AS_DRAFT);
        assertThat(outcomes()).isEqualTo("same");
    }

    /** Its lease ends, and lena goes on with other work. */
    private UUID expired(UUID repeat) {
        bench.execute("""
                update slot set lease_until = cast(?2 as timestamptz) - interval '1 minute'
                where task_id = (select task_id from assignment where id = ?1)""", repeat, later.toString());
        UUID other = next(lena, later).orElseThrow();
        assertThat(other).isNotEqualTo(repeat);
        if (!isRepeat(other)) {
            submit(lena, other, KIND, later);
        }
        assertThat(bench.one("select state from assignment where id = ?1", repeat))
                .isEqualTo("expired");
        bench.execute("update assignment set closed_at = now() where id = ?1", repeat);
        return repeat;
    }

    @Test
    void whoLeavesOrIsPausedGetsNone() {
        bench.execute("""
                insert into pause (id, project_id, labeler_id, paused_by, reason, paused_at)
                values (gen_random_uuid(), ?1, ?2, ?3, 'A talk.', now())""", project.id, bench.person(lena), bench.person(mo));
        work(TIMES);
        for (int i = 0; i < TIMES; i++) {
            assertThat(next(lena, later)).isEmpty();
        }
        bench.execute("update pause set lifted_at = now(), lifted_by = paused_by where project_id = ?1", project.id);

        UUID repeat = repeat(later);
        bench.remove(project, lena);

        assertThat(bench.one("select state from assignment where id = ?1", repeat))
                .isEqualTo("released");
        assertThat(bench.one(
                        "select s.state from slot s join assignment a on a.task_id = s.task_id where a.id = ?1",
                        repeat))
                .isEqualTo("closed");
    }
}
