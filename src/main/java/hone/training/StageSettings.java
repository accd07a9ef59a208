package hone.training;

import hone.contract.BestOfNRecipe;
import hone.contract.DpoRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.KtoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.run.Stage;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which stages a project's rounds take and by which recipes. A round keeps the stages that it started with. */
public record StageSettings(Map<Stage, Setting> stages) {
    /**
     * @param taken whether a round takes the stage
     * @param recipe as it was set by hand; empty: what suits the model and its data when a run is requested
     */
    public record Setting(boolean taken, Optional<Recipe> recipe) {}

    private static Setting unchanged(Stage stage) {
        return new Setting(stage.isUsual(), Optional.empty());
    }

    public StageSettings {
        stages = Map.copyOf(stages);
    }

    public boolean takes(Stage stage) {
        return stages.getOrDefault(stage, unchanged(stage)).taken();
    }

    /** The recipe that somebody has set, which is kept for every model. */
    public Optional<Recipe> byHand(Stage stage) {
        return stages.getOrDefault(stage, unchanged(stage)).recipe();
    }

    /** Whether the stage follows a reward model; no default names a rule in its place. */
    public boolean followsReward(Stage stage) {
        return byHand(stage).orElseGet(() -> small(stage)).followsReward();
    }

    /** Settings that were found to work well for the small base model. */
    public static Recipe small(Stage stage) {
        return switch (stage) {
            case SFT -> SftRecipe.small();
            case KTO -> KtoRecipe.small();
            case DPO -> DpoRecipe.small();
            case REWARD -> RewardRecipe.small();
            case BEST_OF_N -> BestOfNRecipe.small();
            case PPO -> PpoRecipe.small();
            case GRPO -> GrpoRecipe.small();
            case GENERATE, SCORE ->
                throw new IllegalArgumentException("what is asked follows from prompts and answers");
        };
    }

    /** Reads and writes them, one row per stage; a stage without a row is taken if it is a usual one, and its recipe is not set by hand. */
    @ApplicationScoped
    public static class Repo {
        private final Sql sql;

        Repo(Sql sql) {
            this.sql = sql;
        }

        private record Row(Stage stage, Setting setting) {}

        public StageSettings ofProject(UUID project) {
            Map<Stage, Setting> stages = new EnumMap<>(Stage.class);
            sql.list(
                            "select stage, taken, recipe::text as recipe from stage_setting where project_id = ?",
                            c -> new Row(
                                    Stage.of(c.text("stage")),
                                    new Setting(
                                            c.flag("taken"),
                                            c.maybeText("recipe").map(recipe -> Wire.read(recipe, Recipe.class)))),
                            project)
                    .forEach(row -> stages.put(row.stage(), row.setting()));
            return new StageSettings(stages);
        }

        public void save(UUID project, StageSettings settings, UUID by, Instant now) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (Stage stage : Stage.ofRounds()) {
                Setting setting = settings.stages().getOrDefault(stage, unchanged(stage));
                rows.add(new @Nullable Object[] {
                    project,
                    stage.word(),
                    setting.taken(),
                    setting.recipe().map(Wire::write).orElse(null),
                    by,
                    now
                });
            }
            sql.runAll("""
                    insert into stage_setting (project_id, stage, taken, recipe, updated_by, updated_at)
                    values (?, ?, ?, cast(? as jsonb), ?, ?)
                    on conflict (project_id, stage) do update set taken = excluded.taken, recipe = excluded.recipe,
                      updated_by = excluded.updated_by, updated_at = excluded.updated_at""", rows);
        }
    }
}
