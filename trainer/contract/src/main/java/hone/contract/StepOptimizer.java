package hone.contract;

/** AdamW with a rate that rises over a few iterations and stays. */
public record StepOptimizer(double learningRate, double gradientNormMax) {
    public StepOptimizer {
        Allowed.learningRate("learningRate", learningRate);
        Allowed.gradientNorm(gradientNormMax);
    }

    /** Gradients clipped at 1. */
    public static StepOptimizer withRate(double learningRate) {
        return new StepOptimizer(learningRate, 1);
    }
}
