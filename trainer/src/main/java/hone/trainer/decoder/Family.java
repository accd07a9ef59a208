package hone.trainer.decoder;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The families of decoders that can be read, by {@code model_type} in config.json: what the configuration means, and what a model
 * is built of.
 */
enum Family {
    LLAMA("llama", "Llama", RotaryConfigs::llama),
    QWEN2("qwen2", "Qwen2", RotaryConfigs::qwen2),
    QWEN3("qwen3", "Qwen3", RotaryConfigs::qwen3),
    MISTRAL("mistral", "Mistral", RotaryConfigs::mistral),
    SMOLLM3("smollm3", "SmolLM3", RotaryConfigs::smolLm3),
    GEMMA2("gemma2", "Gemma2", RotaryConfigs::gemma2),
    GEMMA3(
            "gemma3_text",
            new Classes("Gemma3ForCausalLM", "Gemma3TextForSequenceClassification", "Gemma3TextModel"),
            new RotaryAssembly(),
            RotaryConfigs::gemma3),
    GPT2(
            "gpt2",
            new Classes("GPT2LMHeadModel", "GPT2ForSequenceClassification", "GPT2Model"),
            new Gpt2Assembly(),
            Gpt2Config::read);

    private final String modelType;
    private final Classes classes;
    private final Assembly assembly;
    private final Mapping mapping;

    /**
     * Its classes in transformers, as {@code architectures} in config.json names them.
     *
     * @param classifier with a scoring head
     * @param network without a head
     */
    private record Classes(String languageModel, String classifier, String network) {}

    /** From the fields of config.json to what is computed. */
    private interface Mapping {
        DecoderConfig read(Family family, ConfigFields fields);
    }

    Family(String modelType, String name, Mapping mapping) {
        this(
                modelType,
                new Classes(name + "ForCausalLM", name + "ForSequenceClassification", name + "Model"),
                new RotaryAssembly(),
                mapping);
    }

    Family(String modelType, Classes classes, Assembly assembly, Mapping mapping) {
        this.modelType = modelType;
        this.classes = classes;
        this.assembly = assembly;
        this.mapping = mapping;
    }

    DecoderConfig read(ConfigFields fields) {
        return mapping.read(this, fields);
    }

    Assembly assembly() {
        return assembly;
    }

    String modelType() {
        return modelType;
    }

    /** Its class in transformers. */
    String languageModel() {
        return classes.languageModel;
    }

    /** Its class in transformers with a scoring head. */
    String classifier() {
        return classes.classifier;
    }

    /** The classes that this trainer can be. */
    List<String> readClasses() {
        return List.of(classes.languageModel, classes.classifier, classes.network);
    }

    static Optional<Family> of(String modelType) {
        return Arrays.stream(values())
                .filter(family -> family.modelType.equals(modelType))
                .findFirst();
    }

    static List<String> modelTypes() {
        return Arrays.stream(values()).map(Family::modelType).toList();
    }
}
