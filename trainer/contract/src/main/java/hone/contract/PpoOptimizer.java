package hone.contract;

/** AdamW of the policy and of the value model. */
public record PpoOptimizer(double policyLearningRate, double valueLearningRate, double gradientNormMax) {
    public PpoOptimizer {
        Check.aboveZero("policyLearningRate", policyLearningRate);
        Check.aboveZero("valueLearningRate", valueLearningRate);
        Check.aboveZero("gradientNormMax", gradientNormMax);
    }

    /** Gradients clipped at 1. */
    public static PpoOptimizer of(double policy, double value) {
        return new PpoOptimizer(policy, value, 1);
    }
}
