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
        Check.aboveZero("learningRate", learningRate);
        Check.notNegative("warmupSteps", warmupSteps);
        Check.share("finalLearningRateShare", finalLearningRateShare);
        Check.notNegative("weightDecay", weightDecay);
        Check.aboveZero("gradientNormMax", gradientNormMax);
    }

    /** A cosine to a tenth, decay 0.1, gradients clipped at 1. */
    public static PretrainOptimizer withRate(double learningRate, int warmupSteps) {
        return new PretrainOptimizer(learningRate, warmupSteps, 0.1, 0.1, 1);
    }
}
