package hone.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.kind.HandingOrder;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.SlotRanks;
import hone.task.TaskQueue;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an order costs depends neither on how many tasks there are nor on how many of them somebody has had. */
@QuarkusTest
@WithTestResource(Servers.class)
class ReadsOfOrderTest {
    @Inject
    Bench bench;

    @Inject
    Ordered ordered;

    @Inject
    TaskQueue queue;

    @Inject
    SlotRanks ranks;

    @Inject
    Sql sql;

    private Project project;

    @BeforeEach
    void people() {
        project = bench.project(2, "lena");
    }

    /** Sixteen lanes are looked into, each as far as it was passed: a bound, however much somebody has had. */
    @Test
    void whoIsThousandsOfTasksAheadReadsAFewRowsOfEachLane() {
        ordered.choose(project, 2, HandingOrder.RANDOM);
        UUID prompt = bench.prompt(project, "the first", Ordered.KIND, Ordered.SORRY);
        hadByOne(prompt, bench.person("lena"), 4_000);
        ordered.settle(project);
        ordered.asked(project, "later");
        ordered.asked(project, "and later");
        ordered.asked(project, "last");
        ordered.settle(project);
        bench.execute(
                "update slot set rank = 1 where project_id = ?1 and task_id in (select id from task where origin_id <> 'past')",
                project.id);
        ordered.judges(project, "lena", Ordered.KIND);
        ordered.judges(project, "lena", Ordered.KIND);

        long rows = QuarkusTransaction.requiringNew().call(() -> {
            long before = sql.number(READ);
            assertThat(queue.lease(project, WorkKind.COMPARISON, bench.person("lena"), Instant.now()))
                    .isPresent();
            return sql.number(READ) - before;
        });

        assertThat(rows).as("rows and look-ups for one hand-out").isBetween(1L, 1_500L);
    }

    /** What the job looks for: the next that are open, those without a rank, and those that somebody has judged. */
    @Test
    void theJobReadsAsManyRowsAsItTakesHoweverManyThereAre() {
        ordered.choose(project, 2, HandingOrder.INFORMATIVE);
        UUID prompt = bench.prompt(project, "the first", Ordered.KIND, Ordered.SORRY);
        UUID judged = (UUID) bench.one("select id from task where prompt_id = ?1", prompt);
        hadByOne(prompt, bench.person("lena"), 4_000);
        bench.execute("update slot set rank = 5 where project_id = ?1", project.id);
        ordered.asked(project, "later");
        ordered.asked(project, "and later");
        ordered.asked(project, "last");

        long rows = QuarkusTransaction.requiringNew().call(() -> {
            long before = sql.number(READ);
            assertThat(ranks.free(project.id, WorkKind.COMPARISON, new UUID(0, 0), 50))
                    .hasSize(50);
            assertThat(ranks.unranked(project.id, WorkKind.COMPARISON, 50)).hasSize(3);
            assertThat(ranks.rankedAbout(List.of(judged), List.of(prompt), WorkKind.COMPARISON, 50))
                    .hasSizeBetween(50, 51);
            return sql.number(READ) - before;
        });

        assertThat(rows).as("rows and look-ups").isBetween(100L, 1_000L);
    }

    private static final String READ = """
            select sum(coalesce(seq_tup_read, 0) + coalesce(idx_scan, 0) + coalesce(idx_tup_fetch, 0))
            from pg_stat_xact_user_tables where relname in ('slot', 'assignment', 'task', 'draft', 'member', 'slot_passed')""";

    /** Tasks with two places, of which one person has judged the first: the other is free, and not for them. */
    private void hadByOne(UUID prompt, UUID labeler, int count) {
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
