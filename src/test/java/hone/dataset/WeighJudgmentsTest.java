package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.CircleRows;
import hone.Servers;
import hone.contract.LabelWeights;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Lena and Mo say the same of each pair, Kit the opposite. By hand: of 15 shared judgments Lena is right in nearly all, so her accuracy
 * is (8 + 15) / (10 + 15) = 0.92 and her weight 2 · 0.92 − 1 = 0.84; Kit's accuracy is 8 / 25 = 0.32, worse than chance.
 */
@QuarkusTest
@WithTestResource(Servers.class)
class WeighJudgmentsTest {
    private static final int PAIRS = 15;

    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    Project.Repo projects;

    @Inject
    Sql sql;

    private Project project = new Project();
    private UUID lena = new UUID(0, 0);
    private UUID mo = new UUID(0, 0);
    private UUID kit = new UUID(0, 0);

    @BeforeEach
    void aProjectWithThreeLabelers() {
        project = rows.project();
        lena = rows.labeler("lena", project);
        mo = rows.labeler("mo", project);
        kit = rows.labeler("kit", project);
    }

    private void compared(int pairs) {
        for (int i = 0; i < pairs; i++) {
            UUID prompt = rows.prompt(project, "Which one of " + i + "?");
            UUID kind = rows.answer(prompt, "kind " + i);
            UUID unkind = rows.answer(prompt, "unkind " + i);
            List<UUID> answers = List.of(kind, unkind);
            rows.judged(project, lena, prompt, new Verdict.Preferred(kind, unkind, Degree.BETTER), answers);
            rows.judged(project, mo, prompt, new Verdict.Preferred(kind, unkind, Degree.MUCH), answers);
            rows.judged(project, kit, prompt, new Verdict.Preferred(unkind, kind, Degree.MUCH), answers);
        }
    }

    private Dataset frozen(String policy) {
        sql.run("update project set label_weights = ? where id = ?", policy, project.id);
        return QuarkusTransaction.requiringNew()
                .call(() -> freezer.freeze(projects.findById(project.id), Optional.empty(), Instant.now()));
    }

    private static LabelWeights.Reliability found(LabelWeights weights, UUID labeler) {
        return Optional.ofNullable(weights.labelers().get(labeler.toString())).orElseThrow();
    }

    private double weights(Dataset dataset, UUID labeler) {
        return sql.first("""
                        select coalesce(sum(m.weight), 0) as weight from dataset_member m join judgment j on j.id = m.judgment_id
                        where m.dataset_id = ? and j.labeler_id = ? and m.kind = 'dataset.preference'""", c -> c.real("weight"), dataset.id, labeler).orElseThrow();
    }

    @Test
    void withoutAPolicyEverythingCountsTheSame() {
        compared(PAIRS);

        Dataset dataset = frozen("off");

        assertThat(dataset.manifest.weights()).isEmpty();
        assertThat(weights(dataset, kit)).isEqualTo(PAIRS);
    }

    @Test
    void byReliabilityWhoIsWorseThanChanceCountsNothingAndTheManifestSaysOfEachWhatWasFound() {
        compared(PAIRS);

        Dataset dataset = frozen("weight");

        LabelWeights weights = dataset.manifest.weights().orElseThrow();
        assertThat(weights.leftOut()).isEqualTo(PAIRS);
        assertThat(found(weights, lena).accuracy().orElseThrow()).isCloseTo(0.92, within(0.01));
        assertThat(found(weights, kit).accuracy().orElseThrow()).isCloseTo(0.32, within(0.01));
        assertThat(found(weights, kit).weight()).isZero();
        assertThat(weights(dataset, kit)).isZero();
        assertThat(weights(dataset, lena)).isCloseTo(PAIRS * 0.84, within(0.3));
        assertThat(weights(dataset, mo)).isEqualTo(weights(dataset, lena));
        assertThat(dataset.manifest.labelers()).doesNotContainKey(kit.toString());
    }

    @Test
    void whatIsProbablyWrongIsLeftOutAndTheRestCountsInFull() {
        compared(PAIRS);

        Dataset dataset = frozen("drop-below");

        assertThat(dataset.manifest.weights().orElseThrow().threshold()).contains(0.5);
        assertThat(dataset.manifest.weights().orElseThrow().leftOut()).isEqualTo(PAIRS);
        assertThat(weights(dataset, kit)).isZero();
        assertThat(weights(dataset, lena)).isEqualTo(PAIRS);
    }

    private record Row(boolean kindChosen, boolean trained, double weight, double margin) {}

    private List<Row> pairs(Dataset dataset) {
        return sql.list(
                """
                select m.row::jsonb ->> 'chosen' like 'kind%' as kind_chosen, m.split = 'train' as trained, m.weight, m.margin
                from dataset_member m where m.dataset_id = ? and m.kind = 'dataset.preference'""",
                c -> new Row(c.flag("kind_chosen"), c.flag("trained"), c.real("weight"), c.real("margin")), dataset.id);
    }

    /**
     * By hand: if the kind answer is better, Lena and Mo each say so with 0.92 and Kit says the other with 1 − 0.32 = 0.68; if not, with
     * 0.08 and 0.32. So the odds are (0.92 / 0.08)² · 0.68 / 0.32 = 281, and p is 0.996.
     */
    @Test
    void asProbabilitiesEachPairCountsOnceInBothOrdersTogetherAndWhatIsHeldOutStaysAsItWasJudged() {
        compared(PAIRS);
        sql.run("update project set held_out_percent = 20 where id = ?", project.id);

        Dataset dataset = frozen("soft-label");

        List<Row> trained = pairs(dataset).stream().filter(Row::trained).toList();
        List<Row> heldOut =
                pairs(dataset).stream().filter(row -> !row.trained()).toList();
        assertThat(heldOut).isNotEmpty();
        int pairs = PAIRS - heldOut.size() / 3;
        assertThat(trained).hasSize(6 * pairs);
        assertThat(sum(trained)).isCloseTo(pairs, within(1e-6));
        assertThat(sum(trained.stream().filter(Row::kindChosen).toList()) / pairs)
                .isCloseTo(0.996, within(0.002));
        assertThat(trained)
                .filteredOn(row -> row.kindChosen() && row.margin() == 0)
                .hasSize(pairs);
        assertThat(heldOut).hasSize(3 * (PAIRS - pairs));
        assertThat(heldOut).filteredOn(Row::kindChosen).hasSize(2 * (PAIRS - pairs));
        assertThat(dataset.manifest.weights().orElseThrow().leftOut()).isZero();
    }

    private static double sum(List<Row> rows) {
        return rows.stream().mapToDouble(Row::weight).sum();
    }

    @Test
    void whereTooLittleIsSharedNobodyIsJudgedAndTheManifestSaysWhy() {
        compared(3);

        Dataset dataset = frozen("weight");

        assertThat(dataset.manifest.weights().orElseThrow().whyNot()).isPresent();
        assertThat(weights(dataset, kit)).isEqualTo(3);
    }
}
