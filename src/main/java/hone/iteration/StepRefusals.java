package hone.iteration;

import hone.dataset.Dataset;
import hone.model.ModelVersion;
import hone.run.TrainingRun;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Why a step of a round would do no good, with the numbers. The round goes on without it. */
@ApplicationScoped
class StepRefusals {
    private final Sql sql;
    private final Dataset.Repo datasets;
    private final TrainingRun.Repo runs;
    private final StepModels models;
    private final RoundsConfig config;

    StepRefusals(Sql sql, Dataset.Repo datasets, TrainingRun.Repo runs, StepModels models, RoundsConfig config) {
        this.sql = sql;
        this.datasets = datasets;
        this.runs = runs;
        this.models = models;
        this.config = config;
    }

    Optional<String> whyNot(RoundStep step, Round round, ModelVersion policy) {
        return switch (step) {
            case SFT -> noDemonstrations(round);
            case REWARD -> tooFewPairs(round);
            case PPO ->
                models.reward(round, policy)
                        .map(reward -> tooFewOfTheFamily(reward, policy))
                        .orElseGet(() -> Optional.of("There is no reward model for the family of " + policy.name
                                + " yet, so PPO has nothing to follow."));
            case GENERATE -> Optional.empty();
        };
    }

    private Optional<String> noDemonstrations(Round round) {
        return datasets.findById(frozen(round)).demonstrations() > 0
                ? Optional.empty()
                : Optional.of("The dataset has no written answers (demonstrations or corrections), so SFT has nothing "
                        + "to learn from; have some written, then start a round.");
    }

    private Optional<String> tooFewPairs(Round round) {
        long pairs = sql.number("""
                select count(*) from dataset_member
                where dataset_id = ? and kind = 'dataset.preference' and split = 'train'""", frozen(round));
        return pairs >= config.rewardPairsMin()
                ? Optional.empty()
                : Optional.of("A reward model is trained from %d pairs on; this dataset has %d to train on."
                        .formatted(config.rewardPairsMin(), pairs));
    }

    /**
     * A reward model knows the answers that it has seen compared. PPO walks away from the policy's own answers, so pairs of other
     * models' answers alone would leave it without guidance where it goes.
     */
    private Optional<String> tooFewOfTheFamily(ModelVersion reward, ModelVersion policy) {
        UUID data = Optional.ofNullable(reward.runId)
                .flatMap(run -> runs.findByIdOptional(run))
                .flatMap(run -> Optional.ofNullable(run.datasetId))
                .orElseThrow(() -> new IllegalStateException("reward model " + reward.name + " has no dataset"));
        long pairs = familyPairs(data, policy);
        return pairs >= config.ppoFamilyPairsMin()
                ? Optional.empty()
                : Optional.of(
                        ("PPO needs %d pairs in which people compared two answers of the family of %s; %s was trained on %d. "
                                        + "Let people judge its answers, then start a round.")
                                .formatted(config.ppoFamilyPairsMin(), policy.name, reward.name, pairs));
    }

    /** The family: policies with the same base, without the base itself. Both answers of a pair are among those of its task. */
    private long familyPairs(UUID dataset, ModelVersion policy) {
        return sql.number("""
                with recursive up as (
                  select id, parent_id from model_version where id = ?
                  union all
                  select m.id, m.parent_id from model_version m join up on m.id = up.parent_id),
                down as (
                  select id from up where parent_id is null
                  union all
                  select m.id from model_version m join down on m.parent_id = down.id),
                family as (
                  select m.id from down join model_version m on m.id = down.id where m.kind = 'policy' and m.parent_id is not null),
                pair as (
                  select d.judgment_id, d.row::jsonb as row from dataset_member d
                  where d.dataset_id = ? and d.kind = 'dataset.preference' and d.split = 'train'),
                ours as (
                  select j.id as judgment_id, a.text from judgment j
                  join task_answer t on t.task_id = j.task_id join answer a on a.id = t.answer_id
                  where j.id in (select judgment_id from pair) and a.model_version_id in (select id from family))
                select count(*) from pair p
                where exists (select 1 from ours o where o.judgment_id = p.judgment_id and o.text = p.row ->> 'chosen')
                  and exists (select 1 from ours o where o.judgment_id = p.judgment_id and o.text = p.row ->> 'rejected')""", policy.id, dataset);
    }

    private static UUID frozen(Round round) {
        return Optional.ofNullable(round.datasetId)
                .orElseThrow(() -> new IllegalStateException("round " + round.number + " has frozen nothing yet"));
    }
}
