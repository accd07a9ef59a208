package hone.training;

import hone.contract.Recipe;
import hone.contract.UnreadableMessage;
import hone.run.Stage;
import hone.web.Complaints;
import hone.web.Typed;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The form for one training stage by hand: shown again unchanged when refused. */
public class TrainForm {
    @RestForm
    public @Nullable String stage;

    @RestForm
    public @Nullable String policy;

    @RestForm
    public @Nullable String reward;

    @RestForm
    public @Nullable String recipe;

    /** For templates: whether this model is chosen. */
    public boolean chose(String model) {
        return model.equals(policy) || model.equals(reward);
    }

    /** For templates: the text in the recipe's field. */
    public String recipe() {
        return Typed.text(recipe);
    }

    /** An empty field means the project's own recipe for the stage. */
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
