package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/** Kahneman-Tversky optimisation: from ratings of single answers to a policy; the model it starts from is the reference. */
@JsonTypeName("kto")
public record KtoRecipe(
        int epochs,
        @JsonUnwrapped BatchSize batch,
        int sequenceTokensMax,
        @JsonUnwrapped OptimizerSettings optimizer,
        @JsonUnwrapped KtoSettings rating,
        String chatTemplate,
        @JsonUnwrapped Cadence cadence,
        @JsonUnwrapped SampleSettings samples,
        @JsonUnwrapped WeightSettings weights)
        implements Recipe {
    public KtoRecipe {
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

    public static KtoRecipe small() {
        return new KtoRecipe(
                1,
                BatchSize.whole(16),
                SMALL_SEQUENCE_TOKENS,
                OptimizerSettings.withRate(1e-4),
                KtoSettings.usual(),
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
