package hone.trainer.decoder;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** What a layer computes for each token by itself: (B, T, H) → (B, T, H). */
sealed interface FeedForward {
    Tensor apply(Tensor x);

    FeedForward halved(HalfWeights.Maker maker);

    /** down(f(gate(x)) · up(x)), SwiGLU or GeGLU by its function: Shazeer 2020, arXiv 2002.05202. */
    record Gated(Linear gate, Linear up, Linear down, Activation activation) implements FeedForward {
        @Override
        public Tensor apply(Tensor x) {
            return down.apply(activation.apply(gate.apply(x)).mul(up.apply(x)));
        }

        @Override
        public FeedForward halved(HalfWeights.Maker maker) {
            return maker.joined(gate, up)
                    .<FeedForward>map(both -> new GatedAtOnce(both, maker.of(down), activation))
                    .orElse(this);
        }
    }

    /** The same with gate and up, in this order, from one product. */
    record GatedAtOnce(Product both, Product down, Activation activation) implements FeedForward {
        @Override
        public Tensor apply(Tensor x) {
            TensorVector halves = both.apply(x).chunk(2, -1);
            return down.apply(activation.apply(halves.get(0)).mul_(halves.get(1)));
        }

        @Override
        public FeedForward halved(HalfWeights.Maker maker) {
            return this;
        }
    }

    /** down(f(up(x))). */
    record Plain(Product up, Product down, Activation activation) implements FeedForward {
        @Override
        public Tensor apply(Tensor x) {
            return down.apply(activation.apply(up.apply(x)));
        }

        @Override
        public FeedForward halved(HalfWeights.Maker maker) {
            return new Plain(maker.of(up), maker.of(down), activation);
        }
    }
}
