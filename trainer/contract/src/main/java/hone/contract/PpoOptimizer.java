package hone.contract;

import java.util.Optional;

/**
 * AdamW of the policy and of the value model.
 *
 * @param finalRateShare what the learning rates have fallen to in the last iteration, along a straight line from the end of the warm-up
 *     on; absent: they stay
 */
public record PpoOptimizer(
        double policyLearningRate, double valueLearningRate, double gradientNormMax, Optional<Double> finalRateShare) {
    public PpoOptimizer {
        Allowed.learningRate("policyLearningRate", policyLearningRate);
        Allowed.learningRate("valueLearningRate", valueLearningRate);
        Allowed.gradientNorm(gradientNormMax);
        finalRateShare.ifPresent(share -> Check.share("finalRateShare", share));
    }

    /** Gradients clipped at 1. */
    public static PpoOptimizer of(double policy, double value) {
        return new PpoOptimizer(policy, value, 1, Optional.empty());
    }

    /** With learning rates that end at this share of themselves. */
    public PpoOptimizer slowingTo(double share) {
        return new PpoOptimizer(policyLearningRate, valueLearningRate, gradientNormMax, Optional.of(share));
    }
}
