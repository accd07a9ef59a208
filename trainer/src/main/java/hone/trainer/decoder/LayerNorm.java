package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.layer_norm;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** (x − mean(x)) / sqrt(variance(x) + ε) · w + b over the last dimension: Ba et al. 2016, arXiv 1607.06450. */
final class LayerNorm implements Norm {
    private final Tensor weight; // (width)
    private final Tensor bias; // (width)
    private final double epsilon;
    private final long[] width;

    LayerNorm(Tensor weight, Tensor bias, double epsilon) {
        this.weight = weight;
        this.bias = bias;
        this.epsilon = epsilon;
        width = new long[] {weight.size(0)};
    }

    @Override
    public Tensor apply(Tensor x) { // (…, width) → the same
        return layer_norm(x, width, new TensorOptional(weight), new TensorOptional(bias), epsilon, true);
    }
}
