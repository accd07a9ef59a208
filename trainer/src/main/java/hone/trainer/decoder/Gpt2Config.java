package hone.trainer.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** What GPT-2's config.json means, which has names of its own for most sizes. */
final class Gpt2Config {
    private Gpt2Config() {}

    static DecoderConfig read(Family family, ConfigFields fields) {
        fields.only("n_special", 0); // of GPT, whose special tokens had embeddings of their own
        int dim = fields.whole("n_embd", DecoderConfig.DIM_MAX);
        int heads = fields.whole("n_head", DecoderConfig.HEADS_MAX);
        ConfigFields.require(dim % heads == 0, "n_embd is no multiple of n_head");
        int positions = fields.whole("n_positions", DecoderConfig.POSITIONS_MAX, 1024);
        int context = fields.whole("n_ctx", DecoderConfig.POSITIONS_MAX, positions);
        ConfigFields.require(context == positions, "n_ctx is " + context + ", but n_positions is " + positions);
        int layers = fields.whole("n_layer", DecoderConfig.LAYERS_MAX);
        String activation = fields.word("activation_function").orElse("gelu_new");
        return new DecoderConfig(
                family,
                new DecoderConfig.Vocabulary(
                        fields.whole("vocab_size", DecoderConfig.VOCAB_MAX), RotaryConfigs.tiedUnlessDenied(fields)),
                dim,
                new Attention.Heads(heads, heads, dim / heads),
                fields.whole("n_inner", DecoderConfig.FEED_FORWARD_MAX, 4 * dim),
                positions,
                plan(fields, layers, dim / heads),
                Traits.of(RotaryConfigs.activation("activation_function", activation), Set.of()),
                fields.real("layer_norm_epsilon", 0, 1, 1e-5),
                fields.real("initializer_range", 0, DecoderConfig.DEVIATION_MAX, 0.02));
    }

    private static List<LayerPlan> plan(ConfigFields fields, int layers, int headDim) {
        double scale = fields.isNotOff("scale_attn_weights") ? 1 / Math.sqrt(headDim) : 1;
        boolean byDepth = fields.isOn("scale_attn_by_inverse_layer_idx");
        List<LayerPlan> plan = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            plan.add(new LayerPlan(
                    Optional.empty(), OptionalInt.empty(), OptionalDouble.of(byDepth ? scale / (i + 1) : scale)));
        }
        return plan;
    }
}
