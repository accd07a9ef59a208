package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.embedding;

import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The Llama family: RMSNorm, rotary positions, grouped-query attention, SwiGLU, output matrix tied to the embedding or not.
 * Parameters are f32. Not supported: dropout, biases and rope scaling. Source: Touvron et al. 2023 (arXiv 2302.13971), and the
 * conventions of transformers' {@code modeling_llama.py}.
 */
final class Llama implements Decoder {
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String FINAL_NORM = "model.norm.weight";
    private static final String OUTPUT = "lm_head.weight";

    private final DecoderConfig config;
    private final Map<String, Tensor> parameters;
    private final Tensor tokens; // (V, H)
    private final List<Block> blocks = new ArrayList<>();
    private final RmsNorm finalNorm;
    private final Linear output; // (V, H)
    private final RotaryPositions positions;

    Llama(DecoderConfig config, Map<String, Tensor> parameters) {
        this.config = config;
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        tokens = named(EMBEDDING);
        for (int i = 0; i < config.layers(); i++) {
            blocks.add(block("model.layers." + i + "."));
        }
        finalNorm = norm(FINAL_NORM);
        output = linear(config.tied() ? EMBEDDING : OUTPUT);
        positions = new RotaryPositions(config.rope(), config.heads().dim());
        try (Scope scope = Scope.open()) {
            this.parameters.values().forEach(parameter -> parameter.set_requires_grad(true));
        }
    }

    static Layout layout(DecoderConfig c) {
        long queries = (long) c.heads().queries() * c.heads().dim();
        long keys = (long) c.heads().keyValues() * c.heads().dim();
        Layout.Builder layout = new Layout.Builder();
        layout.matrix(EMBEDDING, c.vocab(), c.dim());
        for (int i = 0; i < c.layers(); i++) {
            String at = "model.layers." + i + ".";
            layout.norm(at + "input_layernorm.weight", c.dim());
            layout.matrix(at + "self_attn.q_proj.weight", queries, c.dim());
            layout.matrix(at + "self_attn.k_proj.weight", keys, c.dim());
            layout.matrix(at + "self_attn.v_proj.weight", keys, c.dim());
            layout.intoResidual(at + "self_attn.o_proj.weight", c.dim(), queries);
            layout.norm(at + "post_attention_layernorm.weight", c.dim());
            layout.matrix(at + "mlp.gate_proj.weight", c.feedForward(), c.dim());
            layout.matrix(at + "mlp.up_proj.weight", c.feedForward(), c.dim());
            layout.intoResidual(at + "mlp.down_proj.weight", c.dim(), c.feedForward());
        }
        layout.norm(FINAL_NORM, c.dim());
        if (!c.tied()) {
            layout.matrix(OUTPUT, c.vocab(), c.dim());
        }
        return layout.layout(EMBEDDING, OUTPUT);
    }

    @Override
    public DecoderConfig config() {
        return config;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return parameters;
    }

    @Override
    public Map<String, Tensor> trainableParameters() {
        return parameters;
    }

    @Override
    public void copyTokenRow(int from, int to) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            tokens.select(0, to).copy_(tokens.select(0, from));
            if (!config.tied()) {
                output.weight().select(0, to).copy_(output.weight().select(0, from));
            }
        }
    }

    @Override
    public Tensor hidden(Tensor ids, Reading reading) {
        long length = ids.size(1);
        if (length > config.positions()) {
            throw new RunFailure(
                    "bad-recipe",
                    "A row of " + length + " tokens is longer than the model's " + config.positions() + ".");
        }
        RotaryPositions.Angles angles = positions.of(reading.positions(), length);
        Optional<TokenCache> cache = reading.cache();
        Tensor x = embedding(tokens, ids); // (B, T, H)
        for (int i = 0; i < blocks.size(); i++) {
            int layer = i;
            x = blocks.get(i).apply(x, angles, reading.visible(), cache.map(all -> all.layer(layer)));
        }
        cache.ifPresent(all -> all.grow(length));
        return finalNorm.apply(x); // (B, T, H)
    }

    @Override
    public Tensor logits(Tensor hidden) {
        return output.apply(hidden);
    }

    private Block block(String at) {
        return new Block(
                norm(at + "input_layernorm.weight"),
                new Attention(
                        config.heads(),
                        linear(at + "self_attn.q_proj.weight"),
                        linear(at + "self_attn.k_proj.weight"),
                        linear(at + "self_attn.v_proj.weight"),
                        linear(at + "self_attn.o_proj.weight"),
                        Optional.empty()),
                norm(at + "post_attention_layernorm.weight"),
                new FeedForward(
                        linear(at + "mlp.gate_proj.weight"),
                        linear(at + "mlp.up_proj.weight"),
                        linear(at + "mlp.down_proj.weight")));
    }

    private RmsNorm norm(String name) {
        return new RmsNorm(named(name), config.normEpsilon());
    }

    private Linear linear(String name) {
        return Linear.of(named(name));
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
        positions.close();
    }
}
