package hone.iteration;

import hone.model.CurrentModel;
import hone.model.ModelVersion;
import hone.run.TrainingRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

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

    StepModels(ModelVersion.Repo models, CurrentModel.Repo current, TrainingRun.Repo runs) {
        this.models = models;
        this.current = current;
        this.runs = runs;
    }

    /** The policy that a step trains, scores or samples; empty in a project without any model. */
    Optional<ModelVersion> policy(Round round, RoundStep step) {
        return switch (step) {
            case SFT -> currentOrBase(round).map(models::root);
            case REWARD, PPO -> made(round, RoundStep.SFT).or(() -> currentOrBase(round));
            case GENERATE ->
                made(round, RoundStep.PPO).or(() -> made(round, RoundStep.SFT)).or(() -> currentOrBase(round));
        };
    }

    /** What judges the policy's answers in PPO: this round's reward model, or else the newest of the policy's family. */
    Optional<ModelVersion> reward(Round round, ModelVersion policy) {
        return made(round, RoundStep.REWARD).or(() -> models.newestReward(round.projectId, models.root(policy)));
    }

    private Optional<ModelVersion> made(Round round, RoundStep step) {
        List<TrainingRun> all = runs.ofRound(round.id);
        return all.stream()
                .filter(run -> run.kind.equals(step.word()) && run.succeeded())
                .findFirst()
                .flatMap(run -> models.madeBy(run.id));
    }

    private Optional<ModelVersion> currentOrBase(Round round) {
        return current.of(round.projectId)
                .map(c -> models.findById(c.modelVersionId))
                .or(models::newestBase);
    }
}
