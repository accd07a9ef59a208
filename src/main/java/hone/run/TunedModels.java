package hone.run;

import hone.model.ModelVersion;
import hone.web.Conflict;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The fine-tuned model that each model of a project is based on: the model itself, unless reward training, or a stage that follows
 * a reward model, made it; then the one that they started from. A reward model starts from a fine-tuned model's weights, and its scores are calibrated on
 * that model's answers, so PPO may follow it only with a policy that is based on the same one.
 */
@ApplicationScoped
public class TunedModels {
    private final Sql sql;
    private final ModelVersion.Repo models;

    TunedModels(Sql sql, ModelVersion.Repo models) {
        this.sql = sql;
        this.models = models;
    }

    /** Maps models to the fine-tuned models that they are based on, for the project's models and the base models. */
    public Map<UUID, UUID> of(UUID project) {
        Map<UUID, UUID> under = new HashMap<>();
        sql.list("""
                with recursive up as (
                  select m.id as model_id, m.id, m.parent_id, m.kind, r.kind as made_by
                  from model_version m left join run r on r.id = m.run_id
                  where m.project_id = ? or m.project_id is null
                  union all
                  select up.model_id, p.id, p.parent_id, p.kind, r.kind
                  from up join model_version p on p.id = up.parent_id left join run r on r.id = p.run_id
                  where up.kind = 'reward' or up.made_by in ('best-of-n', 'ppo', 'grpo'))
                select model_id, id from up where kind = 'policy' and coalesce(made_by, '') not in ('best-of-n', 'ppo', 'grpo')""", c -> under.put(c.id("model_id"), c.id("id")), project);
        return under;
    }

    /** The project's reward models that PPO of this policy may follow, newest first. */
    public List<ModelVersion> rewards(UUID project, ModelVersion policy) {
        Map<UUID, UUID> under = of(project);
        return models.of(project).stream()
                .filter(model -> model.kind.equals("reward") && same(under, policy, model))
                .toList();
    }

    /** Why PPO of this policy can't follow this reward model; empty when it can. */
    public Optional<String> whyNot(UUID project, ModelVersion policy, ModelVersion reward) {
        Map<UUID, UUID> under = of(project);
        return same(under, policy, reward)
                ? Optional.empty()
                : Optional.of(
                        ("%s was trained from %s, but %s goes back to %s, so its scores would be about another model’s "
                                        + "answers. Choose a reward model that was trained from %4$s, or train one first.")
                                .formatted(reward.name, name(under, reward), policy.name, name(under, policy)));
    }

    /** @throws Conflict when PPO can't follow this reward model */
    void check(UUID project, RequestRun.From from) {
        ModelVersion reward = from.reward()
                .orElseThrow(
                        () -> new Conflict("PPO follows a reward model, and none was named. Nothing was requested; "
                                + "choose one, or train one first."));
        whyNot(project, from.policy(), reward).ifPresent(sentence -> {
            throw new Conflict("Nothing was requested. " + sentence);
        });
    }

    private static boolean same(Map<UUID, UUID> under, ModelVersion policy, ModelVersion reward) {
        return under.containsKey(policy.id) && Objects.equals(under.get(policy.id), under.get(reward.id));
    }

    private String name(Map<UUID, UUID> under, ModelVersion model) {
        return models.findByIdOptional(under.getOrDefault(model.id, model.id))
                .map(tuned -> tuned.name)
                .orElse(model.name);
    }
}
