package hone.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.Servers;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.project.Project;
import hone.project.WorkSettings;
import hone.task.TaskQueue;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people are asked about each pair, and up to four where they disagree. */
@QuarkusTest
@WithTestResource(Servers.class)
class MoreWhereDisputedTest {
    private static final String KIND = "It laughed.";
    private static final String SORRY = "It was sorry.";

    @Inject
    Bench bench;

    @Inject
    WorkSettings.Repo askedWork;

    @Inject
    TaskQueue queue;

    @Inject
    SubmitJudgment submitJudgment;

    @Inject
    UndoLast undoLast;

    @Inject
    Sql sql;

    private Project project;
    private UUID task;

    @BeforeEach
    void twoAndUpToFour() {
        project = bench.project(2, "lena", "mo", "ravi", "noor", "ida");
        QuarkusTransaction.requiringNew()
                .run(() ->
                        askedWork.store(project.id, WorkSettings.changed(asked -> new WorkSetting(asked.on(), 2, 4))));
        task = asked("Tell of a goat.");
    }

    private UUID asked(String text) {
        UUID prompt = bench.prompt(project, text, KIND, SORRY);
        return (UUID) bench.one("select id from task where prompt_id = ?1 and kind = 'comparison'", prompt);
    }

    private String slots() {
        return (String) bench.one(
                "select t.asked || ' asked, ' || t.added || ' added: ' || string_agg(s.state, ' ' order by s.number) from task t join slot s on s.task_id = t.id where t.id = ?1 group by t.id",
                task);
    }

    private Optional<UUID> handed(String who) {
        return queue.lease(project, WorkKind.COMPARISON, bench.person(who), Instant.now());
    }

    @Test
    void whoAgreesNeedsNobodyElse() {
        bench.prefers(project, "lena", KIND, 3, "");
        bench.prefers(project, "mo", KIND, 1, "");

        assertThat(slots()).isEqualTo("2 asked, 0 added: judged judged");
        assertThat(handed("ravi")).isEmpty();
    }

    @Test
    void oneMoreIsAskedAtATimeUntilMoreThanHalfAgree() {
        bench.prefers(project, "lena", KIND, 3, "");
        assertThat(slots()).isEqualTo("2 asked, 0 added: judged free");
        bench.prefers(project, "mo", SORRY, 3, "");
        assertThat(slots()).isEqualTo("3 asked, 1 added: judged judged free");
        bench.prefers(project, "ravi", KIND, 2, "");

        assertThat(slots()).isEqualTo("3 asked, 1 added: judged judged judged");
        assertThat(handed("noor")).isEmpty();
    }

    @Test
    void thereIsABound() {
        bench.prefers(project, "lena", KIND, 3, "");
        bench.prefers(project, "mo", SORRY, 3, "");
        bench.prefers(project, "ravi", KIND, 0, "");
        bench.prefers(project, "noor", SORRY, 3, "");

        assertThat(slots()).isEqualTo("4 asked, 2 added: judged judged judged judged");
        assertThat(handed("ida")).isEmpty();
    }

    @Test
    void theDisputedTaskComesBeforeThoseThatNobodyHasJudged() {
        asked("Tell of a hen.");
        bench.prefers(project, "lena", KIND, 3, "");
        bench.prefers(project, "mo", SORRY, 3, "");

        assertThat(bench.one(
                        "select task_id from assignment where id = ?1",
                        handed("ravi").orElseThrow()))
                .isEqualTo(task);
    }

    @Test
    void whoUndoesTheirJudgmentTakesTheRequestBackUnlessSomebodyHasIt() {
        bench.prefers(project, "lena", KIND, 3, "");
        UUID second = bench.prefers(project, "mo", SORRY, 3, "");

        undoLast.undo(second, bench.person("mo"), Instant.now());
        assertThat(slots()).isEqualTo("2 asked, 0 added: judged taken");

        submitJudgment.submit(second, bench.person("mo"), bench.preference(second, SORRY, 3, ""), Instant.now());
        bench.assign(project, "ravi");
        undoLast.undo(second, bench.person("mo"), Instant.now());
        assertThat(slots()).isEqualTo("3 asked, 1 added: judged taken taken");
    }

    @Test
    void aClosedTaskIsNotAskedAgain() {
        bench.prefers(project, "lena", KIND, 3, "");
        UUID last = bench.assign(project, "mo");
        bench.execute("update task set closed_at = now() where id = ?1", task);
        submitJudgment.submit(last, bench.person("mo"), bench.preference(last, SORRY, 3, ""), Instant.now());

        assertThat(slots()).isEqualTo("2 asked, 0 added: judged judged");
    }

    /** Neither would see the other's judgment if they did not wait for each other. */
    @Test
    void twoWhoSendAtTheSameMomentAreSeenToDisagree() throws Exception {
        UUID lena = bench.assign(project, "lena");
        UUID mo = bench.assign(project, "mo");
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            List<Future<?>> sent = QuarkusTransaction.requiringNew().call(() -> {
                sql.first("select 1 as one from task where id = ? for update", c -> true, task);
                List<Future<?>> sending = List.of(
                        both.submit(() -> sends("lena", lena, KIND)), both.submit(() -> sends("mo", mo, SORRY)));
                await().until(() -> waiting() == 2);
                return sending;
            });
            for (Future<?> one : sent) {
                one.get();
            }
        }

        assertThat(slots()).isEqualTo("3 asked, 1 added: judged judged free");
        assertThat(bench.one("select judgments from disagreement where task_id = ?1", task))
                .isEqualTo(2);
    }

    private void sends(String who, UUID assignment, String prefers) {
        submitJudgment.submit(
                assignment, bench.person(who), bench.preference(assignment, prefers, 3, ""), Instant.now());
    }

    /** Connections that wait for the row of a task. */
    private long waiting() {
        return sql.number("""
                select count(*) from pg_stat_activity
                where wait_event_type = 'Lock' and query like '%from task where id = % for no key update%' and datname = current_database()""");
    }
}
