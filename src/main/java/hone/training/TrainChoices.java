package hone.training;

import hone.contract.Recipe;
import hone.dataset.Dataset;
import hone.model.ModelVersion;
import hone.run.RequestRun.From;
import hone.run.Stage;
import hone.run.TunedModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What an admin may train by hand from a dataset: for each stage the models it may start from, the best of them, or why there
 * is none.
 */
@ApplicationScoped
class TrainChoices {
    private static final int MODELS_MAX = 100;
    private static final String NO_MODEL = "There is no model to start from in this project yet.";

    /** Each costs a count of its pairs; an older reward model is used only if an admin chooses it. */
    private static final int REWARDS_TRIED_MAX = 10;

    private final ModelVersion.Repo models;
    private final TunedModels tuned;
    private final StageModels stageModels;
    private final StageRefusals refusals;
    private final StageSettings.Repo settings;
    private final StageRecipes recipes;

    TrainChoices(
            ModelVersion.Repo models,
            TunedModels tuned,
            StageModels stageModels,
            StageRefusals refusals,
            StageSettings.Repo settings,
            StageRecipes recipes) {
        this.models = models;
        this.tuned = tuned;
        this.stageModels = stageModels;
        this.refusals = refusals;
        this.settings = settings;
        this.recipes = recipes;
    }

    /**
     * @param best what the form suggests; empty when nothing can be trained
     * @param whyNot why nothing can be trained; empty when the best can
     * @param rewards what PPO may follow; empty for the other stages
     */
    record Choice(
            Stage stage,
            Optional<From> best,
            Optional<String> whyNot,
            List<ModelVersion> policies,
            List<Scoring> rewards) {
        /** Whether the stage follows a reward model, which must then be chosen. */
        public boolean follows() {
            return stage == Stage.PPO || !rewards.isEmpty();
        }
    }

    /** A reward model and what it was trained from. */
    record Scoring(ModelVersion model, String from) {
        public String name() {
            return model.name;
        }
    }

    List<Choice> of(Dataset dataset) {
        return Stage.training().stream().map(stage -> of(dataset, stage)).toList();
    }

    Choice of(Dataset dataset, Stage stage) {
        return switch (stage) {
            case SFT -> one(dataset, stage, policies(dataset), NO_MODEL);
            case KTO, DPO -> one(dataset, stage, policies(dataset), NO_MODEL);
            case REWARD ->
                one(
                        dataset,
                        stage,
                        madeByTraining(dataset),
                        "There is no fine-tuned model in this project yet. Run SFT first: a reward model starts from it.");
            case PPO -> following(dataset, stage);
            case BEST_OF_N, GRPO ->
                settings.ofProject(dataset.projectId).followsReward(stage)
                        ? following(dataset, stage)
                        : one(dataset, stage, policies(dataset), NO_MODEL);
            case GENERATE, SCORE -> throw new IllegalArgumentException(stage + " trains nothing");
        };
    }

    /** The project's and the base models' policies, newest first. */
    private List<ModelVersion> policies(Dataset dataset) {
        return models.of(dataset.projectId).stream()
                .filter(model -> model.kind.equals("policy"))
                .limit(MODELS_MAX)
                .toList();
    }

    private List<ModelVersion> madeByTraining(Dataset dataset) {
        return policies(dataset).stream()
                .filter(model -> model.parentId != null)
                .toList();
    }

    private Choice one(Dataset dataset, Stage stage, List<ModelVersion> policies, String none) {
        Optional<ModelVersion> best = stageModels
                .policy(dataset, stage)
                .filter(model -> policies.stream().anyMatch(p -> p.id.equals(model.id)))
                .or(() -> policies.stream().findFirst());
        Optional<String> whyNot = best.map(
                        policy -> refusals.whyNot(recipe(dataset, stage, policy), dataset, policy, Optional.empty()))
                .orElse(Optional.of(none));
        return new Choice(stage, best.map(From::policy), whyNot, policies, List.of());
    }

    private Recipe recipe(Dataset dataset, Stage stage, ModelVersion policy) {
        return recipes.of(dataset.projectId, stage, policy, Optional.of(dataset));
    }

    /** The newest reward model that it may follow; if all are refused, the reason for refusing the newest. */
    private Choice following(Dataset dataset, Stage stage) {
        List<ModelVersion> policies = madeByTraining(dataset);
        Map<UUID, UUID> under = tuned.of(dataset.projectId);
        List<ModelVersion> rewards = models.of(dataset.projectId).stream()
                .filter(model -> model.kind.equals("reward"))
                .limit(MODELS_MAX)
                .toList();
        List<Scoring> shown = rewards.stream()
                .map(model -> new Scoring(model, models.findById(under.getOrDefault(model.id, model.id)).name))
                .toList();
        Optional<From> best = Optional.empty();
        Optional<String> whyNot = Optional.of(
                "There is no reward model in this project yet. Train one first: " + stage.title() + " follows it.");
        boolean first = true;
        for (ModelVersion reward : rewards.subList(0, Math.min(REWARDS_TRIED_MAX, rewards.size()))) {
            Optional<ModelVersion> policy = policyFor(dataset, stage, reward, policies, under);
            Optional<String> refused = policy.map(
                            p -> refusals.whyNot(recipe(dataset, stage, p), dataset, p, Optional.of(reward)))
                    .orElseGet(() -> Optional.of("There is no fine-tuned model that " + reward.name
                            + " was trained from. Run SFT and train a reward model from what it makes."));
            if (first || refused.isEmpty()) {
                best = policy.map(p -> new From(p, Optional.of(reward)));
                whyNot = refused;
            }
            if (refused.isEmpty()) {
                break;
            }
            first = false;
        }
        return new Choice(stage, best, whyNot, policies, shown);
    }

    /** What a round would use, if that is based on the same fine-tuned model; otherwise the newest policy that is. */
    private Optional<ModelVersion> policyFor(
            Dataset dataset, Stage stage, ModelVersion reward, List<ModelVersion> policies, Map<UUID, UUID> under) {
        List<ModelVersion> fitting = policies.stream()
                .filter(policy ->
                        under.containsKey(policy.id) && under.get(policy.id).equals(under.get(reward.id)))
                .toList();
        return stageModels
                .policy(dataset, stage)
                .filter(model -> fitting.stream().anyMatch(p -> p.id.equals(model.id)))
                .or(() -> fitting.stream().findFirst());
    }
}
