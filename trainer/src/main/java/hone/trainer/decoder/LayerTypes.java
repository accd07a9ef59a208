package hone.trainer.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** Which layers see all tokens before their own, and which a window of them, as {@code layer_types} in config.json names them. */
final class LayerTypes {
    static final String FULL = "full_attention";
    static final String SLIDING = "sliding_attention";
    static final List<String> ALL = List.of(FULL, SLIDING);

    private static final int WINDOW_MAX = 1 << 24;

    private LayerTypes() {}

    /**
     * @param usual the type of each layer if config.json does not list them
     * @return one for each layer
     */
    static List<String> read(ConfigFields fields, int layers, IntFunction<String> usual) {
        List<String> types = fields.words("layer_types");
        if (types.isEmpty()) {
            List<String> made = new ArrayList<>();
            for (int i = 0; i < layers; i++) {
                made.add(usual.apply(i));
            }
            return made;
        }
        ConfigFields.require(
                types.size() == layers,
                "layer_types has " + types.size() + " entries, and num_hidden_layers is " + layers);
        for (String type : types) {
            ConfigFields.require(
                    ALL.contains(type),
                    "layer_types holds '" + type + "'; this version reads " + String.join(", ", ALL));
        }
        return types;
    }

    /** For families whose layers are all of one type: no other may be listed. */
    static void all(ConfigFields fields, int layers, String type) {
        ConfigFields.require(
                read(fields, layers, i -> type).stream().allMatch(type::equals),
                "layer_types holds others than '" + type + "', which layers of this model are in this family");
    }

    static OptionalInt window(ConfigFields fields) {
        return fields.wholeIfGiven("sliding_window", WINDOW_MAX);
    }

    /** The window of a layer of this type. */
    static OptionalInt windowOf(String type, OptionalInt window) {
        if (type.equals(FULL)) {
            return OptionalInt.empty();
        }
        ConfigFields.require(
                window.isPresent(),
                "layer_types holds '" + SLIDING + "', but no sliding_window is in use; one of the two is wrong");
        return window;
    }
}
