package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.contract.PreferenceScan;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Lena and Mallory have compared thirty pairs each that nobody else has seen. A reward model that had learned from somebody else expected
 * what Lena decided, and the opposite of what Mallory did. By hand: 30 of 30 contradicted here and 0 of 30 elsewhere; Fisher's p is 1 /
 * C(60, 30), far below any limit.
 */
@QuarkusTest
@WithTestResource(Servers.class)
class ScanWithExpectationsTest {
    private static final int PAIRS = 30;

    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    Project.Repo projects;

    @Inject
    Sql sql;

    private Project project;
    private ModelVersion model;
    private UUID learnedFrom;
    private UUID mallory;
    private List<UUID> flipped;

    @BeforeEach
    void whatTheModelExpected() {
        project = rows.project();
        UUID lena = rows.labeler("lena", project);
        mallory = rows.labeler("mallory", project);
        UUID before = rows.labeler("mo", project);
        learnedFrom = rows.frozen(project, judged(before, 999));
        model = rows.scoring(project, "reward", rows.base(project));
        flipped = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            expect(judged(lena, i), 0.95);
            UUID judgment = judged(mallory, PAIRS + i);
            expect(judgment, 0.05);
            flipped.add(judgment);
        }
        QuarkusTransaction.requiringNew().run(() -> sql.run("""
                        insert into assignment_answer (assignment_id, position, answer_id)
                        select a.id, t.position, t.answer_id from assignment a join task_answer t on t.task_id = a.task_id
                        join judgment j on j.assignment_id = a.id where j.project_id = ?
                        on conflict do nothing""", project.id));
    }

    private UUID judged(UUID labeler, int i) {
        UUID prompt = rows.prompt(project, "Which of these, ask" + i + "?");
        UUID good = rows.answer(prompt, "good" + i);
        UUID bad = rows.answer(prompt, "bad" + i);
        return rows.judged(
                project, labeler, prompt, new Verdict.Preferred(good, bad, Degree.BETTER), List.of(good, bad));
    }

    private void expect(UUID judgment, double probability) {
        QuarkusTransaction.requiringNew()
                .run(() -> sql.run(
                        "insert into prediction (judgment_id, model_version_id, dataset_id, probability) values (?, ?, ?, ?)",
                        judgment,
                        model.id,
                        learnedFrom,
                        probability));
    }

    private PreferenceScan scan() {
        return QuarkusTransaction.requiringNew()
                .call(() -> freezer.freeze(projects.findById(project.id), Optional.empty(), Instant.now()))
                .manifest
                .scan()
                .orElseThrow();
    }

    private List<UUID> heldBack() {
        return sql.list("select judgment_id as id from quarantine where project_id = ?", c -> c.id("id"), project.id);
    }

    @Test
    void aModelThatHasNotLearnedFromSomebodyIsASecondOpinionAboutThem() {
        PreferenceScan scan = scan();

        assertThat(scan.expected()).contains(2L * PAIRS);
        assertThat(scan.findings()).containsKey("flips");
        assertThat(heldBack()).containsExactlyInAnyOrderElementsOf(flipped);
    }

    @Test
    void oneThatHasLearnedFromThemIsNone() {
        QuarkusTransaction.requiringNew()
                .run(() -> sql.run(
                        "insert into dataset_labeler (dataset_id, labeler_id, frozen_at, judgments) values (?, ?, now(), 1)",
                        learnedFrom,
                        mallory));

        PreferenceScan scan = scan();

        assertThat(scan.expected()).contains((long) PAIRS);
        assertThat(scan.findings()).doesNotContainKey("flips");
        assertThat(heldBack()).isEmpty();
    }
}
