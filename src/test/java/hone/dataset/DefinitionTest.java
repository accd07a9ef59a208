package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.CircleRows;
import hone.Servers;
import hone.judgment.Degree;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a definition chooses, and that it chooses the same again. */
@QuarkusTest
@WithTestResource(Servers.class)
class DefinitionTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    DatasetPreview preview;

    @Inject
    UserTransaction transaction;

    @Inject
    Sql sql;

    private Project project = new Project();
    private UUID lena = new UUID(0, 0);
    private UUID ravi = new UUID(0, 0);
    private UUID german = new UUID(0, 0);
    private UUID script = new UUID(0, 0);

    @BeforeEach
    void judgmentsOfSeveralSorts() {
        project = rows.project();
        lena = rows.labeler("lena", project);
        ravi = rows.labeler("ravi", project);
        german = rows.prompt(project, "Eine Geschichte?");
        sql.run("update prompt set language = 'de', source = 'stories' where id = ?", german);
        rows.demonstrated(project, lena, german, "Es war einmal.");
        rows.demonstrated(project, ravi, rows.prompt(project, "A story?"), "Once.");
        UUID compared = rows.prompt(project, "Which one?");
        sql.run("update prompt set language = 'en', source = 'questions' where id = ?", compared);
        rows.preferred(project, lena, compared, "kind", "unkind", Degree.MUCH);
        script = rows.preferred(project, ravi, rows.prompt(project, "Which other?"), "good", "bad", Degree.SLIGHTLY);
        sql.run("update judgment set simulated = true where id = ?", script);
        imported(compared, "kind", "unkind", 0.5, Optional.of(0.25));
    }

    @Test
    void eachConditionLeavesOutWhatItSays() {
        Definition all = Definition.everything();

        assertThat(judgments(all)).isEqualTo(5);
        assertThat(judgments(with(all, List.of("comparison"), List.of(), List.of())))
                .isEqualTo(3);
        assertThat(judgments(with(all, List.of(), List.of(lena), List.of()))).isEqualTo(2);
        assertThat(judgments(with(all, List.of(), List.of(), List.of(Giver.PEOPLE))))
                .isEqualTo(3);
        assertThat(judgments(with(all, List.of(), List.of(), List.of(Giver.SCRIPTS))))
                .isEqualTo(1);
        assertThat(judgments(with(all, List.of(), List.of(), List.of(Giver.IMPORTED))))
                .isEqualTo(1);
        assertThat(judgments(with(all, List.of(), List.of(), List.of(Giver.PEOPLE, Giver.SCRIPTS))))
                .isEqualTo(4);
        assertThat(judgments(ofPrompts(List.of("de"), List.of()))).isEqualTo(1);
        assertThat(judgments(ofPrompts(List.of("de", "en"), List.of()))).isEqualTo(3);
        assertThat(judgments(ofPrompts(List.of(), List.of("questions")))).isEqualTo(2);
        assertThat(judgments(accepted(Optional.of(Instant.now().plusSeconds(60)), Optional.empty())))
                .isZero();
        assertThat(judgments(
                        accepted(Optional.empty(), Optional.of(Instant.now().plusSeconds(60)))))
                .isEqualTo(5);
        UUID guideline = sql.first("""
                select v.id from guideline g join guideline_version v on v.guideline_id = g.id
                where g.project_id = ? and g.kind = 'demonstration'""", c -> c.id("id"), project.id).orElseThrow();
        assertThat(judgments(new Definition(
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(guideline),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty())))
                .isEqualTo(2);
    }

    @Test
    void theSameDefinitionOnTheSameDataGivesTheSameHashWhateverWasFrozenMeanwhile() throws Exception {
        Definition pairs = with(Definition.everything(), List.of("comparison"), List.of(), List.of());

        String first = hashOf(pairs);
        freeze(Definition.everything());
        freeze(with(Definition.everything(), List.of(), List.of(ravi), List.of()));

        assertThat(hashOf(pairs)).isEqualTo(first).matches("[0-9a-f]{64}");
        assertThat(hashOf(with(Definition.everything(), List.of("demonstration"), List.of(), List.of())))
                .isNotEqualTo(first);
    }

    @Test
    void aDefinitionIsKeptAndReadBackAsItWas() {
        Definition chosen = with(
                Definition.everything(),
                List.of("ranking", "comparison", "comparison"),
                List.of(ravi),
                List.of(Giver.SCRIPTS));

        Dataset dataset = freeze(chosen);

        assertThat(dataset.definition).isEqualTo(chosen);
        assertThat(dataset.definition.kinds()).containsExactly("comparison", "ranking");
        assertThat(sql.first(
                        "select summary ->> 'judgments' as judgments from dataset where id = ?",
                        c -> c.text("judgments"),
                        dataset.id))
                .contains("1");
    }

    @Test
    void aSecondFreezingOfTheSameChoiceIsRefusedUntilThereIsSomethingNew() {
        Definition lenas = with(Definition.everything(), List.of(), List.of(lena), List.of());
        freeze(lenas);

        assertThatThrownBy(() -> freeze(lenas))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("Nothing new was accepted since dataset 1: 0 new judgments, 2 in all");
        rows.demonstrated(project, ravi, rows.prompt(project, "Ravi's?"), "Yes.");
        assertThatThrownBy(() -> freeze(lenas)).isInstanceOf(Conflict.class);
        rows.demonstrated(project, lena, rows.prompt(project, "Lena's?"), "Yes.");

        assertThat(freeze(lenas).number).isEqualTo(2);
        assertThat(freeze(Definition.everything()).number)
                .as("another choice lacks what it never held")
                .isEqualTo(3);
    }

    @Test
    void importedJudgmentsGiveRowsOfTheirOwnWeightAndMarginAndAreMarked() {
        Dataset dataset = freeze(Definition.everything());

        assertThat(dataset.manifest.importedJudgments()).contains(1L);
        assertThat(dataset.manifest.labelers().values().stream()
                        .mapToLong(n -> n)
                        .sum())
                .isEqualTo(4);
        assertThat(sql.list("""
                        select weight, margin, row::jsonb ->> 'chosen' as chosen from dataset_member
                        where dataset_id = ? and imported_id is not null""", c -> c.real("weight") + " " + c.real("margin") + " " + c.text("chosen"), dataset.id))
                .containsExactly("0.5 0.25 kind");
        assertThat(sql.number("select count(*) from dataset_imported where dataset_id = ?", dataset.id))
                .isEqualTo(1);
        assertThat(freeze(with(Definition.everything(), List.of(), List.of(), List.of(Giver.PEOPLE)))
                        .manifest
                        .importedJudgments())
                .isEmpty();
    }

    @Test
    void rowsThatWeighTooLittleAreLeftOut() {
        Dataset dataset = freeze(new Definition(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(0.75)));

        assertThat(dataset.manifest.importedJudgments()).isEmpty();
        assertThat(sql.number("select count(*) from dataset_member where dataset_id = ? and weight < 0.75", dataset.id))
                .isZero();
    }

    private long judgments(Definition chosen) {
        return preview.of(project, chosen).judgments();
    }

    private Dataset freeze(Definition chosen) {
        return freezer.freeze(project, chosen, Optional.empty(), Instant.now());
    }

    /** Of a dataset that is not kept. */
    private String hashOf(Definition chosen) throws NotSupportedException, SystemException {
        transaction.begin();
        try {
            return freeze(chosen).sha256;
        } finally {
            transaction.rollback();
        }
    }

    private static Definition with(Definition from, List<String> kinds, List<UUID> labelers, List<Giver> givers) {
        return new Definition(
                kinds,
                from.from(),
                from.until(),
                from.guidelines(),
                labelers,
                givers,
                from.languages(),
                from.sources(),
                from.weightMin());
    }

    private static Definition ofPrompts(List<String> languages, List<String> sources) {
        return new Definition(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                languages,
                sources,
                Optional.empty());
    }

    private static Definition accepted(Optional<Instant> from, Optional<Instant> until) {
        return new Definition(
                List.of(), from, until, List.of(), List.of(), List.of(), List.of(), List.of(), Optional.empty());
    }

    private void imported(UUID prompt, String chosen, String rejected, double weight, Optional<Double> margin) {
        rows.imported(project, prompt, chosen, rejected, weight, margin);
    }
}
