package hone.trainer.dpo;

import static org.bytedeco.pytorch.global.torch.log_sigmoid;

import hone.contract.DpoSettings;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of pairs from the log-probabilities of their answers under the policy and under the reference. With h = log π/ref of
 * the chosen answer − log π/ref of the rejected one: −(1 − ε) log σ(β h) − ε log σ(−β h), or (h − 1/(2β))² for IPO. Sources:
 * Rafailov et al. 2023, arXiv 2305.18290, eq. 7; the smoothing is Mitchell's conservative DPO; Azar et al. 2023, arXiv
 * 2310.12036, eq. 17.
 *
 * @param losses one for each pair (B), unweighted, with a gradient
 * @param chosenRewards β log π/ref of the chosen answers (B), without a gradient
 * @param rejectedRewards the same of the rejected ones (B)
 */
public record DpoLoss(Tensor losses, Tensor chosenRewards, Tensor rejectedRewards) {
    /** Log-probabilities of the two answers of some pairs, (B) each: sums over tokens, means for IPO. */
    public record Logprobs(Tensor chosen, Tensor rejected) {}

    public static DpoLoss of(Logprobs policy, Logprobs reference, DpoSettings settings) {
        Scalar beta = new Scalar(settings.beta());
        Tensor chosen = policy.chosen.sub(reference.chosen); // (B)
        Tensor rejected = policy.rejected.sub(reference.rejected); // (B)
        Tensor h = chosen.sub(rejected); // (B)
        Tensor losses = settings.loss().equals(DpoSettings.IPO)
                ? h.sub(new Scalar(1 / (2 * settings.beta()))).square()
                : sigmoid(h.mul(beta), settings.labelSmoothing()); // (B)
        return new DpoLoss(losses, chosen.detach().mul(beta), rejected.detach().mul(beta));
    }

    private static Tensor sigmoid(Tensor h, double smoothing) {
        Tensor right = log_sigmoid(h).mul(new Scalar(-(1 - smoothing)));
        return smoothing == 0 ? right : right.sub(log_sigmoid(h.neg()).mul(new Scalar(smoothing)));
    }
}
