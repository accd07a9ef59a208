package hone.training;

import hone.run.Stage;
import hone.web.Typed;
import java.util.Optional;
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

    /** The model that the recipe was filled in for; it goes along when another is chosen and the recipe was left as it was. */
    @RestForm
    public @Nullable String suitedTo;

    /** For templates. */
    public String suitedTo() {
        return Typed.line(suitedTo);
    }

    /** That the recipe is to be filled in with what suits the model and the dataset; nothing is requested then. */
    @RestForm
    public @Nullable String suit;

    /** For templates: whether this model is chosen. */
    public boolean chose(String model) {
        return model.equals(policy) || model.equals(reward);
    }

    /** For templates: the text in the recipe's field. */
    public String typed() {
        return Typed.text(recipe);
    }

    Optional<SuitedSettings.Wish> wish() {
        return SuitedSettings.Wish.of(Typed.line(suit));
    }

    TrainByHand.Chosen chosen(Stage stage, String typed) {
        return new TrainByHand.Chosen(stage, Typed.line(policy), Typed.line(reward), typed);
    }
}
