package hone.training;

import hone.contract.Recipe;
import hone.contract.UnreadableMessage;
import hone.run.Stage;
import hone.web.Complaints;
import hone.web.Typed;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** One training stage by hand as it stands in the form, chosen or typed: shown again as it is when refused. */
public class TrainForm {
    @RestForm
    public @Nullable String stage;

    @RestForm
    public @Nullable String policy;

    @RestForm
    public @Nullable String reward;

    @RestForm
    public @Nullable String recipe;

    /** For templates: whether this model stands chosen. */
    public boolean chose(String model) {
        return model.equals(policy) || model.equals(reward);
    }

    /** For templates: what stands in the recipe's field. */
    public String recipe() {
        return Typed.text(recipe);
    }

    /** An empty field keeps the project's own recipe of the stage. */
    Recipe read(Stage stage, StageSettings settings, Complaints.Collector complaints) {
        Recipe whole = settings.recipe(stage);
        try {
            return recipe().isBlank() ? whole : RecipeText.over(whole, recipe());
        } catch (UnreadableMessage e) {
            complaints.add("recipe", String.valueOf(e.getMessage()));
            return whole;
        }
    }
}
