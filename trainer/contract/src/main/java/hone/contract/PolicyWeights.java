package hone.contract;

import java.util.Optional;

/**
 * Which weights of a policy a run trains that compares it with itself, and where it computes. Sampling and learning compute in f32 there, so
 * there is no precision to choose.
 *
 * @param lora an adapter that is trained instead of the policy's own; absent: those
 * @param device as in {@link WeightSettings}
 */
public record PolicyWeights(Optional<LoraSettings> lora, Optional<String> device) {
    public PolicyWeights {
        Allowed.device(device);
    }

    /** Those of an adapter, if there is one. */
    public static PolicyWeights of(Optional<LoraSettings> lora) {
        return new PolicyWeights(lora, Optional.empty());
    }
}
