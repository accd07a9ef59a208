package hone.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.kind.HandingOrder;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.Assignments;
import hone.task.SkipReason;
import hone.task.TaskQueue;
import hone.web.Sql;
import hone.work.Bench;
import hone.work.UndoLast;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each order is kept for everybody who takes work, whatever the project has chosen before. */
@QuarkusTest
@WithTestResource(Servers.class)
class HandingOrderTest {
    private static final String[] PEOPLE = {"lena", "mo", "ravi", "noor"};

    @Inject
    Bench bench;

    @Inject
    Ordered ordered;

    @Inject
    TaskQueue queue;

    @Inject
    Assignments assignments;

    @Inject
    UndoLast undoLast;

    @Inject
    Sql sql;

    private Project project;

    @BeforeEach
    void people() {
        project = bench.project(4, PEOPLE);
    }

    private void choose(HandingOrder order) {
        ordered.choose(project, 4, order);
    }

    private List<UUID> asked(int count) {
        List<UUID> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(ordered.asked(project, "Tell of a goat " + UUID.randomUUID()));
        }
        return tasks;
    }

    /** As the database has them: what was drawn, and within that the oldest first. */
    private List<?> byRank() {
        return bench.list(
                "select task_id from slot where project_id = ?1 and number = 4 order by rank desc, task_id",
                project.id);
    }

    private String ranks() {
        return (String)
                bench.one("select min(rank) || ' to ' || max(rank) from slot where project_id = ?1", project.id);
    }

    @Test
    void theOldestComeFirstWhereNothingElseIsChosen() {
        choose(HandingOrder.OLDEST);
        List<UUID> tasks = asked(5);

        assertThat(ordered.settle(project)).as("tasks that the job looks at").isZero();

        assertThat(ordered.takes(project, "lena", 5)).isEqualTo(tasks);
        assertThat(ordered.takes(project, "mo", 5)).isEqualTo(tasks);
        assertThat(ranks()).isEqualTo("0 to 0");
    }

    @Test
    void disputedTasksAndUncoveredPromptsComeFirst() {
        choose(HandingOrder.INFORMATIVE);
        UUID agreed = ordered.asked(project, "agreed");
        UUID disputed = ordered.asked(project, "disputed");
        UUID covered = bench.prompt(project, "covered", "one", "two", "three", "four");
        List<?> ofCovered = bench.list("select id from task where prompt_id = ?1 order by id", covered);
        UUID uncovered = ordered.asked(project, "uncovered");
        ordered.judges(project, "lena", Ordered.KIND);
        ordered.judges(project, "lena", Ordered.KIND);
        ordered.judges(project, "lena", "one");
        ordered.judges(project, "mo", Ordered.KIND);
        ordered.judges(project, "mo", Ordered.SORRY);
        ordered.judges(project, "mo", "one");

        ordered.settle(project);

        // Worked by hand: (1 + 1/√3) / 2 = 0.79, (0 + 1) / 2 = 0.5, and (0 + 1/√3) / 2 = 0.29 for the rest, the oldest
        // first.
        List<UUID> expected =
                List.of(disputed, uncovered, agreed, (UUID) ofCovered.getFirst(), (UUID) ofCovered.getLast());
        assertThat(taken("ravi", 5)).isEqualTo(expected);
        assertThat(taken("noor", 5)).isEqualTo(expected);
        assertThat(bench.list("""
                select round(cast(c.score as numeric), 2) || ' of ' || c.judgments || ' and ' || c.prompt_judgments || ': ' || c.rank
                from task_score c join task t on t.id = c.task_id where t.project_id = ?1 order by c.score desc, c.task_id""", project.id))
                .isEqualTo(List.of(
                        "0.79 of 2 and 2: 13",
                        "0.50 of 0 and 0: 9",
                        "0.29 of 2 and 2: 5",
                        "0.29 of 2 and 2: 5",
                        "0.29 of 0 and 2: 5"));
    }

    /** Without judging, so that nothing is scored differently for the next. */
    private List<UUID> taken(String who, int count) {
        List<UUID> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = queue.lease(project, WorkKind.COMPARISON, bench.person(who), Instant.now())
                    .orElseThrow();
            tasks.add(assignments.of(id, bench.person(who)).slot().task());
            QuarkusTransaction.requiringNew()
                    .run(() -> assignments.judged(assignments.hold(id, bench.person(who)), Instant.now()));
        }
        return tasks;
    }

    @Test
    void onlyWhatIsNewOrWasJudgedIsScoredAgain() {
        choose(HandingOrder.INFORMATIVE);
        asked(70);
        assertThat(ordered.settle(project)).isEqualTo(70);
        assertThat(ordered.settle(project)).as("nothing has happened").isZero();

        UUID judged = ordered.judges(project, "lena", Ordered.KIND).orElseThrow();
        assertThat(ordered.settle(project)).isEqualTo(1);
        assertThat(bench.one("select judgments from task_score where task_id = ?1", judged))
                .isEqualTo(1);

        UUID mine = (UUID) bench.one("select id from assignment where task_id = ?1", judged);
        undoLast.undo(mine, bench.person("lena"), Instant.now());
        assertThat(ordered.settle(project)).isEqualTo(1);
        assertThat(bench.one("select judgments from task_score where task_id = ?1", judged))
                .isEqualTo(0);

        asked(1);
        assertThat(ordered.settle(project)).isEqualTo(1);
        assertThat(ordered.settle(project)).isZero();
    }

    @Test
    void atRandomEverybodyGetsTheSameGroupsAndNobodyTheSameTaskTwice() {
        choose(HandingOrder.RANDOM);
        List<UUID> tasks = asked(60);

        ordered.settle(project);

        assertThat(ranks()).as("groups drawn for sixty tasks").isNotEqualTo("0 to 0");
        List<?> expected = byRank();
        assertThat(expected).isNotEqualTo(tasks).hasSameElementsAs((List) tasks);
        assertThat((List) ordered.takes(project, "lena", 60)).isEqualTo(expected);
        assertThat((List) ordered.takes(project, "mo", 60)).isEqualTo(expected);
        assertThat(ordered.judges(project, "lena", Ordered.KIND)).isEmpty();
    }

    @Test
    void theOrderIsChangedBackForOpenTasksToo() {
        List<UUID> tasks = asked(60);
        choose(HandingOrder.RANDOM);
        ordered.settle(project);
        UUID later = ordered.asked(project, "not drawn yet");
        choose(HandingOrder.OLDEST);
        ordered.settle(project);

        tasks.add(later);
        assertThat(ordered.takes(project, "lena", 61)).isEqualTo(tasks);
        assertThat(ranks()).isEqualTo("0 to 0");
        assertThat(bench.one("select count(*) from task_ordering where project_id = ?1", project.id))
                .as("nothing is left to be done")
                .isEqualTo(0L);
    }

    @Test
    void anotherOrderTakesThePlaceOfTheOneBefore() {
        asked(20);
        choose(HandingOrder.RANDOM);
        ordered.settle(project);
        choose(HandingOrder.INFORMATIVE);
        ordered.settle(project);

        assertThat(ranks()).as("nobody has judged: all score 0.5").isEqualTo("9 to 9");
    }

    @Test
    void whatCameBackComesBeforeItsEqualsAndPriorityBeforeAll() {
        choose(HandingOrder.INFORMATIVE);
        UUID given = ordered.asked(project, "given back");
        UUID other = ordered.asked(project, "the same");
        UUID urgent = ordered.asked(project, "urgent");
        ordered.settle(project);
        UUID held = queue.lease(project, WorkKind.COMPARISON, bench.person("lena"), Instant.now())
                .orElseThrow();
        assertThat(assignments.of(held, bench.person("lena")).slot().task()).isEqualTo(given);
        // The lowest rank, and the highest of what is beside it.
        bench.execute("update slot set rank = 1 where task_id = ?1", given);
        bench.execute("update slot set priority = 2, rank = 1 where task_id = ?1", urgent);
        bench.execute("update slot set rank = 16 where task_id = ?1", other);

        QuarkusTransaction.requiringNew()
                .run(() -> assignments.skipped(
                        assignments.hold(held, bench.person("lena")), SkipReason.HARMFUL, "", Instant.now()));

        assertThat(taken("mo", 3)).isEqualTo(List.of(urgent, given, other));
    }

    /** Four people take all there is while the order changes again and again. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyPlaceIsFilledOnceWhileTheOrderChanges() throws Exception {
        int tasks = 30;
        asked(tasks);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> working = new ArrayList<>();
            for (String who : PEOPLE) {
                working.add(threads.submit(() -> {
                    int judged = 0;
                    while (judged < tasks) {
                        judged += ordered.judges(project, who, Ordered.KIND).isPresent() ? 1 : 0;
                    }
                    return judged;
                }));
            }
            int turn = 0;
            while (!working.stream().allMatch(Future::isDone)) {
                choose(HandingOrder.values()[turn++ % HandingOrder.values().length]);
                ordered.settle(project);
            }
            for (Future<Integer> one : working) {
                assertThat(one.get()).isEqualTo(tasks);
            }
        }

        ordered.assertAllJudgedOnce(project, PEOPLE.length * tasks);
        assertThat(ordered.judges(project, "lena", Ordered.KIND)).isEmpty();
    }

    @Test
    void whatIsFreeIsCountedOnceHoweverManyLanesItIsIn() {
        choose(HandingOrder.RANDOM);
        asked(40);
        ordered.settle(project);
        UUID held = queue.lease(project, WorkKind.COMPARISON, bench.person("mo"), Instant.now())
                .orElseThrow();
        QuarkusTransaction.requiringNew()
                .run(() -> assignments.skipped(
                        assignments.hold(held, bench.person("mo")), SkipReason.HARMFUL, "", Instant.now()));

        assertThat(freeFor("lena", 100)).isEqualTo(40);
        assertThat(freeFor("lena", 10)).isEqualTo(10);
        assertThat(freeFor("mo", 100)).isEqualTo(39);
    }

    private long freeFor(String who, int max) {
        return sql.number("select free_for(?, ?, 'comparison', ?)", bench.person(who), project.id, max);
    }
}
