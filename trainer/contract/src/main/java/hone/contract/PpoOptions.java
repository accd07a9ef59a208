package hone.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * What a run of PPO may do besides; all of it but the checkpoints may be absent.
 *
 * @param mix what people wrote, learned beside
 * @param verifier says which answers are right, for the prompts that it can judge; the reward model scores the rest
 */
public record PpoOptions(
        int checkpointEveryIterations,
        @JsonUnwrapped PolicyWeights weights,
        @JsonUnwrapped SftMix mix,
        Optional<GuardRails> guards,
        Optional<Verifier> verifier) {
    public PpoOptions {
        Allowed.every("checkpointEveryIterations", checkpointEveryIterations);
        Check.require(
                verifier.isPresent() || !mix.onlyChecked(),
                "sftAnswers",
                SftMix.CHECKED,
                "without a verifier there are no such answers");
    }

    public Optional<LoraSettings> lora() {
        return weights.lora();
    }

    public static PpoOptions plain(int checkpointEveryIterations) {
        return new PpoOptions(
                checkpointEveryIterations,
                PolicyWeights.of(Optional.empty()),
                SftMix.NONE,
                Optional.empty(),
                Optional.empty());
    }

    public PpoOptions adapting(Optional<LoraSettings> adapter) {
        return new PpoOptions(
                checkpointEveryIterations, new PolicyWeights(adapter, weights.device()), mix, guards, verifier);
    }

    /** With the loss on written answers mixed in. */
    public PpoOptions mixing(double coefficient) {
        return new PpoOptions(checkpointEveryIterations, weights, SftMix.of(coefficient), guards, verifier);
    }

    /** The same, of answers to prompts that the verifier can judge. */
    public PpoOptions mixingChecked(double coefficient) {
        return new PpoOptions(checkpointEveryIterations, weights, SftMix.ofChecked(coefficient), guards, verifier);
    }

    public PpoOptions guardedBy(GuardRails rails) {
        return new PpoOptions(checkpointEveryIterations, weights, mix, Optional.of(rails), verifier);
    }

    public PpoOptions verifiedBy(Verifier rule) {
        return new PpoOptions(checkpointEveryIterations, weights, mix, guards, Optional.of(rule));
    }
}
