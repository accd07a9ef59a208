package hone.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * What a run of PPO may do besides; all of it but the checkpoints may be absent.
 *
 * @param mix what people wrote, learned beside
 * @param verifier says which answers are right, for the prompts that it can judge; the reward model scores the rest
 * @param device as in {@link WeightSettings}
 */
public record PpoOptions(
        int checkpointEveryIterations,
        Optional<LoraSettings> lora,
        @JsonUnwrapped SftMix mix,
        Optional<GuardRails> guards,
        Optional<Verifier> verifier,
        Optional<String> device) {
    public PpoOptions {
        Allowed.every("checkpointEveryIterations", checkpointEveryIterations);
        Allowed.device(device);
        Check.require(
                verifier.isPresent() || !mix.onlyChecked(),
                "sftAnswers",
                SftMix.CHECKED,
                "without a verifier there are no such answers");
    }

    public static PpoOptions plain(int checkpointEveryIterations) {
        return new PpoOptions(
                checkpointEveryIterations,
                Optional.empty(),
                SftMix.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public PpoOptions adapting(Optional<LoraSettings> adapter) {
        return new PpoOptions(checkpointEveryIterations, adapter, mix, guards, verifier, device);
    }

    /** With the loss on written answers mixed in. */
    public PpoOptions mixing(double coefficient) {
        return new PpoOptions(checkpointEveryIterations, lora, SftMix.of(coefficient), guards, verifier, device);
    }

    /** The same, of answers to prompts that the verifier can judge. */
    public PpoOptions mixingChecked(double coefficient) {
        return new PpoOptions(checkpointEveryIterations, lora, SftMix.ofChecked(coefficient), guards, verifier, device);
    }

    public PpoOptions guardedBy(GuardRails rails) {
        return new PpoOptions(checkpointEveryIterations, lora, mix, Optional.of(rails), verifier, device);
    }

    public PpoOptions verifiedBy(Verifier rule) {
        return new PpoOptions(checkpointEveryIterations, lora, mix, guards, Optional.of(rule), device);
    }

    /** @param word {@link Recipe#CPU} or {@link Recipe#CUDA} */
    public PpoOptions on(String word) {
        return new PpoOptions(checkpointEveryIterations, lora, mix, guards, verifier, Optional.of(word));
    }
}
