package hone.trainer.ppo;

import static org.bytedeco.pytorch.global.torch.maximum;

import hone.trainer.tensor.Masked;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The clipped objective: mean of max(−A ρ, −A clip(ρ, 1 ± c)) over real tokens, with ρ = π / π_old. Source: Schulman et al.
 * 2017, arXiv 1707.06347, eq. 7.
 *
 * @param loss scalar, with a gradient
 * @param clipFraction scalar: share of tokens whose clipped term is strictly the larger
 * @param approximateKl scalar: ½ mean (log π − log π_old)²
 * @param ratio scalar: mean of ρ
 */
public record PolicyLoss(Tensor loss, Tensor clipFraction, Tensor approximateKl, Tensor ratio) {
    public static PolicyLoss of(
            Tensor logprobs, Tensor old, Tensor advantages, Tensor mask, double clip) { // (B, T) each
        Tensor change = logprobs.sub(old).mul(mask); // (B, T): ρ is 1 at masked places, never infinite
        Tensor ratio = change.exp(); // (B, T)
        Tensor free = advantages.neg().mul(ratio); // (B, T)
        Tensor clipped = advantages
                .neg()
                .mul(ratio.clamp(
                        new ScalarOptional(new Scalar(1 - clip)), new ScalarOptional(new Scalar(1 + clip)))); // (B, T)
        return new PolicyLoss(
                Masked.mean(maximum(free, clipped), mask),
                Masked.mean(clipped.gt(free).to(ScalarType.Float), mask),
                Masked.mean(change.mul(change), mask).mul(new Scalar(0.5)),
                Masked.mean(ratio, mask));
    }
}
