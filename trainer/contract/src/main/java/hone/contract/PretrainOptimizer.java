package hone.contract;

/**
 * AdamW for a run whose steps are counted, not its epochs.
 *
 * @param finalLearningRateShare where the cosine ends, as a fraction of the learning rate
 */
public record PretrainOptimizer(
        double learningRate,
        int warmupSteps,
        double finalLearningRateShare,
        double weightDecay,
        double gradientNormMax) {
    public PretrainOptimizer {
        Allowed.learningRate("learningRate", learningRate);
        Check.notNegative("warmupSteps", warmupSteps);
        Check.share("finalLearningRateShare", finalLearningRateShare);
        Allowed.weightDecay(weightDecay);
        Allowed.gradientNorm(gradientNormMax);
    }

    /** A cosine to a tenth, decay 0.1, gradients clipped at 1. */
    public static PretrainOptimizer withRate(double learningRate, int warmupSteps) {
        return new PretrainOptimizer(learningRate, warmupSteps, 0.1, 0.1, 1);
    }
}
