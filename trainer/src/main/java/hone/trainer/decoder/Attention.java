package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.matmul;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;
import static org.bytedeco.pytorch.global.torch.softmax;

import hone.trainer.tensor.Precision;
import hone.trainer.tensor.Tensors;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Grouped-query attention (Ainslie et al. 2023, arXiv 2305.13245): key/value head h serves query heads h·g … h·g + g − 1, g =
 * heads / key/value heads. Its matrices may have biases, and queries and keys may be normalised per head before they are rotated.
 */
record Attention(Heads heads, Projections projections, Product o, Optional<HeadNorms> norms, Scores scores) {
    /** The number of heads and their width (D). */
    record Heads(int queries, int keyValues, int dim) {}

    /** Weights of width D. */
    record HeadNorms(Norm q, Norm k) {}

    /**
     * How a query's score of a key is computed.
     *
     * @param scale times q · k; empty for 1 / sqrt(D)
     * @param cap scores are squeezed between −cap and cap by a hyperbolic tangent; empty for none
     */
    record Scores(OptionalDouble scale, OptionalDouble cap) {
        static final Scores USUAL = new Scores(OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** From hidden states to queries, keys and values. */
    sealed interface Projections {
        Projected apply(Tensor x); // (B, T, H) → (B, T, heads · D) and twice (B, T, kv heads · D)

        Projections halved(HalfWeights.Maker maker);
    }

    /** All heads of each in one row. */
    record Projected(Tensor queries, Tensor keys, Tensor values) {}

    /** One matrix each. */
    record Separate(Linear q, Linear k, Linear v) implements Projections {
        @Override
        public Projected apply(Tensor x) {
            return new Projected(q.apply(x), k.apply(x), v.apply(x));
        }

        @Override
        public Projections halved(HalfWeights.Maker maker) {
            return maker.joined(q, k, v)
                    .<Projections>map(all -> new Fused(all, new Widths(q.outputs(), k.outputs())))
                    .orElse(this);
        }
    }

    /** Of the queries, and of keys and values each. */
    record Widths(long queries, long keyValues) {}

    /** One matrix for all three, side by side. */
    record Fused(Product qkv, Widths widths) implements Projections {
        @Override
        public Projected apply(Tensor x) {
            Tensor all = qkv.apply(x);
            long keyValues = widths.keyValues;
            return new Projected(
                    all.narrow(-1, 0, widths.queries),
                    all.narrow(-1, widths.queries, keyValues),
                    all.narrow(-1, widths.queries + keyValues, keyValues));
        }

        @Override
        public Projections halved(HalfWeights.Maker maker) {
            return new Fused(maker.of(qkv), widths);
        }
    }

    Attention halved(HalfWeights.Maker maker) {
        return new Attention(heads, projections.halved(maker), maker.of(o), norms, scores);
    }

    /** Computes what each token attends to: (B, T, H) → (B, T, H). */
    Tensor apply(Tensor x, LayerReading reading) {
        Projected projected = projections.apply(x);
        Tensor queries = split(projected.queries, heads.queries); // (B, heads, T, D)
        Tensor keys = split(projected.keys, heads.keyValues); // (B, kv heads, T, D)
        if (norms.isPresent()) {
            queries = norms.get().q.apply(queries);
            keys = norms.get().k.apply(keys);
        }
        if (reading.angles().isPresent()) {
            queries = reading.angles().get().turn(queries);
            keys = reading.angles().get().turn(keys);
        }
        Tensor values = split(projected.values, heads.keyValues); // (B, kv heads, T, D)
        if (reading.cache().isPresent()) {
            keys = reading.cache().get().addKeys(keys); // (B, kv heads, S, D)
            values = reading.cache().get().addValues(values); // (B, kv heads, S, D)
        }
        Tensor mixed = mixed(queries, keys, values, reading.visible()); // (B, heads, T, D)
        return o.apply(mixed.transpose(1, 2).reshape(x.size(0), x.size(1), (long) heads.queries * heads.dim));
    }

    /** In f32: on processors, libtorch computes attention of narrower numbers one by one. */
    private Tensor mixed(Tensor queries, Tensor keys, Tensor values, Optional<Tensor> visible) {
        return Precision.inF32(() -> {
            Tensor q = queries.to(ScalarType.Float);
            Tensor k = keys.to(ScalarType.Float);
            Tensor v = values.to(ScalarType.Float);
            return scores.cap.isPresent() ? capped(q, k, v, visible) : plain(q, k, v, visible);
        });
    }

    private Tensor plain(Tensor queries, Tensor keys, Tensor values, Optional<Tensor> visible) {
        return scaled_dot_product_attention(
                queries,
                keys,
                values,
                visible.map(TensorOptional::new).orElseGet(TensorOptional::new),
                0.0,
                visible.isEmpty(),
                scores.scale.isPresent() ? new DoubleOptional(scores.scale.getAsDouble()) : new DoubleOptional(),
                heads.queries != heads.keyValues);
    }

    /** libtorch's fused attention has no cap, so every score is in memory here. */
    private Tensor capped(Tensor queries, Tensor keys, Tensor values, Optional<Tensor> visible) {
        double scale = scores.scale.orElse(1 / Math.sqrt(heads.dim));
        double cap = scores.cap.orElseThrow();
        Tensor score = matmul(queries, shared(keys).transpose(-2, -1)) // (B, heads, T, S)
                .mul(new Scalar(scale / cap))
                .tanh()
                .mul(new Scalar(cap));
        Tensor hidden = visible.orElseGet(
                        () -> Tensors.trues(queries.size(2), keys.size(2)).tril())
                .logical_not();
        Tensor weights = softmax(score.masked_fill(hidden, new Scalar(Double.NEGATIVE_INFINITY)), -1);
        return matmul(weights, shared(values));
    }

    private Tensor shared(Tensor x) { // (B, kv heads, S, D) → (B, heads, S, D)
        int group = heads.queries / heads.keyValues;
        return group == 1 ? x : x.repeat_interleave(group, new LongOptional(1), new LongOptional());
    }

    private Tensor split(Tensor x, int count) { // (B, T, count · D) → (B, count, T, D)
        return x.view(x.size(0), x.size(1), count, heads.dim).transpose(1, 2);
    }
}
