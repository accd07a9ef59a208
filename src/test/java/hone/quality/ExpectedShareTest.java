package hone.quality;

import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.evaluation.Share;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How often somebody decides as a reward model expected. */
@QuarkusTest
@WithTestResource(Servers.class)
class ExpectedShareTest {
    @Inject
    Bench bench;

    @Inject
    CircleRows rows;

    @Inject
    MeasureQuality measure;

    @Inject
    QualityPages pages;

    @Test
    void oneOfThreeThatWereExpectedAndWhatWasNotExpectedDoesNotCount() {
        Project project = bench.project(1, "quinn-1");
        UUID model = rows.scoring(project, "r1", rows.base(rows.project())).id;
        double[] probabilities = {0.9, 0.4, 0.1, 0.5, -1};
        for (double probability : probabilities) {
            bench.prompt(project, "Prompt " + UUID.randomUUID(), "one", "other");
            UUID assignment = bench.prefers(project, "quinn-1", "one", 2, "");
            if (probability >= 0) {
                bench.execute("""
                        insert into prediction (judgment_id, model_version_id, probability)
                        select id, ?1, ?2 from judgment where assignment_id = ?3""", model, probability, assignment);
            }
        }

        measure.measure(project.id);

        Tendencies quinn = pages.of(project.id).people().stream()
                .filter(people -> people.kind() == WorkKind.COMPARISON)
                .findFirst()
                .orElseThrow()
                .lines()
                .getFirst();
        assertThat(quinn.sided().reward()).contains(new Share(1.0 / 3, 3));
        assertThat(quinn.sided().ties()).contains(new Share(0, 5));
    }
}
