package hone.round;

import hone.contract.Recipe;
import hone.contract.UnreadableMessage;
import hone.web.Complaints;
import hone.web.Typed;
import java.time.Instant;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The steps and recipes of a project's rounds as they stand in the form, typed or read: shown again as they are when refused. */
public class RoundSettingsForm {
    @RestForm
    public @Nullable String sft;

    @RestForm
    public @Nullable String reward;

    @RestForm
    public @Nullable String ppo;

    @RestForm
    public @Nullable String generate;

    @RestForm
    public @Nullable String sftRecipe;

    @RestForm
    public @Nullable String rewardRecipe;

    @RestForm
    public @Nullable String ppoRecipe;

    static RoundSettingsForm of(RoundSettings settings) {
        RoundSettingsForm form = new RoundSettingsForm();
        form.sft = box(settings.sft);
        form.reward = box(settings.reward);
        form.ppo = box(settings.ppo);
        form.generate = box(settings.generate);
        form.sftRecipe = RecipeText.of(settings.recipe(RoundStep.SFT));
        form.rewardRecipe = RecipeText.of(settings.recipe(RoundStep.REWARD));
        form.ppoRecipe = RecipeText.of(settings.recipe(RoundStep.PPO));
        return form;
    }

    /** For templates: whether a step's box is ticked. */
    public boolean takes(RoundStep step) {
        return ticked(
                switch (step) {
                    case SFT -> sft;
                    case REWARD -> reward;
                    case PPO -> ppo;
                    case GENERATE -> generate;
                });
    }

    /** For templates: what stands in the field of a training step's recipe. */
    public String recipe(RoundStep step) {
        return Typed.text(
                switch (step) {
                    case SFT -> sftRecipe;
                    case REWARD -> rewardRecipe;
                    case PPO -> ppoRecipe;
                    case GENERATE -> "";
                });
    }

    /** Writes all or nothing. */
    void writeTo(RoundSettings settings, UUID by, Instant now) {
        Complaints.Collector complaints = new Complaints.Collector();
        Recipe newSft = read(RoundStep.SFT, complaints);
        Recipe newReward = read(RoundStep.REWARD, complaints);
        Recipe newPpo = read(RoundStep.PPO, complaints);
        complaints.throwIfAny();
        settings.sft = ticked(sft);
        settings.reward = ticked(reward);
        settings.ppo = ticked(ppo);
        settings.generate = ticked(generate);
        settings.sftRecipe = newSft;
        settings.rewardRecipe = newReward;
        settings.ppoRecipe = newPpo;
        settings.updatedBy = by;
        settings.updatedAt = now;
    }

    /** @return null for the recipe of the small base model, so that a better one of a later version is taken over */
    private @Nullable Recipe read(RoundStep step, Complaints.Collector complaints) {
        String typed = recipe(step).strip();
        if (typed.isEmpty()) {
            return null;
        }
        try {
            Recipe recipe = RecipeText.over(RoundSettings.small(step), typed);
            return recipe.equals(RoundSettings.small(step)) ? null : recipe;
        } catch (UnreadableMessage e) {
            complaints.add(step.word() + "Recipe", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static boolean ticked(@Nullable String box) {
        return "on".equals(box);
    }

    private static @Nullable String box(boolean ticked) {
        return ticked ? "on" : null;
    }
}
