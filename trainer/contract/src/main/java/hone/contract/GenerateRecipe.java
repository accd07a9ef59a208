package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** Samples {@code perPrompt} answers to each prompt; idempotent by (run, prompt, k). */
@JsonTypeName("generate")
public record GenerateRecipe(
        List<GeneratePrompt> prompts,
        int perPrompt,
        @JsonUnwrapped SamplingSettings sampling,
        String chatTemplate,
        int batchRows)
        implements Recipe {
    public GenerateRecipe {
        prompts = List.copyOf(prompts);
        Check.require(!prompts.isEmpty(), "prompts", prompts, "must hold a prompt");
        Allowed.answers("perPrompt", perPrompt);
        Allowed.chatTemplate(chatTemplate);
        Allowed.rows("batchRows", batchRows);
    }
}
