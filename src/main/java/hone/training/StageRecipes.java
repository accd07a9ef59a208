package hone.training;

import hone.contract.Recipe;
import hone.dataset.Dataset;
import hone.model.ModelVersion;
import hone.run.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * By which recipe a stage trains: the one that an admin has set by hand, or else what suits the model that it starts from and the rows
 * that it learns from.
 */
@ApplicationScoped
public class StageRecipes {
    private final StageSettings.Repo settings;
    private final SuitedSettings suited;

    StageRecipes(StageSettings.Repo settings, SuitedSettings suited) {
        this.settings = settings;
        this.suited = suited;
    }

    public Recipe of(UUID project, Stage stage, ModelVersion policy, Optional<Dataset> dataset) {
        return settings.ofProject(project).byHand(stage).orElseGet(() -> suited.usual(policy, dataset, stage));
    }
}
