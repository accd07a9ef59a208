package hone.trainer.decoder;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What the config.json of each family built by {@link RotaryAssembly} means. Where a field is absent, the family's default in
 * transformers counts if transformers leaves the field out for that value; what it always writes has to be there.
 */
final class RotaryConfigs {
    private static final double EPSILON = 1e-6;
    private static final double THETA = 10_000;

    private RotaryConfigs() {}

    static DecoderConfig llama(Family family, ConfigFields fields) {
        Set<Traits.Trait> traits = biases(fields);
        if (fields.isOn("mlp_bias")) {
            traits.add(Traits.Trait.FEED_FORWARD_BIAS);
        }
        Size size = Size.read(fields, KeyValueHeads.AS_QUERIES, HeadDim.DERIVED, 2_048);
        LayerTypes.all(fields, size.layers, LayerTypes.FULL);
        Rope rope = RopeFields.read(fields, THETA);
        return config(
                family,
                fields,
                size,
                tiedIfSaid(fields),
                plan(size.layers, i -> layer(rope, OptionalInt.empty())),
                silu(fields, traits));
    }

    static DecoderConfig qwen2(Family family, ConfigFields fields) {
        fields.off("use_mrope");
        fields.off("mlp_bias");
        Size size = Size.read(fields, KeyValueHeads.SAID, HeadDim.DERIVED, 32_768);
        return config(
                family,
                fields,
                size,
                tiedIfSaid(fields),
                windowed(fields, size, RopeFields.read(fields, THETA)),
                silu(fields, EnumSet.of(Traits.Trait.QUERY_KEY_VALUE_BIAS)));
    }

    static DecoderConfig qwen3(Family family, ConfigFields fields) {
        Set<Traits.Trait> traits = biases(fields);
        traits.add(Traits.Trait.HEAD_NORMS);
        fields.off("mlp_bias");
        Size size = Size.read(fields, KeyValueHeads.SAID, HeadDim.SAID, 32_768);
        return config(
                family,
                fields,
                size,
                tiedIfSaid(fields),
                windowed(fields, size, RopeFields.read(fields, THETA)),
                silu(fields, traits));
    }

    static DecoderConfig mistral(Family family, ConfigFields fields) {
        Size size = Size.read(fields, KeyValueHeads.SAID, HeadDim.DERIVED, 131_072);
        Rope rope = RopeFields.read(fields, THETA);
        fields.off("attention_bias");
        fields.off("mlp_bias");
        fields.said("sliding_window");
        OptionalInt window = LayerTypes.window(fields);
        LayerTypes.all(fields, size.layers, window.isPresent() ? LayerTypes.SLIDING : LayerTypes.FULL);
        return config(
                family,
                fields,
                size,
                tiedIfSaid(fields),
                plan(size.layers, i -> layer(rope, window)),
                silu(fields, EnumSet.noneOf(Traits.Trait.class)));
    }

    static DecoderConfig smolLm3(Family family, ConfigFields fields) {
        Set<Traits.Trait> traits = biases(fields);
        if (fields.isOn("mlp_bias")) {
            traits.add(Traits.Trait.FEED_FORWARD_BIAS);
        }
        Size size = Size.read(fields, KeyValueHeads.SAID, HeadDim.DERIVED, 32_768);
        Rope rope = RopeFields.read(fields, 2_000_000);
        int interval = fields.whole("no_rope_layer_interval", DecoderConfig.LAYERS_MAX, 4);
        List<Integer> said = fields.wholes("no_rope_layers");
        ConfigFields.require(
                said.isEmpty() || said.size() == size.layers,
                "no_rope_layers has " + said.size() + " entries, and num_hidden_layers is " + size.layers);
        ConfigFields.require(
                said.stream().allMatch(one -> one == 0 || one == 1), "no_rope_layers holds other numbers than 0 and 1");
        List<Boolean> rotating = new ArrayList<>(); // the field's name says the opposite of its ones
        for (int i = 0; i < size.layers; i++) {
            rotating.add(said.isEmpty() ? (i + 1) % interval != 0 : said.get(i) == 1);
        }
        fields.countIfGiven("max_window_layers", Integer.MAX_VALUE); // transformers reads it and does nothing with it
        OptionalInt window = usedWindow(fields);
        List<String> types = LayerTypes.read(
                fields,
                size.layers,
                i -> window.isPresent() && !rotating.get(i) ? LayerTypes.SLIDING : LayerTypes.FULL);
        return config(
                family,
                fields,
                size,
                tiedUnlessDenied(fields),
                plan(
                        size.layers,
                        i -> new LayerPlan(
                                rotating.get(i) ? Optional.of(rope) : Optional.empty(),
                                LayerTypes.windowOf(types.get(i), window),
                                OptionalDouble.empty())),
                silu(fields, traits));
    }

    static DecoderConfig gemma2(Family family, ConfigFields fields) {
        fields.said("attn_logit_softcapping");
        fields.said("final_logit_softcapping");
        Size size = Size.read(fields, KeyValueHeads.SAID, HeadDim.SAID, 8_192);
        Rope rope = RopeFields.read(fields, THETA);
        List<String> types =
                LayerTypes.read(fields, size.layers, i -> i % 2 == 0 ? LayerTypes.SLIDING : LayerTypes.FULL);
        return gemma(
                family, fields, size, biases(fields), types, Map.of(LayerTypes.FULL, rope, LayerTypes.SLIDING, rope));
    }

    static DecoderConfig gemma3(Family family, ConfigFields fields) {
        Size size = Size.read(fields, KeyValueHeads.SAID, HeadDim.SAID, 131_072);
        int pattern = fields.whole("sliding_window_pattern", DecoderConfig.LAYERS_MAX, 6);
        int noted = fields.whole("_sliding_window_pattern", DecoderConfig.LAYERS_MAX, pattern);
        ConfigFields.require(
                noted == pattern || fields.has("layer_types"),
                "_sliding_window_pattern is " + noted + ", and transformers reads sliding_window_pattern, " + pattern);
        List<String> types = LayerTypes.read(
                fields, size.layers, i -> (i + 1) % pattern == 0 ? LayerTypes.FULL : LayerTypes.SLIDING);
        Set<Traits.Trait> traits = biases(fields);
        traits.add(Traits.Trait.HEAD_NORMS);
        return gemma(
                family,
                fields,
                size,
                traits,
                types,
                RopeFields.byLayerType(fields, 1_000_000, "rope_local_base_freq", THETA));
    }

    private static DecoderConfig gemma(
            Family family,
            ConfigFields fields,
            Size size,
            Set<Traits.Trait> traits,
            List<String> types,
            Map<String, Rope> ropes) {
        traits.add(Traits.Trait.NORMS_AFTER);
        traits.add(Traits.Trait.NORMS_FROM_ONE);
        fields.off("use_bidirectional_attention");
        fields.said("sliding_window");
        OptionalInt window = LayerTypes.window(fields);
        OptionalDouble scale = OptionalDouble.of(1 / Math.sqrt(fields.real("query_pre_attn_scalar", 1e-6, 1e9)));
        String activation = fields.word("hidden_activation").orElse("gelu_pytorch_tanh");
        fields.only("hidden_act", activation);
        return config(
                family,
                fields,
                size,
                tiedUnlessDenied(fields),
                plan(
                        size.layers,
                        i -> new LayerPlan(
                                Optional.ofNullable(ropes.get(types.get(i))),
                                LayerTypes.windowOf(types.get(i), window),
                                scale)),
                new Traits(
                        traits,
                        activation("hidden_activation", activation),
                        fields.realIfGiven("attn_logit_softcapping", 1e-6, 1e9),
                        fields.realIfGiven("final_logit_softcapping", 1e-6, 1e9),
                        Math.sqrt(size.dim)));
    }

    /** Qwen's rule: the upper layers have a window, if windows are in use at all. */
    private static List<LayerPlan> windowed(ConfigFields fields, Size size, Rope rope) {
        if (fields.isOn("use_sliding_window")) {
            fields.said("sliding_window");
        }
        OptionalInt window = usedWindow(fields);
        int without =
                fields.countIfGiven("max_window_layers", Integer.MAX_VALUE).orElse(28);
        List<String> types = LayerTypes.read(
                fields, size.layers, i -> window.isPresent() && i >= without ? LayerTypes.SLIDING : LayerTypes.FULL);
        return plan(size.layers, i -> layer(rope, LayerTypes.windowOf(types.get(i), window)));
    }

    private static OptionalInt usedWindow(ConfigFields fields) {
        OptionalInt window = LayerTypes.window(fields);
        return fields.isOn("use_sliding_window") ? window : OptionalInt.empty();
    }

    private static LayerPlan layer(Rope rope, OptionalInt window) {
        return new LayerPlan(Optional.of(rope), window, OptionalDouble.empty());
    }

    private static List<LayerPlan> plan(int layers, IntFunction<LayerPlan> layer) {
        List<LayerPlan> plan = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            plan.add(layer.apply(i));
        }
        return plan;
    }

    private static Set<Traits.Trait> biases(ConfigFields fields) {
        return fields.isOn("attention_bias")
                ? EnumSet.of(Traits.Trait.QUERY_KEY_VALUE_BIAS, Traits.Trait.ATTENTION_OUTPUT_BIAS)
                : EnumSet.noneOf(Traits.Trait.class);
    }

    private static Traits silu(ConfigFields fields, Set<Traits.Trait> traits) {
        return Traits.of(activation("hidden_act", fields.word("hidden_act").orElse("silu")), traits);
    }

    static Activation activation(String field, String name) {
        return Activation.named(name)
                .orElseThrow(() -> ConfigFields.refused(
                        field + " is '" + name + "'; this version computes " + String.join(", ", Activation.known())));
    }

    private static DecoderConfig.Output tiedIfSaid(ConfigFields fields) {
        return fields.isOn("tie_word_embeddings") ? DecoderConfig.Output.TIED : DecoderConfig.Output.OWN;
    }

    static DecoderConfig.Output tiedUnlessDenied(ConfigFields fields) {
        return fields.isNotOff("tie_word_embeddings") ? DecoderConfig.Output.TIED : DecoderConfig.Output.OWN;
    }

    private static DecoderConfig config(
            Family family,
            ConfigFields fields,
            Size size,
            DecoderConfig.Output output,
            List<LayerPlan> plan,
            Traits traits) {
        return new DecoderConfig(
                family,
                new DecoderConfig.Vocabulary(fields.whole("vocab_size", DecoderConfig.VOCAB_MAX), output),
                size.dim,
                size.heads,
                size.feedForward,
                size.positions,
                plan,
                traits,
                fields.real("rms_norm_eps", 0, 1, EPSILON),
                fields.real("initializer_range", 0, DecoderConfig.DEVIATION_MAX, 0.02));
    }

    /** What counts when config.json does not give the number of key/value heads. */
    private enum KeyValueHeads {
        AS_QUERIES,
        /** It has to: the family's default is a number that fits only one of its models. */
        SAID
    }

    /** The same for a head's width. */
    private enum HeadDim {
        DERIVED,
        SAID
    }

    private record Size(int dim, int layers, Attention.Heads heads, int feedForward, int positions) {
        static Size read(ConfigFields fields, KeyValueHeads keyValueHeads, HeadDim headDim, int usualPositions) {
            int dim = fields.whole("hidden_size", DecoderConfig.DIM_MAX);
            int queries = fields.whole("num_attention_heads", DecoderConfig.HEADS_MAX);
            if (headDim == HeadDim.DERIVED && !fields.has("head_dim")) {
                ConfigFields.require(
                        dim % queries == 0,
                        "hidden_size is no multiple of num_attention_heads, and head_dim is missing");
            }
            return new Size(
                    dim,
                    fields.whole("num_hidden_layers", DecoderConfig.LAYERS_MAX),
                    new Attention.Heads(
                            queries,
                            keyValueHeads == KeyValueHeads.SAID
                                    ? fields.whole("num_key_value_heads", DecoderConfig.HEADS_MAX)
                                    : fields.whole("num_key_value_heads", DecoderConfig.HEADS_MAX, queries),
                            headDim == HeadDim.SAID
                                    ? fields.whole("head_dim", DecoderConfig.HEAD_DIM_MAX)
                                    : fields.whole("head_dim", DecoderConfig.HEAD_DIM_MAX, dim / queries)),
                    fields.whole("intermediate_size", DecoderConfig.FEED_FORWARD_MAX),
                    fields.whole("max_position_embeddings", DecoderConfig.POSITIONS_MAX, usualPositions));
        }
    }
}
