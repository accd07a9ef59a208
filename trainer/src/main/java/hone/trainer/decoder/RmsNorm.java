package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.rms_norm;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** x / sqrt(mean(x²) + ε) · w over the last dimension: Zhang and Sennrich 2019, arXiv 1910.07467. */
final class RmsNorm implements Norm {
    private final Tensor weight; // (width)
    private final Counted counted;
    private final double epsilon;
    private final long[] width;

    /** What a stored weight of 0 means. */
    enum Counted {
        FROM_ZERO,
        /** Gemma's: the factor is 1 + w, so that weights which decay towards 0 leave the norm as it is. */
        FROM_ONE
    }

    RmsNorm(Tensor weight, Counted counted, double epsilon) {
        this.weight = weight;
        this.counted = counted;
        this.epsilon = epsilon;
        width = new long[] {weight.size(0)};
    }

    @Override
    public Tensor apply(Tensor x) { // (…, width) → the same
        Tensor factor = counted == Counted.FROM_ZERO ? weight : weight.add(new Scalar(1.0)); // (width)
        return rms_norm(x, width, new TensorOptional(factor), new DoubleOptional(epsilon));
    }
}
