package hone.contract;

import java.util.List;
import java.util.Optional;

/**
 * Which weights a run trains, and with which numbers it computes.
 *
 * @param lora an adapter that is trained instead of the model's own; absent: those
 * @param precision of what matrix products read: {@value #F32}, or {@value #BF16}, with which a step takes little more than half of the
 *     time on processors that have such products, and gradients have three digits; absent: the former. What is stored is f32 either way;
 *     answers are always sampled by matrices in half precision, where there are products for them.
 * @param recomputation true if of each layer only the input is kept for the backward pass and the rest is computed again: a step takes a
 *     third longer, and needs memory for one layer's numbers instead of all layers'; absent: they are kept
 * @param device where it computes: {@value Recipe#CPU}, or {@value Recipe#CUDA}, an NVIDIA GPU, without which the run ends before its
 *     first step; absent: the former by Hone's trainer, and another engine chooses
 */
public record WeightSettings(
        Optional<LoraSettings> lora,
        Optional<String> precision,
        Optional<Boolean> recomputation,
        Optional<String> device) {
    public static final String F32 = "f32";
    public static final String BF16 = "bf16";

    private static final WeightSettings ALL =
            new WeightSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public WeightSettings {
        precision.ifPresent(word -> Check.oneOf("precision", word, List.of(F32, BF16)));
        Allowed.device(device);
    }

    /** All of them, in f32. */
    public static WeightSettings all() {
        return ALL;
    }

    /** Those of an adapter, if there is one. */
    public static WeightSettings of(Optional<LoraSettings> lora) {
        return new WeightSettings(lora, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public WeightSettings inBf16() {
        return new WeightSettings(lora, Optional.of(BF16), recomputation, device);
    }

    public WeightSettings withRecomputation() {
        return new WeightSettings(lora, precision, Optional.of(true), device);
    }

    /** @param word {@link Recipe#CPU} or {@link Recipe#CUDA} */
    public WeightSettings on(String word) {
        return new WeightSettings(lora, precision, recomputation, Optional.of(word));
    }

    public boolean recomputes() {
        return recomputation.orElse(false);
    }

    public boolean readsBf16() {
        return precision.filter(BF16::equals).isPresent();
    }
}
