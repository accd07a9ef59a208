package hone.trainer.decoder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * GPT-2: learned positions, LayerNorm and biases everywhere, queries, keys and values from one matrix, and matrices stored as
 * (in, out). Source: Radford et al. 2019, and the conventions of transformers' {@code modeling_gpt2.py}.
 */
final class Gpt2Assembly implements Assembly {
    private static final String BASE = "transformer.";
    private static final String EMBEDDING = BASE + "wte";
    private static final String POSITIONS = BASE + "wpe";
    private static final String FINAL_NORM = BASE + "ln_f";
    private static final String OUTPUT = "lm_head";

    @Override
    public Layout layout(DecoderConfig c) {
        Layout.Builder layout = new Layout.Builder();
        Set<String> masks = new HashSet<>();
        layout.matrix(EMBEDDING, c.vocab(), c.dim());
        layout.matrix(POSITIONS, c.positions(), c.dim());
        for (int i = 0; i < c.layers(); i++) {
            String at = layer(i);
            norm(layout, at + "ln_1", c.dim());
            layout.matrix(at + "attn.c_attn", c.dim(), 3L * c.dim());
            layout.bias(at + "attn.c_attn", 3L * c.dim());
            layout.intoResidual(at + "attn.c_proj", c.dim(), c.dim());
            layout.bias(at + "attn.c_proj", c.dim());
            norm(layout, at + "ln_2", c.dim());
            layout.matrix(at + "mlp.c_fc", c.dim(), c.feedForward());
            layout.bias(at + "mlp.c_fc", c.feedForward());
            layout.intoResidual(at + "mlp.c_proj", c.feedForward(), c.dim());
            layout.bias(at + "mlp.c_proj", c.dim());
            masks.add(at + "attn.bias");
            masks.add(at + "attn.masked_bias");
        }
        norm(layout, FINAL_NORM, c.dim());
        if (!c.tied()) {
            layout.matrix(OUTPUT, c.vocab(), c.dim());
        }
        return layout.layout(
                new Layout.Names(BASE, EMBEDDING + ".weight", OUTPUT + ".weight"),
                new Layout.Constants(Map.of(), masks));
    }

    private static void norm(Layout.Builder layout, String module, int width) {
        layout.norm(module, Layout.Start.ONES, width);
        layout.bias(module, width);
    }

    @Override
    public StackedDecoder.Parts parts(DecoderConfig c, Parameters p) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < c.layers(); i++) {
            blocks.add(block(c, p, i));
        }
        return new StackedDecoder.Parts(
                p.tensor(EMBEDDING + ".weight"),
                OptionalDouble.empty(),
                Optional.of(p.tensor(POSITIONS + ".weight")),
                blocks,
                p.layerNorm(FINAL_NORM, c.normEpsilon()),
                new Output(p.output(c.tied() ? EMBEDDING : OUTPUT), OptionalDouble.empty()));
    }

    private static Block block(DecoderConfig c, Parameters p, int i) {
        String at = layer(i);
        return new Block(
                p.layerNorm(at + "ln_1", c.normEpsilon()),
                new Attention(
                        c.heads(),
                        new Attention.Fused(p.transposed(at + "attn.c_attn"), new Attention.Widths(c.dim(), c.dim())),
                        p.transposed(at + "attn.c_proj"),
                        Optional.empty(),
                        new Attention.Scores(c.plan().get(i).scale(), OptionalDouble.empty())),
                p.layerNorm(at + "ln_2", c.normEpsilon()),
                new FeedForward.Plain(
                        p.transposed(at + "mlp.c_fc"),
                        p.transposed(at + "mlp.c_proj"),
                        c.traits().activation()),
                Optional.empty());
    }

    private static String layer(int i) {
        return BASE + "h." + i + ".";
    }
}
