package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run does: one record per stage, saved with every checkpoint. Related settings are grouped in records here and flat in
 * JSON, as they always have been: checkpoints, messages and what people typed are read by every version. Learning rates are per
 * step, lengths in tokens. {@code checkpointEvery… = 0} means: only the finished model; {@code evaluateEverySteps = 0}: only at
 * the end; temperature 0 means the most likely token each time.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(PretrainRecipe.class),
    @JsonSubTypes.Type(SftRecipe.class),
    @JsonSubTypes.Type(RewardRecipe.class),
    @JsonSubTypes.Type(PpoRecipe.class),
    @JsonSubTypes.Type(DpoRecipe.class),
    @JsonSubTypes.Type(KtoRecipe.class),
    @JsonSubTypes.Type(GrpoRecipe.class),
    @JsonSubTypes.Type(BestOfNRecipe.class),
    @JsonSubTypes.Type(GenerateRecipe.class),
    @JsonSubTypes.Type(ScoreRecipe.class)
})
public sealed interface Recipe extends Kind
        permits PretrainRecipe,
                SftRecipe,
                RewardRecipe,
                PpoRecipe,
                DpoRecipe,
                KtoRecipe,
                GrpoRecipe,
                BestOfNRecipe,
                GenerateRecipe,
                ScoreRecipe {
    /** The chat template of {@code trainer/base}'s own marks. */
    String HONE_TEMPLATE = "hone";
    /** Rows of the small world are shorter. */
    int SMALL_SEQUENCE_TOKENS = 256;

    /** The setting that holds {@link LoraSettings}. */
    String LORA = "lora";

    /** Values of the setting {@code device}: this machine's processors, or an NVIDIA GPU. */
    String CPU = "cpu";

    String CUDA = "cuda";

    /** Names of settings that may be absent; in a form they can be typed although they are not shown. */
    default Set<String> mayBeAbsent() {
        return JsonShape.fields(getClass()).entrySet().stream()
                .filter(field -> JsonShape.isOptional(field.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a reward model says how good the policy's answers are. */
    default boolean followsReward() {
        return false;
    }

    /** Whether several processes can share the rows of its batches. */
    default boolean sharesBatches() {
        return false;
    }

    /** Where it computes: {@value #CPU} or {@value #CUDA}; empty where the recipe leaves it to the trainer. */
    default Optional<String> device() {
        return Optional.empty();
    }

    /** The low-rank adapter that is trained instead of the weights; empty where the weights are trained. */
    default Optional<LoraSettings> lora() {
        return Optional.empty();
    }
}
