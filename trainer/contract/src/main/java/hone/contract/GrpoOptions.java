package hone.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * What a run of GRPO may do besides; all of it but the checkpoints may be absent.
 *
 * @param verifier says which answers are right; absent: the reward model does
 */
public record GrpoOptions(
        int checkpointEveryIterations,
        @JsonUnwrapped PolicyWeights weights,
        Optional<Verifier> verifier,
        Optional<GuardRails> guards) {
    public GrpoOptions {
        Allowed.every("checkpointEveryIterations", checkpointEveryIterations);
    }

    /** On the device that the trainer takes by itself. */
    public GrpoOptions(
            int checkpointEveryIterations,
            Optional<LoraSettings> lora,
            Optional<Verifier> verifier,
            Optional<GuardRails> guards) {
        this(checkpointEveryIterations, PolicyWeights.of(lora), verifier, guards);
    }

    public Optional<LoraSettings> lora() {
        return weights.lora();
    }

    public static GrpoOptions plain(int checkpointEveryIterations) {
        return new GrpoOptions(
                checkpointEveryIterations, PolicyWeights.of(Optional.empty()), Optional.empty(), Optional.empty());
    }

    public GrpoOptions verifiedBy(Verifier rule) {
        return new GrpoOptions(checkpointEveryIterations, weights, Optional.of(rule), guards);
    }
}
