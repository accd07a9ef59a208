package hone.quality;

import static hone.export.ArchiveCalls.archive;
import static hone.export.ArchiveCalls.taken;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.export.ArchivedRows;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.task.TaskQueue;
import hone.web.Sql;
import hone.web.Uuid7;
import hone.work.Bench;
import hone.work.SubmitJudgment;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of four pairs that somebody compared three have come again: two are judged, and one is in their hands when the project leaves. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "service-account-hone-cli", roles = "program")
class RepeatsInArchiveTest {
    private static final String KIND = "It was kind.";
    private static final String RUDE = "It was rude.";

    @Inject
    Bench bench;

    @Inject
    TaskQueue queue;

    @Inject
    SubmitJudgment submitJudgment;

    @Inject
    MeasureQuality measure;

    @Inject
    QualityPages pages;

    @Inject
    ArchivedRows archived;

    @Inject
    Sql sql;

    private final String lena = "lena-" + UUID.randomUUID();
    private Project project;
    private UUID held;

    @BeforeEach
    void fourAreComparedAndThreeComeAgain() {
        project = bench.project(1, lena);
        for (String about : List.of("a kite", "a goat", "a hen", "a boat")) {
            bench.prompt(project, "Tell of " + about + ".", KIND, RUDE);
            bench.prefers(project, lena, KIND, 2, "");
        }
        bench.execute(
                "update judgment set judged_at = judged_at - interval '8 days' where project_id = ?1", project.id);
        judge(takeRepeat(), KIND);
        judge(takeRepeat(), RUDE);
        held = takeRepeat();
    }

    /** As handing out does now and then. */
    private UUID takeRepeat() {
        UUID assignment = Uuid7.next();
        Instant now = Instant.now();
        assertThat(comesAgain(assignment, now)).isTrue();
        return assignment;
    }

    private boolean comesAgain(UUID assignment, Instant now) {
        return QuarkusTransaction.requiringNew()
                .call(() -> sql.first(
                                """
                                select take_repeat(?, ?, ?, 'comparison', v.id, 7, 1, ?, ?) as taken
                                from guideline g join guideline_version v on v.guideline_id = g.id
                                where g.project_id = ? and g.kind = 'comparison'""",
                                c -> c.flag("taken"),
                                assignment,
                                bench.person(lena),
                                project.id,
                                now,
                                now.plus(Duration.ofMinutes(30)),
                                project.id)
                        .orElseThrow());
    }

    private void judge(UUID assignment, String prefers) {
        submitJudgment.submit(
                assignment, bench.person(lena), bench.preference(assignment, prefers, 2, ""), Instant.now());
    }

    private Repeats measured() {
        measure.measure(project.id);
        return pages.of(project.id).repeats();
    }

    private List<?> presented(UUID assignment) {
        return bench.list(
                "select w.text from assignment_answer x join answer w on w.id = x.answer_id where x.assignment_id = ?1 order by x.position",
                assignment);
    }

    private boolean askedAgain() {
        return sql.first(
                        "select asked_again(?, r.source_id) as again from planned_repeat r join assignment a on a.task_id = r.task_id where a.id = ?",
                        c -> c.flag("again"),
                        bench.person(lena),
                        held)
                .orElseThrow();
    }

    @Test
    void selfConsistencyIsTheSameWhereTheProjectArrivesAndWhatIsOpenIsGoneOnWith() {
        assertThat(measured()).isEqualTo(new Repeats(1, 1, 0));
        List<?> shown = presented(held);
        byte[] archive = archive(project, "&names=on");
        archived.forget(project);

        taken(archive).statusCode(200);

        assertThat(measured()).isEqualTo(new Repeats(1, 1, 0));
        assertThat(presented(held)).isEqualTo(shown).hasSize(2);
        assertThat(askedAgain())
                .as("what they said the first time is hidden from them")
                .isTrue();
        assertThat(queue.lease(bench.again(project), WorkKind.COMPARISON, bench.person(lena), Instant.now()))
                .contains(held);
        judge(held, KIND);
        assertThat(measured()).isEqualTo(new Repeats(2, 1, 0));
    }

    @Test
    void whereItArrivesNothingComesAThirdTime() {
        byte[] archive = archive(project, "&names=on");
        archived.forget(project);
        taken(archive).statusCode(200);
        judge(held, KIND);

        judge(takeRepeat(), KIND);

        assertThat(comesAgain(Uuid7.next(), Instant.now()))
                .as("all four have come again")
                .isFalse();
        assertThat(measured()).isEqualTo(new Repeats(3, 1, 0));
    }
}
