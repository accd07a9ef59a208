package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/** Direct preference optimisation: from pairs to a policy without a reward model; the model it starts from is the reference. */
@JsonTypeName("dpo")
public record DpoRecipe(
        int epochs,
        @JsonUnwrapped BatchSize batch,
        int sequenceTokensMax,
        @JsonUnwrapped OptimizerSettings optimizer,
        @JsonUnwrapped DpoSettings preference,
        String chatTemplate,
        @JsonUnwrapped Cadence cadence,
        @JsonUnwrapped SampleSettings samples,
        @JsonUnwrapped WeightSettings weights)
        implements Recipe {
    public DpoRecipe {
        Allowed.epochs(epochs);
        Allowed.tokens("sequenceTokensMax", sequenceTokensMax);
        Allowed.chatTemplate(chatTemplate);
    }

    @Override
    public Optional<LoraSettings> lora() {
        return weights.lora();
    }

    @Override
    public Optional<String> device() {
        return weights.device();
    }

    public static DpoRecipe small() {
        return new DpoRecipe(
                1,
                BatchSize.whole(16),
                SMALL_SEQUENCE_TOKENS,
                OptimizerSettings.withRate(1e-4),
                DpoSettings.sigmoid(0.1),
                HONE_TEMPLATE,
                Cadence.every(50),
                new SampleSettings(4, 96),
                WeightSettings.all());
    }

    @Override
    public boolean sharesBatches() {
        return true;
    }
}
