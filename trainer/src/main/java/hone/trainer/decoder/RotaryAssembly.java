package hone.trainer.decoder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Llama's make and that of most families since: RMSNorm, rotary positions, grouped-query attention, gated feed-forward, output
 * matrix tied to the embedding or not; with biases, norms of heads and norms after each half of a block where a family has them.
 * Source: Touvron et al. 2023 (arXiv 2302.13971), and the conventions of transformers' {@code modeling_llama.py}.
 */
final class RotaryAssembly implements Assembly {
    private static final String BASE = "model.";
    private static final String EMBEDDING = BASE + "embed_tokens";
    private static final String FINAL_NORM = BASE + "norm";
    private static final String OUTPUT = "lm_head";

    @Override
    public Layout layout(DecoderConfig c) {
        long queries = (long) c.heads().queries() * c.heads().dim();
        long keys = (long) c.heads().keyValues() * c.heads().dim();
        Traits traits = c.traits();
        Layout.Start norms = traits.has(Traits.Trait.NORMS_FROM_ONE) ? Layout.Start.ZEROS : Layout.Start.ONES;
        Layout.Builder layout = new Layout.Builder();
        layout.matrix(EMBEDDING, c.vocab(), c.dim());
        for (int i = 0; i < c.layers(); i++) {
            String at = layer(i);
            layout.norm(at + "input_layernorm", norms, c.dim());
            layout.matrix(at + "self_attn.q_proj", queries, c.dim());
            layout.matrix(at + "self_attn.k_proj", keys, c.dim());
            layout.matrix(at + "self_attn.v_proj", keys, c.dim());
            layout.intoResidual(at + "self_attn.o_proj", c.dim(), queries);
            if (traits.has(Traits.Trait.QUERY_KEY_VALUE_BIAS)) {
                layout.bias(at + "self_attn.q_proj", queries);
                layout.bias(at + "self_attn.k_proj", keys);
                layout.bias(at + "self_attn.v_proj", keys);
            }
            if (traits.has(Traits.Trait.ATTENTION_OUTPUT_BIAS)) {
                layout.bias(at + "self_attn.o_proj", c.dim());
            }
            if (traits.has(Traits.Trait.HEAD_NORMS)) {
                layout.norm(at + "self_attn.q_norm", norms, c.heads().dim());
                layout.norm(at + "self_attn.k_norm", norms, c.heads().dim());
            }
            layout.norm(at + "post_attention_layernorm", norms, c.dim());
            if (traits.has(Traits.Trait.NORMS_AFTER)) {
                layout.norm(at + "pre_feedforward_layernorm", norms, c.dim());
                layout.norm(at + "post_feedforward_layernorm", norms, c.dim());
            }
            layout.matrix(at + "mlp.gate_proj", c.feedForward(), c.dim());
            layout.matrix(at + "mlp.up_proj", c.feedForward(), c.dim());
            layout.intoResidual(at + "mlp.down_proj", c.dim(), c.feedForward());
            if (traits.has(Traits.Trait.FEED_FORWARD_BIAS)) {
                layout.bias(at + "mlp.gate_proj", c.feedForward());
                layout.bias(at + "mlp.up_proj", c.feedForward());
                layout.bias(at + "mlp.down_proj", c.dim());
            }
        }
        layout.norm(FINAL_NORM, norms, c.dim());
        if (!c.tied()) {
            layout.matrix(OUTPUT, c.vocab(), c.dim());
        }
        return layout.layout(
                new Layout.Names(BASE, EMBEDDING + ".weight", OUTPUT + ".weight"),
                new Layout.Constants(frequencies(c), Set.of()));
    }

    /** Old files carry the frequencies of rotations that are computed from the configuration today. */
    private static Map<String, float[]> frequencies(DecoderConfig c) {
        Map<Rope, float[]> each = new HashMap<>();
        Map<String, float[]> named = new HashMap<>();
        for (int i = 0; i < c.layers(); i++) {
            String name = layer(i) + "self_attn.rotary_emb.inv_freq";
            c.plan().get(i).rope().ifPresent(rope -> {
                float[] stored = each.computeIfAbsent(
                        rope, once -> once.frequencies(c.heads().dim()));
                named.put(name, stored);
                named.put(BASE + "rotary_emb.inv_freq", stored);
            });
        }
        return named;
    }

    @Override
    public StackedDecoder.Parts parts(DecoderConfig c, Parameters p) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < c.layers(); i++) {
            blocks.add(block(c, p, i));
        }
        double scale = c.traits().embeddingScale();
        return new StackedDecoder.Parts(
                p.tensor(EMBEDDING + ".weight"),
                scale == 1 ? OptionalDouble.empty() : OptionalDouble.of(scale),
                Optional.empty(),
                blocks,
                norm(c, p, FINAL_NORM),
                new Output(p.output(c.tied() ? EMBEDDING : OUTPUT), c.traits().logitCap()));
    }

    private static Block block(DecoderConfig c, Parameters p, int i) {
        String at = layer(i);
        boolean normsAfter = c.traits().has(Traits.Trait.NORMS_AFTER);
        String beforeFeedForward = normsAfter ? "pre_feedforward_layernorm" : "post_attention_layernorm";
        return new Block(
                norm(c, p, at + "input_layernorm"),
                attention(c, p, i),
                norm(c, p, at + beforeFeedForward),
                new FeedForward.Gated(
                        p.linear(at + "mlp.gate_proj"),
                        p.linear(at + "mlp.up_proj"),
                        p.linear(at + "mlp.down_proj"),
                        c.traits().activation()),
                normsAfter
                        ? Optional.of(new Block.After(
                                norm(c, p, at + "post_attention_layernorm"),
                                norm(c, p, at + "post_feedforward_layernorm")))
                        : Optional.empty());
    }

    private static Attention attention(DecoderConfig c, Parameters p, int i) {
        String at = layer(i) + "self_attn.";
        return new Attention(
                c.heads(),
                new Attention.Separate(p.linear(at + "q_proj"), p.linear(at + "k_proj"), p.linear(at + "v_proj")),
                p.linear(at + "o_proj"),
                c.traits().has(Traits.Trait.HEAD_NORMS)
                        ? Optional.of(new Attention.HeadNorms(norm(c, p, at + "q_norm"), norm(c, p, at + "k_norm")))
                        : Optional.empty(),
                new Attention.Scores(c.plan().get(i).scale(), c.traits().scoreCap()));
    }

    private static Norm norm(DecoderConfig c, Parameters p, String module) {
        return new RmsNorm(
                p.tensor(module + ".weight"),
                c.traits().has(Traits.Trait.NORMS_FROM_ONE) ? RmsNorm.Counted.FROM_ONE : RmsNorm.Counted.FROM_ZERO,
                c.normEpsilon());
    }

    private static String layer(int i) {
        return BASE + "layers." + i + ".";
    }
}
