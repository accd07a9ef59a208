package hone.round;

import hone.contract.DatasetRef;
import hone.contract.Recipe;
import hone.dataset.Dataset;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.Outcome;
import hone.run.RequestRun;
import hone.run.RequestRun.From;
import hone.run.RequestRun.RequestedBy;
import hone.run.SampleAnswers;
import hone.run.Stage;
import hone.run.TrainingRun;
import hone.training.StageModels;
import hone.training.StageRecipes;
import hone.training.StageRefusals;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Requests the runs of a round's stage, or leaves it out with the reason. Generate samples from the round's own newest policy,
 * so that people judge its answers after the round; making it current is left to an admin.
 */
@ApplicationScoped
class RequestStage {
    static final String NO_MODEL =
            "There is no model to start from in this project. Add a base model, then start a round.";

    private final RoundStages stages;
    private final StageRecipes recipes;
    private final StageModels models;
    private final StageRefusals refusals;
    private final Project.Repo projects;
    private final Dataset.Repo datasets;
    private final TrainingRun.Repo runs;
    private final RequestRun requests;
    private final SampleAnswers sampling;

    RequestStage(
            RoundStages stages,
            StageRecipes recipes,
            StageModels models,
            StageRefusals refusals,
            Project.Repo projects,
            Dataset.Repo datasets,
            TrainingRun.Repo runs,
            RequestRun requests,
            SampleAnswers sampling) {
        this.stages = stages;
        this.recipes = recipes;
        this.models = models;
        this.refusals = refusals;
        this.projects = projects;
        this.datasets = datasets;
        this.runs = runs;
        this.requests = requests;
        this.sampling = sampling;
    }

    /** The caller holds the round's lock. */
    void of(Round round, Stage stage, Optional<DatasetRef> data) {
        List<TrainingRun> before = runs.ofRound(round.id);
        Optional<ModelVersion> policy = models.policy(round.projectId, before, stage);
        if (policy.isEmpty()) {
            round.finish(Outcome.FAILED, NO_MODEL + " The dataset is kept.", Instant.now());
            return;
        }
        Dataset dataset = datasets.findById(Optional.ofNullable(round.datasetId).orElseThrow());
        switch (stage) {
            case SFT, KTO, DPO, REWARD, BEST_OF_N, PPO, GRPO ->
                trainUnlessUseless(round, stage, data, dataset, policy.get());
            case GENERATE -> sampleUnlessUseless(round, dataset, policy.get());
            case SCORE -> throw noPart();
        }
    }

    private static IllegalArgumentException noPart() {
        return new IllegalArgumentException("a round scores no answers");
    }

    private void trainUnlessUseless(
            Round round, Stage stage, Optional<DatasetRef> data, Dataset dataset, ModelVersion from) {
        Recipe recipe = recipes.of(round.projectId, stage, from, Optional.of(dataset));
        Optional<ModelVersion> reward = recipe.followsReward()
                ? models.reward(round.projectId, runs.ofRound(round.id), from)
                : Optional.empty();
        refusals.whyNot(recipe, dataset, from, reward)
                .ifPresentOrElse(
                        why -> stages.leaveOut(round.id, stage, why),
                        () -> train(round, recipe, data, new From(from, reward)));
    }

    private void sampleUnlessUseless(Round round, Dataset dataset, ModelVersion from) {
        dataset.whyNotWhole()
                .ifPresentOrElse(why -> stages.leaveOut(round.id, Stage.GENERATE, why), () -> sample(round, from));
    }

    private void train(Round round, Recipe recipe, Optional<DatasetRef> data, From from) {
        requests.request(
                projects.findById(round.projectId), recipe, data, from, RequestedBy.inRound(round.id), Instant.now());
    }

    private void sample(Round round, ModelVersion from) {
        Project project = projects.findById(round.projectId);
        List<TrainingRun> requested = sampling.request(project, from, RequestedBy.inRound(round.id), Instant.now());
        if (requested.isEmpty()) {
            stages.leaveOut(round.id, Stage.GENERATE, "No prompt was short of answers of " + from.name + ".");
        }
    }
}
