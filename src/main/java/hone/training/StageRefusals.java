package hone.training;

import hone.contract.BestOfNRecipe;
import hone.contract.DpoRecipe;
import hone.contract.GenerateRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.KtoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.PretrainRecipe;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.ScoreRecipe;
import hone.contract.SftRecipe;
import hone.contract.Split;
import hone.dataset.Dataset;
import hone.dataset.RowKind;
import hone.model.ModelVersion;
import hone.run.TrainingRun;
import hone.run.TunedModels;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Why a training stage would do no good, with the numbers. A round continues without it; by hand it can't be requested. */
@ApplicationScoped
public class StageRefusals {
    private static final String FAMILY = """
                with recursive up as (
                  select id, parent_id from model_version where id = ?
                  union all
                  select m.id, m.parent_id from model_version m join up on m.id = up.parent_id),
                down as (
                  select id from up where parent_id is null
                  union all
                  select m.id from model_version m join down on m.parent_id = down.id),
                family as (
                  select m.id from down join model_version m on m.id = down.id where m.kind = 'policy' and m.parent_id is not null)""";

    private static final String NOTHING_TRAINED =
            "With 0 epochs the best answers are only written down; set “epochs” to 1 or more to train on them.";

    private final Sql sql;
    private final TrainingRun.Repo runs;
    private final TunedModels tuned;
    private final TrainingConfig config;

    StageRefusals(Sql sql, TrainingRun.Repo runs, TunedModels tuned, TrainingConfig config) {
        this.sql = sql;
        this.runs = runs;
        this.tuned = tuned;
        this.config = config;
    }

    /** @param reward what PPO, GRPO or best of n would follow; ignored for recipes that follow none */
    public Optional<String> whyNot(Recipe recipe, Dataset dataset, ModelVersion policy, Optional<ModelVersion> reward) {
        Optional<String> notWhole = dataset.whyNotWhole();
        if (notWhole.isPresent()) {
            return notWhole;
        }
        return switch (recipe) {
            case SftRecipe sft -> noDemonstrations(dataset.demonstrations());
            case KtoRecipe kto -> noRatings(training(dataset, RowKind.RATED));
            case DpoRecipe dpo -> noPairs(training(dataset, RowKind.PAIR));
            case RewardRecipe pairs -> tooFewPairs(training(dataset, RowKind.PAIR));
            case PpoRecipe ppo -> cannotFollow(dataset, policy, reward);
            case GrpoRecipe grpo -> grpo.followsReward() ? cannotFollow(dataset, policy, reward) : Optional.empty();
            case BestOfNRecipe best ->
                best.trains()
                        ? best.followsReward() ? cannotFollow(dataset, policy, reward) : Optional.empty()
                        : Optional.of(NOTHING_TRAINED);
            case GenerateRecipe generate -> Optional.empty();
            case ScoreRecipe score -> Optional.empty();
            case PretrainRecipe pretrain -> Optional.empty();
        };
    }

    private Optional<String> cannotFollow(Dataset dataset, ModelVersion policy, Optional<ModelVersion> reward) {
        return reward.map(model -> tuned.whyNot(dataset.projectId, policy, model)
                        .or(() -> tooFewOfTheFamily(model.name, policy.name, familyPairs(data(model), policy))))
                .orElseGet(() -> Optional.of(noReward(policy.name)));
    }

    private static Optional<String> noRatings(long ratings) {
        return ratings > 0
                ? Optional.empty()
                : Optional.of("The dataset has no rated answers to train on; have some rated, then freeze again.");
    }

    private static Optional<String> noPairs(long pairs) {
        return pairs > 0
                ? Optional.empty()
                : Optional.of("The dataset has no pairs to train on; have some answers compared, then freeze again.");
    }

    public Optional<String> noDemonstrations(long demonstrations) {
        return demonstrations > 0
                ? Optional.empty()
                : Optional.of("The dataset has no written answers (demonstrations or corrections), so SFT has nothing "
                        + "to learn from; have some written, then freeze again.");
    }

    public Optional<String> tooFewPairs(long pairs) {
        return pairs >= config.rewardPairsMin()
                ? Optional.empty()
                : Optional.of("A reward model is trained from %d pairs on; this dataset has %d to train on."
                        .formatted(config.rewardPairsMin(), pairs));
    }

    public String noReward(String policy) {
        return "There is no reward model that was trained from what " + policy
                + " goes back to, so there is nothing to follow. Train one first.";
    }

    /**
     * A reward model knows only the kind of answers that it has seen compared. Training against it moves the policy away from the answers
     * that it gives today, so pairs of other models' answers alone would leave it without guidance there.
     */
    public Optional<String> tooFewOfTheFamily(String reward, String policy, long pairs) {
        return pairs >= config.ppoFamilyPairsMin()
                ? Optional.empty()
                : Optional.of(
                        ("Training against a reward model needs %d pairs in which people compared two answers of the family of %s; "
                                        + "%s was trained on %d. Let people judge its answers, then train a reward model from them.")
                                .formatted(config.ppoFamilyPairsMin(), policy, reward, pairs));
    }

    private long training(Dataset dataset, RowKind kind) {
        return sql.number("""
                select count(*) from dataset_member
                where dataset_id = ? and kind = ? and split = ?""", dataset.id, kind.wireName(), Split.TRAIN.wireName());
    }

    private UUID data(ModelVersion reward) {
        return Optional.ofNullable(reward.runId)
                .flatMap(run -> runs.findByIdOptional(run))
                .flatMap(run -> Optional.ofNullable(run.datasetId))
                .orElseThrow(() -> new IllegalStateException("reward model " + reward.name + " has no dataset"));
    }

    /** Policies with the same base as this one, without the base. */
    public Set<UUID> family(ModelVersion policy) {
        return Set.copyOf(sql.list(FAMILY + " select id from family", c -> c.id("id"), policy.id));
    }

    /** The family: policies with the same base, without the base itself. Both answers of a pair are among those of its task. */
    private long familyPairs(UUID dataset, ModelVersion policy) {
        return sql.number(FAMILY + """
                ,                 pair as (
                  select d.judgment_id, d.row::jsonb as row from dataset_member d
                  where d.dataset_id = ? and d.kind = ? and d.split = ? and d.row <> ''),
                ours as (
                  select j.id as judgment_id, a.text from judgment j
                  join task_answer t on t.task_id = j.task_id join answer a on a.id = t.answer_id
                  where j.id in (select judgment_id from pair) and a.model_version_id in (select id from family))
                select count(distinct (p.judgment_id, least(p.row ->> 'chosen', p.row ->> 'rejected'),
                  greatest(p.row ->> 'chosen', p.row ->> 'rejected'))) from pair p
                where exists (select 1 from ours o where o.judgment_id = p.judgment_id and o.text = p.row ->> 'chosen')
                  and exists (select 1 from ours o where o.judgment_id = p.judgment_id and o.text = p.row ->> 'rejected')""", policy.id, dataset, RowKind.PAIR.wireName(), Split.TRAIN.wireName());
    }
}
