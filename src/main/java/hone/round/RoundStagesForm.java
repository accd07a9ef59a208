package hone.round;

import hone.contract.Recipe;
import hone.contract.UnreadableMessage;
import hone.run.Stage;
import hone.training.RecipeText;
import hone.training.StageSettings;
import hone.training.StageSettings.Setting;
import hone.training.SuitedSettings;
import hone.training.WrongSettings;
import hone.web.Complaints;
import hone.web.Typed;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The form for the stages and recipes of a project's rounds, typed or read: shown again unchanged when refused. */
public class RoundStagesForm {
    @RestForm
    public @Nullable String sft;

    @RestForm
    public @Nullable String kto;

    @RestForm
    public @Nullable String dpo;

    @RestForm
    public @Nullable String reward;

    @RestForm("best-of-n")
    public @Nullable String bestOfN;

    @RestForm
    public @Nullable String ppo;

    @RestForm
    public @Nullable String grpo;

    @RestForm
    public @Nullable String generate;

    @RestForm
    public @Nullable String sftRecipe;

    @RestForm
    public @Nullable String ktoRecipe;

    @RestForm
    public @Nullable String dpoRecipe;

    @RestForm
    public @Nullable String rewardRecipe;

    @RestForm("best-of-nRecipe")
    public @Nullable String bestOfNRecipe;

    @RestForm
    public @Nullable String ppoRecipe;

    @RestForm
    public @Nullable String grpoRecipe;

    /** Which stage's recipe is to be filled in with what suits its model and data; nothing is saved then. */
    @RestForm
    public @Nullable String suit;

    /** The recipes that the page showed as defaults: whoever leaves one as it is has set nothing by hand. */
    @RestForm
    public @Nullable List<String> defaults;

    static RoundStagesForm of(StageSettings settings, Function<Stage, Recipe> usual) {
        RoundStagesForm form = new RoundStagesForm();
        form.sft = box(settings, Stage.SFT);
        form.kto = box(settings, Stage.KTO);
        form.dpo = box(settings, Stage.DPO);
        form.reward = box(settings, Stage.REWARD);
        form.bestOfN = box(settings, Stage.BEST_OF_N);
        form.ppo = box(settings, Stage.PPO);
        form.grpo = box(settings, Stage.GRPO);
        form.generate = box(settings, Stage.GENERATE);
        form.sftRecipe = text(settings, Stage.SFT, usual);
        form.ktoRecipe = text(settings, Stage.KTO, usual);
        form.dpoRecipe = text(settings, Stage.DPO, usual);
        form.rewardRecipe = text(settings, Stage.REWARD, usual);
        form.bestOfNRecipe = text(settings, Stage.BEST_OF_N, usual);
        form.ppoRecipe = text(settings, Stage.PPO, usual);
        form.grpoRecipe = text(settings, Stage.GRPO, usual);
        return form;
    }

    /** For templates: whether a stage's box is ticked. */
    public boolean takes(Stage stage) {
        return ticked(
                switch (stage) {
                    case SFT -> sft;
                    case KTO -> kto;
                    case DPO -> dpo;
                    case REWARD -> reward;
                    case BEST_OF_N -> bestOfN;
                    case PPO -> ppo;
                    case GRPO -> grpo;
                    case GENERATE -> generate;
                    case SCORE -> null;
                });
    }

    /** For templates: the text in the field of a training stage's recipe. */
    public String recipe(Stage stage) {
        return Typed.text(
                switch (stage) {
                    case SFT -> sftRecipe;
                    case KTO -> ktoRecipe;
                    case DPO -> dpoRecipe;
                    case REWARD -> rewardRecipe;
                    case BEST_OF_N -> bestOfNRecipe;
                    case PPO -> ppoRecipe;
                    case GRPO -> grpoRecipe;
                    case GENERATE, SCORE -> "";
                });
    }

    /** What a button to fill something in asks for. */
    Optional<SuitedSettings.Wish> wish() {
        return SuitedSettings.Wish.of(Typed.line(suit));
    }

    void fill(Stage stage, Recipe recipe) {
        String text = RecipeText.of(recipe);
        switch (stage) {
            case SFT -> sftRecipe = text;
            case KTO -> ktoRecipe = text;
            case DPO -> dpoRecipe = text;
            case REWARD -> rewardRecipe = text;
            case BEST_OF_N -> bestOfNRecipe = text;
            case PPO -> ppoRecipe = text;
            case GRPO -> grpoRecipe = text;
            case GENERATE, SCORE -> throw new IllegalArgumentException("it has no recipe");
        }
    }

    /**
     * @param usual the recipe of a stage for which nothing is set
     * @throws hone.web.Invalid with a sentence for each setting that can't be accepted
     */
    StageSettings read(Function<Stage, Recipe> usual) {
        Complaints.Collector complaints = new Complaints.Collector();
        Map<Stage, Setting> stages = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.ofRounds()) {
            Optional<Recipe> recipe = stage.trains() ? read(stage, usual, complaints) : Optional.empty();
            stages.put(stage, new Setting(takes(stage), recipe));
        }
        complaints.throwIfAny();
        return new StageSettings(stages);
    }

    private Optional<Recipe> read(Stage stage, Function<Stage, Recipe> usual, Complaints.Collector complaints) {
        String typed = recipe(stage).strip();
        if (typed.isEmpty() || leftAsShown(typed)) {
            return Optional.empty();
        }
        Recipe whole = usual.apply(stage);
        try {
            return Optional.of(RecipeText.over(whole, typed)).filter(recipe -> !recipe.equals(whole));
        } catch (UnreadableMessage e) {
            WrongSettings.note(complaints, stage.word() + "Recipe", e);
            return Optional.empty();
        }
    }

    private boolean leftAsShown(String typed) {
        return defaults != null
                && defaults.stream().anyMatch(shown -> Typed.text(shown).strip().equals(typed));
    }

    private static boolean ticked(@Nullable String box) {
        return "on".equals(box);
    }

    private static String text(StageSettings settings, Stage stage, Function<Stage, Recipe> usual) {
        return RecipeText.of(settings.byHand(stage).orElseGet(() -> usual.apply(stage)));
    }

    private static @Nullable String box(StageSettings settings, Stage stage) {
        return settings.takes(stage) ? "on" : null;
    }
}
