package hone.trainer.decoder;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** The families of decoders that can be read, by {@code model_type} in config.json. */
enum Family {
    LLAMA("llama", "LlamaForCausalLM", "LlamaForSequenceClassification") {
        @Override
        Layout layout(DecoderConfig config) {
            return Llama.layout(config);
        }

        @Override
        Decoder decoder(DecoderConfig config, Map<String, Tensor> parameters) {
            return new Llama(config, parameters);
        }
    };

    private final String modelType;
    private final String languageModel;
    private final String classifier;

    Family(String modelType, String languageModel, String classifier) {
        this.modelType = modelType;
        this.languageModel = languageModel;
        this.classifier = classifier;
    }

    abstract Layout layout(DecoderConfig config);

    abstract Decoder decoder(DecoderConfig config, Map<String, Tensor> parameters);

    String modelType() {
        return modelType;
    }

    /** Its class in transformers, as named by {@code architectures} in config.json. */
    String languageModel() {
        return languageModel;
    }

    /** Its class in transformers with a scoring head. */
    String classifier() {
        return classifier;
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
