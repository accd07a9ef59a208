package hone.task;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who is far ahead of everybody does not pay for it, and misses nothing of what becomes free behind them. */
@QuarkusTest
@WithTestResource(Servers.class)
class QueueOrderTest {
    /** What this connection has read of the tables of work: rows and look-ups. */
    private static final String READ = """
            select sum(coalesce(seq_tup_read, 0) + coalesce(idx_scan, 0) + coalesce(idx_tup_fetch, 0))
            from pg_stat_xact_user_tables where relname in ('slot', 'assignment', 'task', 'draft', 'member')""";

    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    Assignments assignments;

    @Inject
    Sql sql;

    @Test
    void whoIsThousandsOfTasksAheadReadsAHandfulOfRowsForTheNextOne() {
        Project project = bench.project(2, "runner");
        UUID runner = bench.person("runner");
        UUID prompt = bench.prompt(project, "the first", "one", "two");
        hadByOne(project, prompt, runner, 5_000);
        for (int i = 0; i < 3; i++) {
            bench.prompt(project, "later " + i, "one", "two");
        }
        judgesOne(project, runner); // The first prompt's, which lies before all that they have had.
        judgesOne(project, runner); // The first behind it: now it is written down how far they have come.

        long rows = QuarkusTransaction.requiringNew().call(() -> {
            long before = sql.number(READ);
            assertThat(queue.lease(project, WorkKind.COMPARISON, runner, Instant.now()))
                    .isPresent();
            return sql.number(READ) - before;
        });

        assertThat(rows).as("rows and look-ups for one hand-out").isBetween(1L, 500L);
    }

    @Test
    void whatSomebodyGivesBackBehindIsHandedOutBeforeWhatIsNew() {
        Project project = bench.project(1, "ahead", "behind");
        UUID ahead = bench.person("ahead");
        UUID behind = bench.person("behind");
        bench.prompt(project, "the very first", "one", "two");
        UUID held =
                queue.lease(project, WorkKind.COMPARISON, behind, Instant.now()).orElseThrow();
        UUID task = assignments.of(held, behind).slot().task();
        passes(project, ahead);
        bench.prompt(project, "a new one", "one", "two");

        QuarkusTransaction.requiringNew()
                .run(() -> assignments.skipped(assignments.hold(held, behind), SkipReason.HARMFUL, "", Instant.now()));

        assertThat(nextTask(project, ahead)).isEqualTo(task);
    }

    @Test
    void whatAnotherLeavesUnfinishedBehindComesToWhoIsAhead() {
        Project project = bench.project(1, "ahead", "behind");
        UUID ahead = bench.person("ahead");
        UUID behind = bench.person("behind");
        bench.prompt(project, "the very first", "one", "two");
        Instant longAgo = Instant.now().minus(Duration.ofHours(1));
        UUID held = queue.lease(project, WorkKind.COMPARISON, behind, longAgo).orElseThrow();
        passes(project, ahead);

        assertThat(nextTask(project, ahead))
                .isEqualTo(assignments.of(held, behind).slot().task());
    }

    @Test
    void whatHasAHigherPriorityComesFirstHoweverFarSomebodyIs() {
        Project project = bench.project(1, "ahead");
        UUID ahead = bench.person("ahead");
        passes(project, ahead);
        bench.prompt(project, "ordinary", "one", "two");
        UUID urgent = bench.prompt(project, "urgent", "one", "two");
        bench.execute("update task set priority = 10 where prompt_id = ?1", urgent);
        bench.execute(
                "update slot set priority = 10 where task_id = (select id from task where prompt_id = ?1)", urgent);

        assertThat(nextTask(project, ahead)).isEqualTo(bench.one("select id from task where prompt_id = ?1", urgent));
    }

    /** An import of minutes, whose rows have old places in the order when they appear at last. */
    @Test
    void whatWasWrittenBeforeAndCommittedAfterIsNotMissed() throws Exception {
        Project project = bench.project(2, "ahead");
        UUID ahead = bench.person("ahead");
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch passed = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<UUID> slow =
                    threads.submit(() -> QuarkusTransaction.requiringNew().call(() -> {
                        UUID prompt = bench.prompt(project, "slowly imported", "one", "two");
                        written.countDown();
                        passed.await();
                        return prompt;
                    }));
            written.await();
            try {
                passes(project, ahead);
                assertThat(queue.lease(project, WorkKind.COMPARISON, ahead, Instant.now()))
                        .as("all that is there was had")
                        .isEmpty();
            } finally {
                passed.countDown();
            }
            UUID prompt = slow.get();

            assertThat(nextTask(project, ahead))
                    .isEqualTo(bench.one("select id from task where prompt_id = ?1", prompt));
        }
    }

    @Test
    void inAnotherPostgresTheOrderBeginsAnew() {
        Project project = bench.project(2, "ahead");
        UUID ahead = bench.person("ahead");
        passes(project, ahead);
        // As after loading a dump of a server that has counted further than this one.
        bench.execute("update slot_passed set entered = '4000000000000' where labeler_id = ?1", ahead);
        bench.execute("update slot set entered = '4000000000000' where project_id = ?1", project.id);

        bench.list("select cast(slots_moved_here() as text)");
        UUID later = bench.prompt(project, "later", "one", "two");

        assertThat(nextTask(project, ahead)).isEqualTo(bench.one("select id from task where prompt_id = ?1", later));
        assertThat(bench.one("select count(*) from slot where entered > pg_current_xact_id()"))
                .isEqualTo(0L);
    }

    /** Somebody judges some tasks, and it is written down how far they are. */
    private void passes(Project project, UUID labeler) {
        List<UUID> prompts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            prompts.add(bench.prompt(project, "passed " + UUID.randomUUID(), "one", "two"));
        }
        for (UUID ignored : prompts) {
            judgesOne(project, labeler);
        }
        bench.list("select cast(slot_passes(?1, ?2, 'comparison', 0) as text)", labeler, project.id);
    }

    private void judgesOne(Project project, UUID labeler) {
        UUID id = queue.lease(project, WorkKind.COMPARISON, labeler, Instant.now())
                .orElseThrow();
        QuarkusTransaction.requiringNew().run(() -> assignments.judged(assignments.hold(id, labeler), Instant.now()));
    }

    private UUID nextTask(Project project, UUID labeler) {
        UUID id = queue.lease(project, WorkKind.COMPARISON, labeler, Instant.now())
                .orElseThrow();
        return assignments.of(id, labeler).slot().task();
    }

    /** So many tasks with two places, of which one person has judged the first: the other is free, and not for them. */
    private void hadByOne(Project project, UUID prompt, UUID labeler, int count) {
        bench.execute("""
                with tasks as (
                    insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, part, created_at)
                    select gen_random_uuid(), ?1, ?2, 'comparison', 2, 'import', 'past', n, now()
                    from generate_series(1, cast(?3 as integer)) n returning id, project_id, kind),
                slots as (
                    insert into slot (task_id, number, project_id, kind, priority, state)
                    select t.id, n, t.project_id, t.kind, 0, case n when 1 then 'judged' else 'free' end
                    from tasks t cross join generate_series(1, 2) n)
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state,
                  closed_at)
                select gen_random_uuid(), t.id, 1, ?4, (select v.id from guideline g
                    join guideline_version v on v.guideline_id = g.id where g.project_id = ?1 and g.kind = 'comparison'),
                  1, now(), 'judged', now() from tasks t""", project.id, prompt, count, labeler);
    }
}
