package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;

/**
 * Supervised fine-tuning: loss on assistant tokens only, mean over all of them in the accumulated batch.
 *
 * @param packing whether several demonstrations share a row; absent: no
 * @param learnedAnswers of a conversation: {@value #LAST_ANSWER}, or {@value #ALL_ANSWERS}, those in the prompt too; absent: the
 *     former, as earlier answers may be a model's that nobody has approved
 */
@JsonTypeName("sft")
public record SftRecipe(
        int epochs,
        @JsonUnwrapped BatchSize batch,
        int sequenceTokensMax,
        @JsonUnwrapped OptimizerSettings optimizer,
        String chatTemplate,
        @JsonUnwrapped Cadence cadence,
        @JsonUnwrapped SampleSettings samples,
        @JsonUnwrapped WeightSettings weights,
        Optional<Boolean> packing,
        Optional<String> learnedAnswers)
        implements Recipe {
    public static final String LAST_ANSWER = "last";
    public static final String ALL_ANSWERS = "all";

    /** The last answer of a conversation is learned. */
    public SftRecipe(
            int epochs,
            BatchSize batch,
            int sequenceTokensMax,
            OptimizerSettings optimizer,
            String chatTemplate,
            Cadence cadence,
            SampleSettings samples,
            WeightSettings weights,
            Optional<Boolean> packing) {
        this(
                epochs,
                batch,
                sequenceTokensMax,
                optimizer,
                chatTemplate,
                cadence,
                samples,
                weights,
                packing,
                Optional.empty());
    }

    /** All weights are trained, a row is one demonstration. */
    public SftRecipe(
            int epochs,
            BatchSize batch,
            int sequenceTokensMax,
            OptimizerSettings optimizer,
            String chatTemplate,
            Cadence cadence,
            SampleSettings samples) {
        this(
                epochs,
                batch,
                sequenceTokensMax,
                optimizer,
                chatTemplate,
                cadence,
                samples,
                WeightSettings.all(),
                Optional.empty());
    }

    public SftRecipe {
        Allowed.epochs(epochs);
        Allowed.tokens("sequenceTokensMax", sequenceTokensMax);
        Allowed.chatTemplate(chatTemplate);
        learnedAnswers.ifPresent(word -> Check.oneOf("learnedAnswers", word, List.of(LAST_ANSWER, ALL_ANSWERS)));
    }

    @Override
    public Optional<LoraSettings> lora() {
        return weights.lora();
    }

    @Override
    public Optional<String> device() {
        return weights.device();
    }

    /** Whether the answers in a prompt are learned like the one to it. */
    public boolean learnsAllAnswers() {
        return learnedAnswers.filter(ALL_ANSWERS::equals).isPresent();
    }

    /** Whether several demonstrations share a row, each hidden from the others. */
    public boolean packs() {
        return packing.orElse(false);
    }

    /**
     * Settings that work well for the small base model that ships with Hone. After four epochs it already tells the right
     * stories, but it copies the numbers of a question only after six to eight.
     */
    public static SftRecipe small() {
        return new SftRecipe(
                8,
                BatchSize.whole(16),
                SMALL_SEQUENCE_TOKENS,
                OptimizerSettings.withRate(5e-4),
                HONE_TEMPLATE,
                Cadence.every(50),
                new SampleSettings(4, 96));
    }

    @Override
    public boolean sharesBatches() {
        return true;
    }
}
