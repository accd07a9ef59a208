package hone.trainer.grpo;

import static org.bytedeco.pytorch.global.torch.minimum;

import hone.contract.GrpoSettings;
import hone.trainer.rollout.KlEstimate;
import hone.trainer.tensor.Masked;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The clipped objective of each token, −min(ρ A, clip(ρ, 1 − low, 1 + high) A) + β k3, times what the token counts. Sources: Shao
 * et al. 2024, arXiv 2402.03300, eq. 3; Yu et al. 2025, arXiv 2503.14476, eq. 8 (two epsilons).
 *
 * @param loss scalar, with a gradient
 * @param kl scalar: mean of k3; 0 without a reference
 * @param clippedLow scalar: share of tokens below the range although their advantage is negative
 * @param clippedHigh scalar: share of tokens above the range although their advantage is positive
 */
public record GrpoLoss(Tensor loss, Tensor kl, Tensor clippedLow, Tensor clippedHigh) {
    /**
     * The tokens of some answers, (B, T) each.
     *
     * @param reference empty where the divergence does not count
     */
    public record Tokens(Tensor logprobs, Tensor old, Optional<Tensor> reference, Tensor mask) {}

    /**
     * What the sum over tokens is divided by.
     *
     * @param rows answers of the minibatch
     * @param tokens of the minibatch's answers
     * @param tokensMax of an answer
     * @param items the minibatch's share of all tokens that are learned from together
     */
    public record Divisors(double rows, double tokens, double tokensMax, double items) {
        /** What each token counts: (B, T) → (B, T), 0 at masked positions. */
        public Tensor weights(String lossType, Tensor mask) {
            return switch (lossType) {
                case GrpoSettings.GRPO ->
                    mask.div(mask.sum(1).clamp_min(new Scalar(1.0)).unsqueeze(1))
                            .div(new Scalar(rows));
                case GrpoSettings.BNPO -> mask.div(new Scalar(tokens));
                case GrpoSettings.DR_GRPO -> mask.div(new Scalar(rows * tokensMax));
                case GrpoSettings.DAPO -> mask.div(new Scalar(items));
                default -> throw new IllegalArgumentException("there is no loss type '" + lossType + "'");
            };
        }
    }

    /** @param advantages of the answers (B) */
    public static GrpoLoss of(Tokens tokens, Tensor advantages, Divisors divisors, GrpoSettings settings) {
        Tensor mask = tokens.mask;
        Tensor advantage = advantages.unsqueeze(1); // (B, 1)
        Tensor ratio = tokens.logprobs.sub(tokens.old).mul(mask).exp(); // (B, T): 1 at masked places, never infinite
        double low = 1 - settings.epsilonLow();
        double high = 1 + settings.epsilonHigh();
        Tensor near = ratio.clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high)));
        Tensor losses = minimum(ratio.mul(advantage), near.mul(advantage)).neg(); // (B, T)
        Tensor kl = mask.mul(new Scalar(0.0)); // (B, T)
        if (tokens.reference.isPresent()) {
            kl = KlEstimate.k3(tokens.logprobs.mul(mask), tokens.reference.get().mul(mask), mask); // (B, T)
            losses = losses.add(kl.mul(new Scalar(settings.beta())));
        }
        Tensor below = ratio.lt(new Scalar(low)).logical_and(advantage.lt(new Scalar(0.0)));
        Tensor above = ratio.gt(new Scalar(high)).logical_and(advantage.gt(new Scalar(0.0)));
        return new GrpoLoss(
                losses.mul(divisors.weights(settings.lossType(), mask)).sum(),
                Masked.mean(kl.detach(), mask),
                Masked.mean(below.to(ScalarType.Float), mask),
                Masked.mean(above.to(ScalarType.Float), mask));
    }
}
