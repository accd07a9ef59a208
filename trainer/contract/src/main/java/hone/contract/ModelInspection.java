package hone.contract;

import java.util.List;
import java.util.Optional;

/**
 * What {@code inspect} prints: a model's directory, after everything in it was read and checked, and the machine that read it.
 *
 * @param family {@code model_type} of config.json
 * @param contextTokens the longest row that it can read
 * @param storedAs the types of its tensors as safetensors names them, such as {@code BF16}
 * @param endTokens all that end an answer, as they are spelled
 * @param licence a file, or what the model's card says
 * @param warning shown wherever the model is used
 */
public record ModelInspection(
        String family,
        Size size,
        int contextTokens,
        List<String> storedAs,
        Template template,
        List<String> endTokens,
        Optional<String> licence,
        Optional<String> warning,
        Machine machine) {
    public ModelInspection {
        Check.text("family", family);
        Check.positive("contextTokens", contextTokens);
        storedAs = List.copyOf(storedAs);
        endTokens = List.copyOf(endTokens);
    }

    /**
     * @param parameters all weights, a tied output matrix once
     * @param headWidth of a query, a key or a value
     * @param vocabulary rows of the embedding
     */
    public record Size(
            long parameters,
            int layers,
            int width,
            int heads,
            int keyValueHeads,
            int headWidth,
            int feedForward,
            int vocabulary) {
        public Size {
            Check.positive("parameters", parameters);
            Check.positive("layers", layers);
            Check.positive("width", width);
            Check.positive("heads", heads);
            Check.positive("keyValueHeads", keyValueHeads);
            Check.positive("headWidth", headWidth);
            Check.positive("feedForward", feedForward);
            Check.positive("vocabulary", vocabulary);
        }
    }

    /**
     * The chat template that the model is asked in.
     *
     * @param name in recipes
     * @param described in words, with where it comes from
     * @param own whether the directory brings it; otherwise it is Hone's form for models without one
     */
    public record Template(String name, String described, boolean own) {
        public Template {
            Check.text("name", name);
            Check.text("described", described);
        }
    }

    /**
     * @param memoryBytes of the machine, or what its container may use; 0 where that is not known
     * @param freeBytes of it when the model was read; 0 where that is not known
     */
    public record Machine(long memoryBytes, long freeBytes) {
        public Machine {
            Check.notNegative("memoryBytes", memoryBytes);
            Check.notNegative("freeBytes", freeBytes);
        }
    }
}
