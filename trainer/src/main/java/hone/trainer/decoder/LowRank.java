package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.matmul;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * One matrix's part of an adapter: scale · B A x.
 *
 * @param a (r, in)
 * @param b (out, r)
 * @param alpha what the scale was made of, as a PEFT directory says it
 * @param dropout share of x that a training step leaves out
 */
public record LowRank(Tensor a, Tensor b, double alpha, double scale, double dropout) {
    Tensor apply(Tensor x) { // (…, in) → (…, out)
        return linear(linear(Dropout.of(x, dropout), a), b).mul(new Scalar(scale));
    }

    long rank() {
        return a.size(0);
    }

    /** What it adds to the weight. */
    Tensor change() { // → (out, in)
        return matmul(b, a).mul(new Scalar(scale));
    }
}
