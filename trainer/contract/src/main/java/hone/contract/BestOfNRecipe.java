package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * Rejection sampling: the policy gives several answers to each prompt of the dataset, the best of them becomes a written answer, and
 * the policy is fine-tuned on these. Source: Dong et al. 2023, arXiv 2304.06767 (RAFT), one round of it.
 *
 * @param epochs of fine-tuning; 0: the best answers are written down and nothing is trained
 * @param verifier says which answers are right; absent: the reward model scores them
 */
@JsonTypeName("best-of-n")
public record BestOfNRecipe(
        @JsonUnwrapped CandidateSettings candidates,
        int epochs,
        @JsonUnwrapped BatchSize batch,
        int sequenceTokensMax,
        @JsonUnwrapped OptimizerSettings optimizer,
        String chatTemplate,
        @JsonUnwrapped Cadence cadence,
        @JsonUnwrapped SampleSettings samples,
        @JsonUnwrapped WeightSettings weights,
        Optional<Verifier> verifier)
        implements Recipe {
    public BestOfNRecipe {
        Allowed.epochsIfAny(epochs);
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

    @Override
    public boolean followsReward() {
        return verifier.isEmpty();
    }

    /** Whether it makes a model. */
    public boolean trains() {
        return epochs > 0;
    }

    /** How the best answers are learned. */
    public SftRecipe fineTuning() {
        return new SftRecipe(
                epochs, batch, sequenceTokensMax, optimizer, chatTemplate, cadence, samples, weights, Optional.empty());
    }

    /** The steps of fine-tuning if each prompt gives a row. */
    public long stepsOn(long prompts) {
        return epochs * Math.ceilDiv(prompts, batch.batchRows());
    }

    public BestOfNRecipe verifiedBy(Verifier rule) {
        return new BestOfNRecipe(
                candidates,
                epochs,
                batch,
                sequenceTokensMax,
                optimizer,
                chatTemplate,
                cadence,
                samples,
                weights,
                Optional.of(rule));
    }

    /** Where the best answers are the policy's own, few passes and small steps are enough. */
    public static BestOfNRecipe small() {
        return new BestOfNRecipe(
                new CandidateSettings(8, SamplingSettings.plain(88), 128),
                2,
                BatchSize.whole(16),
                SMALL_SEQUENCE_TOKENS,
                OptimizerSettings.withRate(2e-4),
                HONE_TEMPLATE,
                Cadence.every(50),
                new SampleSettings(4, 96),
                WeightSettings.all(),
                Optional.empty());
    }
}
