package hone.trainer.ppo;

/**
 * The controller that moves the KL coefficient so that the divergence comes near a target: c ← c (1 + clip(KL/target − 1,
 * ±0.2) · n/horizon). Source: Ziegler et al. 2019, arXiv 1909.08593, section 2.2.
 *
 * @param target nats an answer
 * @param horizon answers after which an error of 1 would have changed the coefficient by its own size
 */
public record AdaptiveKl(double target, double horizon) {
    private static final double ERROR_MAX = 0.2;

    /** @param answers how many the divergence was measured on */
    public double next(double coefficient, double kl, double answers) {
        double error = Math.clamp(kl / target - 1, -ERROR_MAX, ERROR_MAX);
        return coefficient * (1 + error * answers / horizon);
    }
}
