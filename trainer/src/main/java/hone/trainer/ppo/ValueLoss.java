package hone.trainer.ppo;

import static org.bytedeco.pytorch.global.torch.maximum;
import static org.bytedeco.pytorch.global.torch.minimum;

import hone.trainer.tensor.Masked;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * ½ mean max((v − R)², (clip(v, v_old ± c) − R)²) over real tokens: a value may not move far from what it was when the answers
 * were sampled. Source: OpenAI baselines' {@code ppo2}; TRL's former PPOTrainer.
 *
 * @param loss scalar, with a gradient
 * @param clipFraction scalar: share of tokens whose clipped term is strictly the larger
 */
public record ValueLoss(Tensor loss, Tensor clipFraction) {
    public static ValueLoss of(Tensor values, Tensor old, Tensor returns, Tensor mask, double clip) { // (B, T) each
        Scalar range = new Scalar(clip);
        Tensor near = minimum(maximum(values, old.sub(range)), old.add(range)); // (B, T)
        Tensor free = values.sub(returns).square(); // (B, T)
        Tensor clipped = near.sub(returns).square(); // (B, T)
        return new ValueLoss(
                Masked.mean(maximum(free, clipped), mask).mul(new Scalar(0.5)),
                Masked.mean(clipped.gt(free).to(ScalarType.Float), mask));
    }
}
