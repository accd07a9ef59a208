package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.judgment.Degree;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is said before freezing is what freezing then does. */
@QuarkusTest
@WithTestResource(Servers.class)
class ComingRowsTest {
    @Inject
    CircleRows rows;

    @Inject
    ComingRows coming;

    @Inject
    DatasetFreezer freezer;

    @Inject
    Sql sql;

    @Test
    void theRowsForetoldAreThoseThatAreFrozen() {
        Project project = rows.project();
        project.heldOutPercent = 40;
        UUID lena = rows.labeler("lena", project);
        ModelVersion tuned = rows.trained(project, project.slug + "-sft-0", rows.base(project));
        for (int i = 0; i < 20; i++) {
            rows.preferred(project, lena, rows.prompt(project, "Pair " + i + "?"), "Kind.", "Not.", Degree.MUCH);
        }
        for (int i = 0; i < 8; i++) {
            rows.compared(project, lena, rows.prompt(project, "Question " + i + "?"), tuned, 3);
            rows.demonstrated(project, lena, rows.prompt(project, "Story " + i + "?"), "Story.");
        }
        rows.tied(project, lena, rows.prompt(project, "A tie?"));

        ComingRows.Count count = coming.of(project, Set.of(tuned.id));
        Dataset dataset =
                QuarkusTransaction.requiringNew().call(() -> freezer.freeze(project, Optional.empty(), Instant.now()));

        assertThat(count.whole()).isTrue();
        assertThat(count.judgments()).isEqualTo(53);
        assertThat(count.ties()).isEqualTo(dataset.manifest.ties()).isEqualTo(1);
        assertThat(count.demonstrations()).isEqualTo(dataset.demonstrations()).isEqualTo(8);
        assertThat(count.trainingPairs())
                .isEqualTo(sql.number(
                        "select count(*) from dataset_member where dataset_id = ? and kind = 'dataset.preference' and split = 'train'",
                        dataset.id))
                .isBetween(1L, 43L);
        assertThat(count.familyPairs()).isEqualTo(sql.number("""
                        select count(*) from dataset_member m join judgment j on j.id = m.judgment_id
                        where m.dataset_id = ? and m.kind = 'dataset.preference' and m.split = 'train'
                          and exists (select 1 from task_answer t join answer a on a.id = t.answer_id
                                      where t.task_id = j.task_id and a.model_version_id = ?)""", dataset.id, tuned.id));
    }

    @Test
    void whereAllAreTiesNothingWouldBeFrozen() {
        Project project = rows.project();
        rows.tied(project, rows.labeler("lena", project), rows.prompt(project, "A tie?"));

        assertThat(coming.of(project, Set.of()).empty()).isTrue();
    }
}
