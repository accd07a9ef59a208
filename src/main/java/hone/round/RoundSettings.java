package hone.round;

import hone.contract.Recipe;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Which steps a project's rounds take and by which recipes. A round keeps the steps that it started with. */
@Entity
@Table(name = "round_settings")
public class RoundSettings {
    @Id
    @Column(name = "project_id")
    public UUID projectId;

    public boolean sft;
    public boolean reward;
    public boolean ppo;
    public boolean generate;

    /** Null: the one for the small base model. So for the other two. */
    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "sft_recipe")
    public @Nullable Recipe sftRecipe;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "reward_recipe")
    public @Nullable Recipe rewardRecipe;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "ppo_recipe")
    public @Nullable Recipe ppoRecipe;

    @Column(name = "updated_by")
    public @Nullable UUID updatedBy;

    @Column(name = "updated_at")
    public Instant updatedAt;

    /** Every step, with the recipes for the small base model. */
    static RoundSettings of(UUID project) {
        RoundSettings settings = new RoundSettings();
        settings.projectId = project;
        settings.sft = true;
        settings.reward = true;
        settings.ppo = true;
        settings.generate = true;
        settings.updatedAt = Instant.EPOCH;
        return settings;
    }

    public boolean takes(RoundStep step) {
        return switch (step) {
            case SFT -> sft;
            case REWARD -> reward;
            case PPO -> ppo;
            case GENERATE -> generate;
        };
    }

    Recipe recipe(RoundStep step) {
        return Optional.ofNullable(
                        switch (step) {
                            case SFT -> sftRecipe;
                            case REWARD -> rewardRecipe;
                            case PPO -> ppoRecipe;
                            case GENERATE ->
                                throw new IllegalArgumentException("what Generate asks follows from the prompts");
                        })
                .orElseGet(() -> small(step));
    }

    /** Settings that were found good for the small base model. */
    static Recipe small(RoundStep step) {
        return switch (step) {
            case SFT -> Recipe.Sft.small();
            case REWARD -> Recipe.Reward.small();
            case PPO -> Recipe.Ppo.small();
            case GENERATE -> throw new IllegalArgumentException("what Generate asks follows from the prompts");
        };
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<RoundSettings, UUID> {
        RoundSettings ofProject(UUID project) {
            return Optional.ofNullable(findById(project)).orElseGet(() -> RoundSettings.of(project));
        }
    }
}
