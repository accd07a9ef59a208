package hone.trainer.decoder;

import org.bytedeco.pytorch.Tensor;

/** What a layer computes for each token by itself: (B, T, H) → (B, T, H). */
sealed interface FeedForward {
    Tensor apply(Tensor x);

    /** down(f(gate(x)) · up(x)), SwiGLU or GeGLU by its function: Shazeer 2020, arXiv 2002.05202. */
    record Gated(Linear gate, Linear up, Linear down, Activation activation) implements FeedForward {
        @Override
        public Tensor apply(Tensor x) {
            return down.apply(activation.apply(gate.apply(x)).mul(up.apply(x)));
        }
    }

    /** down(f(up(x))). */
    record Plain(Linear up, Linear down, Activation activation) implements FeedForward {
        @Override
        public Tensor apply(Tensor x) {
            return down.apply(activation.apply(up.apply(x)));
        }
    }
}
