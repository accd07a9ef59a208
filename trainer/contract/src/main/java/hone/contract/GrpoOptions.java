package hone.contract;

import java.util.Optional;

/**
 * What a run of GRPO may do besides; all of it but the checkpoints may be absent.
 *
 * @param verifier says which answers are right; absent: the reward model does
 * @param device as in {@link WeightSettings}
 */
public record GrpoOptions(
        int checkpointEveryIterations,
        Optional<LoraSettings> lora,
        Optional<Verifier> verifier,
        Optional<GuardRails> guards,
        Optional<String> device) {
    public GrpoOptions {
        Allowed.device(device);
        Allowed.every("checkpointEveryIterations", checkpointEveryIterations);
    }

    /** On the device that the trainer takes by itself. */
    public GrpoOptions(
            int checkpointEveryIterations,
            Optional<LoraSettings> lora,
            Optional<Verifier> verifier,
            Optional<GuardRails> guards) {
        this(checkpointEveryIterations, lora, verifier, guards, Optional.empty());
    }

    public static GrpoOptions plain(int checkpointEveryIterations) {
        return new GrpoOptions(checkpointEveryIterations, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public GrpoOptions verifiedBy(Verifier rule) {
        return new GrpoOptions(checkpointEveryIterations, lora, Optional.of(rule), guards, device);
    }

    /** @param word {@link Recipe#CPU} or {@link Recipe#CUDA} */
    public GrpoOptions on(String word) {
        return new GrpoOptions(checkpointEveryIterations, lora, verifier, guards, Optional.of(word));
    }
}
