package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/**
 * Scores answers that are there by a reward model, which is the model that the run starts from; idempotent by (run, answer). No
 * dataset and no new model: what it says are {@link RunEvent.AnswersScored}.
 */
@JsonTypeName("score")
public record ScoreRecipe(List<ScorePrompt> prompts, String chatTemplate, int batchRows) implements Recipe {
    public ScoreRecipe {
        prompts = List.copyOf(prompts);
        Check.require(!prompts.isEmpty(), "prompts", prompts, "must hold a prompt");
        Allowed.chatTemplate(chatTemplate);
        Allowed.rows("batchRows", batchRows);
    }
}
