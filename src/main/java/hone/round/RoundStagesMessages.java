package hone.round;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the page that sets which stages a round takes. */
@MessageBundle("stages")
public interface RoundStagesMessages {
    @Message("Which stages a round takes")
    String title();

    @Message(
            "After freezing, a round asks the trainer for these, one after another. A round that is running keeps the stages it began with.")
    String lede();

    @Message("Saved. The next round goes by it.")
    String saved();

    @Message("Save the stages")
    String save();

    @Message(
            "{#switch stage}{#case 'sft'}Fine-tune on written answers{#case 'reward'}Learn from pairs what people prefer{#case 'ppo'}Bend the policy towards it{#else}Sample the next answers{/switch}")
    String take(String stage);

    @Message(
            "{#switch stage}{#case 'sft'}Starts from the base model at the root of the current one’s line. Without it the later stages start from the current model. Left out by itself when the dataset has no written answers.{#case 'reward'}Starts from the fine-tuned model and learns to score answers. Left out by itself when there are too few pairs.{#case 'ppo'}The fine-tuned model answers prompts, the reward model scores them. Without a reward model in the round it follows the newest that was trained from the same fine-tuned model. Left out by itself when people have compared too few answers of the policy’s own family.{#else}The round’s newest policy answers prompts that are short of answers; they become tasks.{/switch}")
    String help(String stage);

    @Message("Recipe")
    String recipe();

    @Message("Recipe of {stage}, as JSON")
    String recipeOf(String stage);

    @Message(
            "The same as for ./hone train recipe.json. What stands here at first was found good for the small base model; a setting that is left out keeps that value, and an empty field keeps all.")
    String recipeHelp();
}
