package hone.contract;

import java.util.Optional;

/**
 * What a run of GRPO may do besides; all of it but the checkpoints may be absent.
 *
 * @param verifier says which answers are right; absent: the reward model does
 */
public record GrpoOptions(
        int checkpointEveryIterations,
        Optional<LoraSettings> lora,
        Optional<Verifier> verifier,
        Optional<GuardRails> guards) {
    public GrpoOptions {
        Allowed.every("checkpointEveryIterations", checkpointEveryIterations);
    }

    public static GrpoOptions plain(int checkpointEveryIterations) {
        return new GrpoOptions(checkpointEveryIterations, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public GrpoOptions verifiedBy(Verifier rule) {
        return new GrpoOptions(checkpointEveryIterations, lora, Optional.of(rule), guards);
    }
}
