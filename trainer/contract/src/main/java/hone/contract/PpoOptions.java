package hone.contract;

import java.util.Optional;

/**
 * What a run of PPO may do besides; all of it but the checkpoints may be absent.
 *
 * @param sftCoefficient weight of the loss on written answers that is mixed into each step of the policy (PPO-ptx, Ouyang et al.
 *     2022, arXiv 2203.02155, eq. 2)
 * @param verifier says which answers are right, for the prompts that it can judge; the reward model scores the rest
 */
public record PpoOptions(
        int checkpointEveryIterations,
        Optional<LoraSettings> lora,
        Optional<Double> sftCoefficient,
        Optional<GuardRails> guards,
        Optional<Verifier> verifier) {
    public PpoOptions {
        Check.notNegative("checkpointEveryIterations", checkpointEveryIterations);
        sftCoefficient.ifPresent(coefficient -> Check.notNegative("sftCoefficient", coefficient));
    }

    public static PpoOptions plain(int checkpointEveryIterations) {
        return new PpoOptions(
                checkpointEveryIterations, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** With the loss on written answers mixed in. */
    public PpoOptions mixing(double coefficient) {
        return new PpoOptions(checkpointEveryIterations, lora, Optional.of(coefficient), guards, verifier);
    }

    public PpoOptions verifiedBy(Verifier rule) {
        return new PpoOptions(checkpointEveryIterations, lora, sftCoefficient, guards, Optional.of(rule));
    }
}
