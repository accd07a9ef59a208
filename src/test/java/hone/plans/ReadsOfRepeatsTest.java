package hone.plans;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.devstack.history.WorkHistory;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.TaskQueue;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repeat is looked for among two hundred judgments, whether somebody has given a thousand or forty thousand; without repeats among none. */
@QuarkusTest
@WithTestResource(Servers.class)
class ReadsOfRepeatsTest {
    private static final int LOOKED_AT = 200;

    /** An index's entry and what it leads to count as two, and the one that is copied is read once more. */
    private static final int READS = 2 * LOOKED_AT + 20;

    @Inject
    CountedReads reads;

    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @ParameterizedTest
    @ValueSource(ints = {1_000, 40_000})
    void choosingOneReadsTwoHundredJudgmentsHoweverManyThereAre(int judgments) throws Exception {
        String slug = "repeated-" + UUID.randomUUID().toString().substring(0, 8);
        try (Connection database = RowsRead.database()) {
            new WorkHistory(slug, judgments + 100, 1, judgments, 0).fill(database, List.of(slug));
        }
        UUID project = (UUID) bench.one("select id from project where slug = ?1", slug);
        UUID person = bench.person(slug);
        reads.begin();
        try {
            for (int i = 0; i < 3; i++) {
                RowsRead read = RowsRead.by("choosing a repeat of " + judgments, () -> repeat(project, person));

                assertThat(read.of("judgment")).isBetween(1L, (long) READS);
                assertThat(read.of("assignment")).isLessThan(3 * READS);
                assertThat(read.of("task")).isLessThan(READS);
            }

            RowsRead off = RowsRead.by("handing out without repeats", () -> handed(slug, person));
            assertThat(off.of("judgment")).isZero();
        } finally {
            reads.end();
        }
    }

    private void repeat(UUID project, UUID person) {
        assertThat(bench.one("""
                        select take_repeat(gen_random_uuid(), ?1, ?2, ?3, v.id, 7, 5, now(), now() + interval '1 hour')
                        from guideline g join guideline_version v on v.guideline_id = g.id where g.project_id = ?2 and g.kind = ?3""", person, project, WorkKind.COMPARISON.wireName()))
                .isEqualTo(true);
        bench.execute(
                "update assignment set state = 'released', closed_at = now() where labeler_id = ?1 and state = 'open'",
                person);
        bench.execute(
                "update slot set state = 'closed', lease_until = null where project_id = ?1 and state = 'taken'",
                project);
    }

    private void handed(String slug, UUID person) {
        Project project = bench.projectNamed(slug);
        assertThat(queue.lease(project, WorkKind.COMPARISON, person, Instant.now()))
                .isPresent();
    }
}
