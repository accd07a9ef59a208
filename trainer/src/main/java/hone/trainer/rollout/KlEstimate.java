package hone.trainer.rollout;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Estimates of the divergence KL(policy ‖ reference) in nats, one per token, from the log-probabilities of the tokens that the
 * policy sampled. All are (B, T) and 0 at masked positions. Source: Schulman, "Approximating KL Divergence", 2020.
 */
public final class KlEstimate {
    private KlEstimate() {}

    /** log π − log ref: unbiased, and negative for some tokens. */
    public static Tensor k1(Tensor logprobs, Tensor reference, Tensor mask) {
        return logprobs.sub(reference).mul(mask);
    }

    /** ½ (log ref − log π)²: little variance, some bias. */
    public static Tensor k2(Tensor logprobs, Tensor reference, Tensor mask) {
        Tensor ratio = reference.sub(logprobs);
        return ratio.mul(ratio).mul(new Scalar(0.5)).mul(mask);
    }

    /** ref/π − 1 − log (ref/π): unbiased, never negative. */
    public static Tensor k3(Tensor logprobs, Tensor reference, Tensor mask) {
        Tensor ratio = reference.sub(logprobs);
        return ratio.exp().sub(new Scalar(1.0)).sub(ratio).mul(mask);
    }
}
