package hone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.CircleRows;
import hone.Servers;
import hone.project.Project;
import hone.run.Stage;
import hone.training.StageModels;
import hone.web.Conflict;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where rounds begin: with the base that was chosen last, whatever is current. */
@QuarkusTest
@WithTestResource(Servers.class)
class ProjectBaseTest {
    @Inject
    CircleRows rows;

    @Inject
    ProjectBase bases;

    @Inject
    StageModels stages;

    @Inject
    CurrentModel.Repo current;

    @Inject
    Sql sql;

    private Project project;
    private UUID ada;

    @BeforeEach
    void open() {
        project = rows.project();
        ada = rows.labeler("ada", project);
    }

    @Test
    void withoutAChoiceItIsTheRootOfTheCurrentModel() {
        ModelVersion tuned = rows.trained(project, project.slug + "-sft-1", rows.base(project));
        QuarkusTransaction.requiringNew()
                .run(() -> current.persist(CurrentModel.of(project.id, tuned.id, ada, "Better.", Instant.now())));

        assertThat(bases.of(project.id)).map(base -> base.name).contains("base-" + project.slug);
        assertThat(starts(Stage.SFT)).isEqualTo("base-" + project.slug);
        assertThat(starts(Stage.DPO)).isEqualTo(tuned.name);
    }

    @Test
    void aBaseThatIsChosenLaterIsWhereFineTuningBeginsWhileTheCurrentModelGoesOnAnswering() {
        ModelVersion tuned = rows.trained(project, project.slug + "-sft-1", rows.base(project));
        QuarkusTransaction.requiringNew()
                .run(() -> current.persist(CurrentModel.of(project.id, tuned.id, ada, "Better.", Instant.now())));
        ModelVersion other = rows.base(rows.project());

        choose(other);

        assertThat(starts(Stage.SFT)).isEqualTo(other.name);
        assertThat(starts(Stage.GENERATE)).isEqualTo(tuned.name);
        assertThat(current.of(project.id)).map(now -> now.modelVersionId).contains(tuned.id);
        choose(rows.base(project));
        assertThat(starts(Stage.SFT)).isEqualTo("base-" + project.slug);
        assertThat(sql.list(
                        "select action from audit_entry where project_id = ? order by at",
                        c -> c.text("action"),
                        project.id))
                .containsExactly("project.base-chosen", "project.base-chosen");
    }

    @Test
    void whatWasTrainedHereAndWhatIsTheBaseAlreadyIsRefused() {
        ModelVersion tuned = rows.trained(project, project.slug + "-sft-1", rows.base(project));

        assertThatThrownBy(() -> choose(tuned)).isInstanceOf(Conflict.class).hasMessageContaining("no base model");
        choose(rows.base(project));
        assertThatThrownBy(() -> choose(rows.base(project)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("already");
    }

    private String starts(Stage stage) {
        return stages.policy(project.id, List.of(), stage).orElseThrow().name;
    }

    private void choose(ModelVersion model) {
        QuarkusTransaction.requiringNew().run(() -> bases.choose(project, model, ada, Instant.now()));
    }
}
