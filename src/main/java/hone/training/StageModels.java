package hone.training;

import hone.dataset.Dataset;
import hone.model.CurrentModel;
import hone.model.ModelVersion;
import hone.model.ProjectBase;
import hone.run.Stage;
import hone.run.TrainingRun;
import hone.run.TunedModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which model each stage of a round starts from. SFT starts from the project's base model (chosen, or at the root of the current
 * model's lineage), not from the current model itself: a dataset holds all accepted judgments, so everything learned earlier is learned again, and
 * nothing is learned twice. All later stages continue with what the round has made so far, or else with the current model.
 */
@ApplicationScoped
public class StageModels {
    private final ModelVersion.Repo models;
    private final CurrentModel.Repo current;
    private final ProjectBase base;
    private final TrainingRun.Repo runs;
    private final TunedModels tuned;

    StageModels(
            ModelVersion.Repo models,
            CurrentModel.Repo current,
            ProjectBase base,
            TrainingRun.Repo runs,
            TunedModels tuned) {
        this.models = models;
        this.current = current;
        this.base = base;
        this.runs = runs;
        this.tuned = tuned;
    }

    /**
     * The policy that a stage trains, scores or samples; empty in a project without any model.
     *
     * @param before the runs of the round so far
     */
    public Optional<ModelVersion> policy(UUID project, List<TrainingRun> before, Stage stage) {
        return switch (stage) {
            case SFT -> base.of(project);
            case KTO, DPO, REWARD, BEST_OF_N, PPO, GRPO, GENERATE, SCORE ->
                madeBefore(before, stage).or(() -> currentOrBase(project));
        };
    }

    /** The newest policy that a stage before this one has made. */
    private Optional<ModelVersion> madeBefore(List<TrainingRun> all, Stage stage) {
        return Arrays.stream(Stage.values())
                .filter(Stage::makesPolicy)
                .filter(earlier -> earlier.compareTo(stage) < 0)
                .flatMap(earlier -> made(all, earlier).stream())
                .reduce((earlier, later) -> later);
    }

    /** The same for training by hand: the runs of the dataset take the place of the round's runs. */
    Optional<ModelVersion> policy(Dataset dataset, Stage stage) {
        return policy(dataset.projectId, runs.ofDataset(dataset.id), stage);
    }

    /**
     * What scores the policy's answers in the stages that follow a reward model: this round's, or else the newest that is based on
     * the same model.
     */
    public Optional<ModelVersion> reward(UUID project, List<TrainingRun> before, ModelVersion policy) {
        return made(before, Stage.REWARD)
                .or(() -> tuned.rewards(project, policy).stream().findFirst());
    }

    private Optional<ModelVersion> made(List<TrainingRun> all, Stage stage) {
        return all.stream()
                .filter(run -> run.kind == stage && run.succeeded())
                .reduce((earlier, later) -> later)
                .flatMap(run -> models.madeBy(run.id));
    }

    private Optional<ModelVersion> currentOrBase(UUID project) {
        return current.of(project).map(c -> models.findById(c.modelVersionId)).or(() -> base.of(project));
    }
}
