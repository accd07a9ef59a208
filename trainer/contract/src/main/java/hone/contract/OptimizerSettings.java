package hone.contract;

/**
 * AdamW over a few epochs, with warm-up and a cosine.
 *
 * @param warmupShare of all steps
 * @param gradientNormMax gradients are scaled down to it together
 */
public record OptimizerSettings(double learningRate, double warmupShare, double weightDecay, double gradientNormMax) {
    public OptimizerSettings {
        Allowed.learningRate("learningRate", learningRate);
        Check.share("warmupShare", warmupShare);
        Allowed.weightDecay(weightDecay);
        Allowed.gradientNorm(gradientNormMax);
    }

    /** Three per cent of warm-up, no decay, gradients clipped at 1. */
    public static OptimizerSettings withRate(double learningRate) {
        return new OptimizerSettings(learningRate, 0.03, 0, 1);
    }

    public OptimizerSettings decaying(double weight) {
        return new OptimizerSettings(learningRate, warmupShare, weight, gradientNormMax);
    }
}
