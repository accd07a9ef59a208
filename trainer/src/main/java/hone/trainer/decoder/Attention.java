package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * Grouped-query attention (Ainslie et al. 2023, arXiv 2305.13245): key/value head h serves query heads h·g … h·g + g − 1, g =
 * heads / key/value heads. Its matrices may have biases, and queries and keys may be normalised per head before they are rotated.
 */
record Attention(Heads heads, Linear q, Linear k, Linear v, Linear o, Optional<HeadNorms> norms) {
    /** The number of heads and their width (D). */
    record Heads(int queries, int keyValues, int dim) {}

    /** Weights of width D. */
    record HeadNorms(RmsNorm q, RmsNorm k) {}

    /** Computes what each token attends to: (B, T, H) → (B, T, H). */
    Tensor apply(Tensor x, RotaryPositions.Angles angles, Optional<Tensor> visible, Optional<TokenCache.Layer> cache) {
        Tensor queries = split(q.apply(x), heads.queries); // (B, heads, T, D)
        Tensor keys = split(k.apply(x), heads.keyValues); // (B, kv heads, T, D)
        if (norms.isPresent()) {
            queries = norms.get().q.apply(queries);
            keys = norms.get().k.apply(keys);
        }
        queries = angles.turn(queries);
        keys = angles.turn(keys);
        Tensor values = split(v.apply(x), heads.keyValues); // (B, kv heads, T, D)
        if (cache.isPresent()) {
            keys = cache.get().addKeys(keys); // (B, kv heads, S, D)
            values = cache.get().addValues(values); // (B, kv heads, S, D)
        }
        Tensor mixed = scaled_dot_product_attention(
                queries,
                keys,
                values,
                visible.map(TensorOptional::new).orElseGet(TensorOptional::new),
                0.0,
                visible.isEmpty(),
                new DoubleOptional(),
                heads.queries != heads.keyValues); // (B, heads, T, D)
        return o.apply(mixed.transpose(1, 2).reshape(x.size(0), x.size(1), (long) heads.queries * heads.dim));
    }

    private Tensor split(Tensor x, int count) { // (B, T, count · D) → (B, count, T, D)
        return x.view(x.size(0), x.size(1), count, heads.dim).transpose(1, 2);
    }
}
