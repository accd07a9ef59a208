package hone.task;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.work.Bench;
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
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Handing out on real PostgreSQL: the overlap is never exceeded, nobody gets a task twice, nothing is lost. */
@QuarkusTest
@WithTestResource(Servers.class)
class HandingOutTest {
    private static final int THREADS = 100;
    private static final int PEOPLE = 25;
    private static final int TASKS = 30;
    private static final int OVERLAP = 3;

    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    ExpireLeases expireLeases;

    @Inject
    Assignments assignments;

    @Test
    void aHundredThreadsNeverExceedTheOverlap() throws Exception {
        long seed = Long.getLong("hone.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dhone.seed=" + seed + ")");
        String[] people = new String[PEOPLE];
        for (int i = 0; i < PEOPLE; i++) {
            people[i] = "crowd-" + i;
        }
        Project project = bench.project(OVERLAP, people);
        for (int i = 0; i < TASKS; i++) {
            bench.prompt(project, "question " + i, "one " + i, "two " + i);
        }
        List<UUID> ids = new ArrayList<>();
        for (String person : people) {
            ids.add(bench.person(person));
        }

        List<Callable<Integer>> work = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            UUID labeler = ids.get(thread % PEOPLE);
            Random random = new Random(seed + thread);
            work.add(() -> labelUntilEmpty(project, labeler, random));
        }
        int judged = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : threads.invokeAll(work)) {
                judged += done.get();
            }
        }

        assertThat(bench.one(
                        "select count(*) from (select a.task_id from assignment a join task t on t.id = a.task_id where t.project_id = ?1 and a.state in ('open', 'judged') group by a.task_id having count(*) > ?2) x",
                        project.id,
                        OVERLAP))
                .as("tasks with more judgments than asked")
                .isEqualTo(0L);
        assertThat(bench.one(
                        "select count(*) from (select a.task_id, a.labeler_id from assignment a join task t on t.id = a.task_id where t.project_id = ?1 group by 1, 2 having count(*) > 1) x",
                        project.id))
                .as("tasks handed to a person twice")
                .isEqualTo(0L);
        assertThat(bench.one(
                        "select count(*) from assignment a join task t on t.id = a.task_id where t.project_id = ?1 and a.state = 'judged'",
                        project.id))
                .isEqualTo((long) judged);
        assertThat(bench.one("select count(*) from slot where project_id = ?1 and state = 'judged'", project.id))
                .isEqualTo((long) judged);
        assertThat(bench.one("select count(*) from slot where project_id = ?1", project.id))
                .isEqualTo((long) TASKS * OVERLAP);
        assertThat(bench.one("select count(*) from slot where project_id = ?1 and state = 'taken'", project.id))
                .isEqualTo(0L);
        // What is left free can only be what everybody has skipped or let go; far from all.
        assertThat(judged).isGreaterThan(TASKS * OVERLAP / 2);
    }

    /** Judges most, skips some, lets some leases end and submits a few of those late. */
    private int labelUntilEmpty(Project project, UUID labeler, Random random) {
        int judged = 0;
        for (int i = 0; i < TASKS * OVERLAP; i++) {
            Optional<UUID> next = queue.lease(project, WorkKind.COMPARISON, labeler, Instant.now());
            if (next.isEmpty()) {
                return judged;
            }
            UUID id = next.get();
            int dice = random.nextInt(20);
            judged += QuarkusTransaction.requiringNew().call(() -> {
                Assignment mine = assignments.hold(id, labeler);
                if (!mine.is(Assignment.State.OPEN)) {
                    return 0; // Another thread of the same person was faster.
                }
                if (dice == 0) {
                    assignments.skipped(mine, SkipReason.OTHER, "dice", Instant.now());
                    return 0;
                }
                if (dice < 3) {
                    assignments.extend(mine, Instant.now().minus(Duration.ofSeconds(1)));
                    return 0;
                }
                assignments.judged(mine, Instant.now());
                return 1;
            });
            if (dice == 2) {
                expireLeases.free(Instant.now());
                judged += QuarkusTransaction.requiringNew().call(() -> {
                    Assignment mine = assignments.hold(id, labeler);
                    Instant until = Instant.now().plus(Duration.ofMinutes(5));
                    Optional<Integer> slot =
                            mine.is(Assignment.State.EXPIRED) ? assignments.retake(mine, until) : Optional.empty();
                    slot.ifPresent(number -> assignments.judged(assignments.of(id, labeler), Instant.now()));
                    return slot.isPresent() ? 1 : 0;
                });
            }
        }
        return judged;
    }

    @Test
    void anAbandonedTaskComesBackToSomeoneElse() {
        Project project = bench.project(1, "first-comer", "second-comer");
        bench.prompt(project, "one", "a", "b");
        UUID first = bench.person("first-comer");
        UUID second = bench.person("second-comer");
        Instant now = Instant.now();
        Assignment mine = assignments.of(
                queue.lease(project, WorkKind.COMPARISON, first, now).orElseThrow(), first);

        assertThat(queue.lease(project, WorkKind.COMPARISON, second, now)).isEmpty();
        Optional<UUID> later = queue.lease(project, WorkKind.COMPARISON, second, now.plus(Duration.ofMinutes(31)));

        assertThat(later)
                .map(id -> assignments.of(id, second).slot().task())
                .contains(mine.slot().task());
        assertThat(bench.one("select state from assignment where id = ?1", mine.id()))
                .isEqualTo("expired");
    }

    @Test
    void anOpenTaskIsGivenAgainInsteadOfANewOne() {
        Project project = bench.project(1, "patient");
        bench.prompt(project, "one", "a", "b");
        bench.prompt(project, "two", "a", "b");
        UUID labeler = bench.person("patient");

        UUID first = queue.lease(project, WorkKind.COMPARISON, labeler, Instant.now())
                .orElseThrow();
        UUID again = queue.lease(project, WorkKind.COMPARISON, labeler, Instant.now())
                .orElseThrow();

        assertThat(again).isEqualTo(first);
    }

    @Test
    void theShownOrderIsFoundAgainFromTheStoredSeed() {
        Project project = bench.project(1, "reader");
        bench.prompt(project, "one", "a", "b", "c");
        UUID labeler = bench.person("reader");

        Assignment mine = assignments.of(
                queue.lease(project, WorkKind.RANKING, labeler, Instant.now()).orElseThrow(), labeler);

        List<?> ordered = bench.list(
                "select answer_id from task_answer where task_id = ?1 order by uuid_hash_extended(answer_id, ?2)",
                mine.slot().task(),
                bench.one("select seed from assignment where id = ?1", mine.id()));
        assertThat(mine.answers().stream().map(Assignment.Shown::id).toList())
                .hasSize(3)
                .isEqualTo(ordered);
    }

    /** That a hundred tasks all show the same side first happens once in 2 to the 99. */
    @Test
    void noSideIsShownFirstEveryTime() {
        Project project = bench.project(1, "reader");
        UUID labeler = bench.person("reader");
        Set<Boolean> firstMadeIsShownFirst = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            bench.prompt(project, "prompt " + i, "a", "b");
            UUID id = queue.lease(project, WorkKind.COMPARISON, labeler, Instant.now())
                    .orElseThrow();
            Assignment mine = assignments.of(id, labeler);
            firstMadeIsShownFirst.add(mine.answers().getFirst().text().equals("a"));
            QuarkusTransaction.requiringNew()
                    .run(() -> assignments.judged(assignments.hold(id, labeler), Instant.now()));
        }

        assertThat(firstMadeIsShownFirst).containsExactlyInAnyOrder(true, false);
    }
}
