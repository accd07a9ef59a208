package hone.round;

import hone.dataset.Dataset;
import hone.model.CurrentModel;
import hone.model.ModelVersion;
import hone.run.TrainingRun;
import hone.run.TunedModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which models each step of a round begins with. SFT starts from the base model at the root of the current one's line, not from
 * the current model itself: a dataset holds all accepted judgments, so what was learned from the earlier ones is learned again,
 * and nothing is learned twice. All later steps go on with what the round has made so far, or else with the current model.
 */
@ApplicationScoped
class StepModels {
    private final ModelVersion.Repo models;
    private final CurrentModel.Repo current;
    private final TrainingRun.Repo runs;
    private final TunedModels tuned;

    StepModels(ModelVersion.Repo models, CurrentModel.Repo current, TrainingRun.Repo runs, TunedModels tuned) {
        this.models = models;
        this.current = current;
        this.runs = runs;
        this.tuned = tuned;
    }

    /** The policy that a step trains, scores or samples; empty in a project without any model. */
    Optional<ModelVersion> policy(Round round, RoundStep step) {
        List<TrainingRun> all = runs.ofRound(round.id);
        return policy(round.projectId, all, step);
    }

    /** The same before a round has begun: as far as it is not its own to make. */
    Optional<ModelVersion> policyBefore(UUID project, RoundStep step) {
        return policy(project, List.of(), step);
    }

    /** The same by hand: in place of the round's runs stand those of the dataset. */
    Optional<ModelVersion> policy(Dataset dataset, RoundStep step) {
        return policy(dataset.projectId, runs.ofDataset(dataset.id), step);
    }

    private Optional<ModelVersion> policy(UUID project, List<TrainingRun> all, RoundStep step) {
        return switch (step) {
            case SFT -> currentOrBase(project).map(models::root);
            case REWARD, PPO -> made(all, RoundStep.SFT).or(() -> currentOrBase(project));
            case GENERATE ->
                made(all, RoundStep.PPO).or(() -> made(all, RoundStep.SFT)).or(() -> currentOrBase(project));
        };
    }

    /** What judges the policy's answers in PPO: this round's reward model, or else the newest that was trained from the same. */
    Optional<ModelVersion> reward(Round round, ModelVersion policy) {
        return made(runs.ofRound(round.id), RoundStep.REWARD)
                .or(() -> tuned.rewards(round.projectId, policy).stream().findFirst());
    }

    private Optional<ModelVersion> made(List<TrainingRun> all, RoundStep step) {
        return all.stream()
                .filter(run -> run.kind.equals(step.word()) && run.succeeded())
                .reduce((earlier, later) -> later)
                .flatMap(run -> models.madeBy(run.id));
    }

    private Optional<ModelVersion> currentOrBase(UUID project) {
        return current.of(project).map(c -> models.findById(c.modelVersionId)).or(models::newestBase);
    }
}
