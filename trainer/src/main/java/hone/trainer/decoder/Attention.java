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
    sealed interface Projected {
        Tensor values(); // (B, T, kv heads · D)
    }

    record Apart(Tensor queries, Tensor keys, Tensor values) implements Projected {}

    /** @param queriesAndKeys (B, T, (heads + kv heads) · D), so that they are turned at once */
    record Neighbours(Tensor queriesAndKeys, Tensor values) implements Projected {}

    /** One matrix each. */
    record Separate(Linear q, Linear k, Linear v) implements Projections {
        @Override
        public Projected apply(Tensor x) {
            return new Apart(q.apply(x), k.apply(x), v.apply(x));
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
            long values = widths.queries + widths.keyValues;
            return new Neighbours(all.narrow(-1, 0, values), all.narrow(-1, values, widths.keyValues));
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
        Asking asking = asking(projected, reading.angles());
        Tensor queries = asking.queries; // (B, heads, T, D)
        Tensor keys = asking.keys; // (B, kv heads, T, D)
        Tensor values = split(projected.values(), heads.keyValues); // (B, kv heads, T, D)
        if (reading.cache().isPresent()) {
            keys = reading.cache().get().addKeys(keys); // (B, kv heads, S, D)
            values = reading.cache().get().addValues(values); // (B, kv heads, S, D)
        }
        Tensor mixed = mixed(queries, keys, values, reading.visible()); // (B, heads, T, D)
        return o.apply(mixed.transpose(1, 2).reshape(x.size(0), x.size(1), (long) heads.queries * heads.dim));
    }

    /** Queries and keys, normed and turned, as far as the family does that. */
    private record Asking(Tensor queries, Tensor keys) {}

    private Asking asking(Projected projected, Optional<RotaryPositions.Angles> angles) {
        return switch (projected) {
            case Apart apart -> asking(split(apart.queries, heads.queries), split(apart.keys, heads.keyValues), angles);
            case Neighbours neighbours -> {
                Tensor both = split(neighbours.queriesAndKeys, heads.queries + heads.keyValues);
                if (norms.isPresent() || angles.isEmpty()) {
                    yield asking(queriesOf(both), keysOf(both), angles);
                }
                Tensor turned = angles.get().turn(both);
                yield new Asking(queriesOf(turned), keysOf(turned));
            }
        };
    }

    private Asking asking(Tensor queries, Tensor keys, Optional<RotaryPositions.Angles> angles) {
        Tensor q = norms.isPresent() ? norms.get().q.apply(queries) : queries;
        Tensor k = norms.isPresent() ? norms.get().k.apply(keys) : keys;
        return angles.isPresent()
                ? new Asking(angles.get().turn(q), angles.get().turn(k))
                : new Asking(q, k);
    }

    private Tensor queriesOf(Tensor both) { // (B, heads + kv heads, T, D) → (B, heads, T, D)
        return both.narrow(1, 0, heads.queries);
    }

    private Tensor keysOf(Tensor both) { // (B, heads + kv heads, T, D) → (B, kv heads, T, D)
        return both.narrow(1, heads.queries, heads.keyValues);
    }

    /** In f32: on processors, libtorch computes attention of narrower numbers one by one. */
    private Tensor mixed(Tensor queries, Tensor keys, Tensor values, Optional<Tensor> visible) {
        if (Precision.here() == Precision.F32) {
            return attended(queries, keys, values, visible);
        }
        return Precision.inF32(() -> attended(
                queries.to(ScalarType.Float), keys.to(ScalarType.Float), values.to(ScalarType.Float), visible));
    }

    private Tensor attended(Tensor queries, Tensor keys, Tensor values, Optional<Tensor> visible) {
        return scores.cap.isPresent() ? capped(queries, keys, values, visible) : plain(queries, keys, values, visible);
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
