package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.rms_norm;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** x / sqrt(mean(x²) + ε) · w over the last dimension: Zhang and Sennrich 2019, arXiv 1910.07467. */
final class RmsNorm {
    private final Tensor weight; // (width)
    private final double epsilon;
    private final long[] width;

    RmsNorm(Tensor weight, double epsilon) {
        this.weight = weight;
        this.epsilon = epsilon;
        width = new long[] {weight.size(0)};
    }

    Tensor apply(Tensor x) { // (…, width) → the same
        return rms_norm(x, width, new TensorOptional(weight), new DoubleOptional(epsilon));
    }
}
