package hone.round;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the page that sets which steps a round takes. */
@MessageBundle("steps")
public interface RoundStepsMessages {
    @Message("Which steps a round takes")
    String stepsTitle();

    @Message(
            "After freezing, a round asks the trainer for these, one after another. A round that is running keeps the steps it began with.")
    String stepsLede();

    @Message("Saved. The next round goes by it.")
    String stepsSaved();

    @Message("Save the steps")
    String stepsSave();

    @Message(
            "{#switch step}{#case 'sft'}Fine-tune on written answers{#case 'reward'}Learn from pairs what people prefer{#case 'ppo'}Bend the policy towards it{#else}Sample the next answers{/switch}")
    String stepTake(String step);

    @Message(
            "{#switch step}{#case 'sft'}Starts from the base model at the root of the current one’s line. Without it the later steps start from the current model. Left out by itself when the dataset has no written answers.{#case 'reward'}Starts from the fine-tuned model and learns to score answers. Left out by itself when there are too few pairs.{#case 'ppo'}The fine-tuned model answers prompts, the reward model scores them. Without a reward model in the round it follows the newest that was trained from the same fine-tuned model. Left out by itself when people have compared too few answers of the policy’s own family.{#else}The round’s newest policy answers prompts that are short of answers; they become tasks.{/switch}")
    String stepHelp(String step);

    @Message("Recipe")
    String recipe();

    @Message("Recipe of {step}, as JSON")
    String recipeOf(String step);

    @Message(
            "The same as for ./hone train recipe.json. What stands here at first was found good for the small base model; a setting that is left out keeps that value, and an empty field keeps all.")
    String recipeHelp();
}
