package hone.trainer.reward;

import static org.bytedeco.pytorch.global.torch.log_sigmoid;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Bradley-Terry: the better answer should score higher, by a margin that grows with how much better people found it. Sources:
 * Ouyang et al. 2022, arXiv 2203.02155, eq. 1 (all pairs of one ranking together); Touvron et al. 2023, arXiv 2307.09288, eq. 2
 * (margin); the weight is ours.
 */
public final class PairwiseLoss {
    private PairwiseLoss() {}

    /** w · −log σ(chosen − rejected − margin). */
    public static Tensor each(Tensor chosen, Tensor rejected, Tensor margin, Tensor weight) { // (N) each → (N)
        return log_sigmoid(chosen.sub(rejected).sub(margin)).neg().mul(weight);
    }

    /** Keeps scores near 0, because the pairs don't determine their level: mean of (chosen + rejected)². */
    public static Tensor centring(Tensor chosen, Tensor rejected, double coefficient) { // (N), (N) → scalar
        return chosen.add(rejected).square().mean().mul(new Scalar(coefficient));
    }
}
