package hone.trainer.model;

import static org.bytedeco.pytorch.global.torch.arange;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.full;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.outer;
import static org.bytedeco.pytorch.global.torch.rms_norm;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;
import static org.bytedeco.pytorch.global.torch.silu;

import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The Llama decoder: RMSNorm, rotary positions on pairs (i, i + D/2), grouped-query attention, SwiGLU, output matrix tied to
 * the embedding or not. Parameters carry their Hugging Face names and are f32. It leaves out dropout, biases and rope scaling.
 * Source: Touvron et al. 2023 (arXiv 2302.13971), and the conventions of transformers' {@code modeling_llama.py}.
 *
 * <p>In shapes: B rows, T tokens, S tokens in the cache and new ones, H model width, V vocabulary, D head width.
 */
public final class Llama implements AutoCloseable {
    public static final String EMBEDDING = "model.embed_tokens.weight";
    public static final String HEAD = "lm_head.weight";
    private static final String FINAL_NORM = "model.norm.weight";

    private final LlamaConfig config;
    private final Map<String, Tensor> parameters;
    private final Layer[] layers;
    private final Tensor head; // (V, H)
    private final Tensor cos; // (positions, D)
    private final Tensor sin; // (positions, D)

    /** The nine matrices and vectors of one block. */
    private record Layer(
            Tensor attentionNorm,
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor o,
            Tensor mlpNorm,
            Tensor gate,
            Tensor up,
            Tensor down) {}

    /** @param parameters name → kept tensor of the right shape ({@link #shapes}); this model owns them from now on */
    Llama(LlamaConfig config, Map<String, Tensor> parameters) {
        this.config = config;
        this.parameters = new LinkedHashMap<>(parameters);
        layers = new Layer[config.layers()];
        for (int i = 0; i < layers.length; i++) {
            String at = "model.layers." + i + ".";
            layers[i] = new Layer(
                    named(at + "input_layernorm.weight"),
                    named(at + "self_attn.q_proj.weight"),
                    named(at + "self_attn.k_proj.weight"),
                    named(at + "self_attn.v_proj.weight"),
                    named(at + "self_attn.o_proj.weight"),
                    named(at + "post_attention_layernorm.weight"),
                    named(at + "mlp.gate_proj.weight"),
                    named(at + "mlp.up_proj.weight"),
                    named(at + "mlp.down_proj.weight"));
        }
        head = named(config.tied() ? EMBEDDING : HEAD);
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            TensorOptions f32 = new TensorOptions(ScalarType.Float);
            Tensor share = arange(new Scalar(0), new Scalar(config.headDim()), new Scalar(2), f32)
                    .div(new Scalar((double) config.headDim())); // (D/2)
            Tensor frequency = full(new long[] {1}, new Scalar(config.theta()), f32)
                    .pow(share)
                    .reciprocal(); // (D/2)
            Tensor angle = outer(arange(new Scalar(config.positions()), f32), frequency); // (positions, D/2)
            Tensor both = cat(new TensorVector(angle, angle), -1); // (positions, D)
            cos = Scope.keep(both.cos());
            sin = Scope.keep(both.sin());
            this.parameters.values().forEach(parameter -> parameter.set_requires_grad(true));
        }
    }

    /** Each parameter's name and shape, in the order of the network. */
    static Map<String, long[]> shapes(LlamaConfig c) {
        long queries = (long) c.heads() * c.headDim();
        long keys = (long) c.keyValueHeads() * c.headDim();
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put(EMBEDDING, new long[] {c.vocab(), c.dim()});
        for (int i = 0; i < c.layers(); i++) {
            String at = "model.layers." + i + ".";
            shapes.put(at + "input_layernorm.weight", new long[] {c.dim()});
            shapes.put(at + "self_attn.q_proj.weight", new long[] {queries, c.dim()});
            shapes.put(at + "self_attn.k_proj.weight", new long[] {keys, c.dim()});
            shapes.put(at + "self_attn.v_proj.weight", new long[] {keys, c.dim()});
            shapes.put(at + "self_attn.o_proj.weight", new long[] {c.dim(), queries});
            shapes.put(at + "post_attention_layernorm.weight", new long[] {c.dim()});
            shapes.put(at + "mlp.gate_proj.weight", new long[] {c.feedForward(), c.dim()});
            shapes.put(at + "mlp.up_proj.weight", new long[] {c.feedForward(), c.dim()});
            shapes.put(at + "mlp.down_proj.weight", new long[] {c.dim(), c.feedForward()});
        }
        shapes.put(FINAL_NORM, new long[] {c.dim()});
        if (!c.tied()) {
            shapes.put(HEAD, new long[] {c.vocab(), c.dim()});
        }
        return shapes;
    }

    public LlamaConfig config() {
        return config;
    }

    public Map<String, Tensor> parameters() {
        return java.util.Collections.unmodifiableMap(parameters);
    }

    public long parameterCount() {
        return parameters.values().stream().mapToLong(Tensor::numel).sum();
    }

    /** Makes one token's embedding, and its row of an untied output matrix, a copy of another's. */
    public void copyTokenRow(int from, int to) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            named(EMBEDDING).select(0, to).copy_(named(EMBEDDING).select(0, from));
            if (!config.tied()) {
                head.select(0, to).copy_(head.select(0, from));
            }
        }
    }

    /** Hidden states after the final norm of rows that begin at position 0; padding on the right is hidden by causality. */
    public Tensor hidden(Tensor ids) { // (B, T) → (B, T, H)
        return hidden(ids, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with positions (B, T) and mask (B, T), true for real tokens: for rows padded on the left. */
    public Tensor hidden(Tensor ids, Tensor positions, Tensor mask) {
        return hidden(ids, Optional.of(positions), Optional.of(AttentionMask.causal(mask)), Optional.empty());
    }

    /**
     * @param positions (B, T); empty for 0 … T − 1
     * @param visible (B, 1, T, S) true where a query may look; empty for plain causal
     * @param cache keys and values so far, to which the new ones are added
     */
    Tensor hidden(
            Tensor ids, Optional<Tensor> positions, Optional<Tensor> visible, Optional<? extends TokenCache> cache) {
        long tokens = ids.size(1);
        if (tokens > config.positions()) {
            throw new RunFailure(
                    "bad-recipe",
                    "A row of " + tokens + " tokens is longer than the model's " + config.positions() + ".");
        }
        Tensor c = positions.map(at -> embedding(cos, at).unsqueeze(1)).orElseGet(() -> cos.narrow(0, 0, tokens));
        Tensor s = positions.map(at -> embedding(sin, at).unsqueeze(1)).orElseGet(() -> sin.narrow(0, 0, tokens));
        Tensor x = embedding(named(EMBEDDING), ids); // (B, T, H)
        for (int i = 0; i < layers.length; i++) {
            int layer = i;
            x = block(layers[i], x, c, s, visible, cache.map(all -> all.layer(layer)));
        }
        cache.ifPresent(all -> all.grow(tokens));
        return norm(x, named(FINAL_NORM)); // (B, T, H)
    }

    /** Logits of hidden states: (…, H) → (…, V). */
    public Tensor logits(Tensor hidden) {
        return linear(hidden, head);
    }

    private Tensor block(
            Layer w, Tensor x, Tensor c, Tensor s, Optional<Tensor> visible, Optional<TokenCache.Layer> cache) {
        Tensor h = norm(x, w.attentionNorm); // (B, T, H)
        Tensor q = rotate(heads(linear(h, w.q), config.heads()), c, s); // (B, heads, T, D)
        Tensor k = rotate(heads(linear(h, w.k), config.keyValueHeads()), c, s); // (B, kv heads, T, D)
        Tensor v = heads(linear(h, w.v), config.keyValueHeads()); // (B, kv heads, T, D)
        if (cache.isPresent()) {
            k = cache.get().addKeys(k); // (B, kv heads, S, D)
            v = cache.get().addValues(v); // (B, kv heads, S, D)
        }
        Tensor mixed = scaled_dot_product_attention(
                q,
                k,
                v,
                visible.map(TensorOptional::new).orElseGet(TensorOptional::new),
                0.0,
                visible.isEmpty(),
                new DoubleOptional(),
                config.heads() != config.keyValueHeads()); // (B, heads, T, D)
        Tensor joined = mixed.transpose(1, 2).reshape(x.size(0), x.size(1), (long) config.heads() * config.headDim());
        Tensor y = x.add(linear(joined, w.o)); // (B, T, H)
        Tensor n = norm(y, w.mlpNorm); // (B, T, H)
        return y.add(linear(silu(linear(n, w.gate)).mul(linear(n, w.up)), w.down)); // (B, T, H)
    }

    private Tensor heads(Tensor x, int count) { // (B, T, count · D) → (B, count, T, D)
        return x.view(x.size(0), x.size(1), count, config.headDim()).transpose(1, 2);
    }

    private static Tensor rotate(Tensor x, Tensor c, Tensor s) { // (B, heads, T, D)
        TensorVector halves = x.chunk(2, -1);
        return x.mul(c)
                .add(cat(new TensorVector(halves.get(1).neg(), halves.get(0)), -1)
                        .mul(s));
    }

    private Tensor norm(Tensor x, Tensor weight) {
        return rms_norm(
                x, new long[] {config.dim()}, new TensorOptional(weight), new DoubleOptional(config.normEpsilon()));
    }

    private Tensor named(String name) {
        Tensor parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalStateException("the loader promised " + name);
        }
        return parameter;
    }

    @Override
    public void close() {
        parameters.values().forEach(Scope::release);
        Scope.release(cos);
        Scope.release(sin);
    }
}
