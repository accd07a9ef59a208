package hone.trainer.decoder;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a config.json describes rotary positions: under {@code rope_parameters} (transformers 5), or as {@code rope_theta} and
 * {@code rope_scaling} (transformers 4).
 */
final class RopeFields {
    private static final String PARAMETERS = "rope_parameters";
    private static final String SCALING = "rope_scaling";
    private static final String THETA = "rope_theta";
    private static final double THETA_MAX = 1e12;
    private static final double FACTOR_MAX = 1e6;
    private static final double CONTEXT_MAX = 1 << 24;

    private RopeFields() {}

    /** One rotation for all layers. */
    static Rope read(ConfigFields fields, double usualTheta) {
        Optional<ConfigFields> parameters = fields.object(PARAMETERS);
        Optional<ConfigFields> scaling = fields.object(SCALING);
        ConfigFields.require(
                parameters.isEmpty() || scaling.isEmpty(),
                "it has both rope_parameters and rope_scaling, and only one of the two can be meant");
        double plain = theta(fields, usualTheta);
        if (parameters.isEmpty()) {
            return new Rope(plain, scaling.map(RopeFields::scaling).orElseGet(Rope.Scaling.None::new));
        }
        double theta = theta(parameters.get(), plain);
        ConfigFields.require(
                !fields.has(THETA) || theta == plain,
                "rope_theta is " + plain + ", but " + theta + " in rope_parameters; one of the two is wrong");
        return new Rope(theta, scaling(parameters.get()));
    }

    /**
     * One rotation for each kind of layer.
     *
     * @param localTheta the field in which transformers 4 has the base of layers with a window
     */
    static Map<String, Rope> byLayerType(ConfigFields fields, double usualTheta, String localTheta, double usualLocal) {
        Optional<ConfigFields> nested =
                fields.object(PARAMETERS).filter(all -> LayerTypes.ALL.stream().anyMatch(all::has));
        if (nested.isEmpty()) {
            Rope local = Rope.of(fields.real(localTheta, 1, THETA_MAX, usualLocal));
            return Map.of(LayerTypes.FULL, read(fields, usualTheta), LayerTypes.SLIDING, local);
        }
        for (String field : List.of(SCALING, THETA, localTheta)) {
            ConfigFields.require(
                    !fields.has(field), field + " stands beside rope_parameters, and only one of the two can be meant");
        }
        Map<String, Rope> ropes = Map.of(
                LayerTypes.FULL, ofType(nested.get(), LayerTypes.FULL, usualTheta),
                LayerTypes.SLIDING, ofType(nested.get(), LayerTypes.SLIDING, usualLocal));
        nested.get().refuseUnread(name -> false);
        return ropes;
    }

    private static Rope ofType(ConfigFields all, String type, double usualTheta) {
        ConfigFields one = all.object(type).orElseThrow(() -> ConfigFields.refused("rope_parameters lacks " + type));
        double theta = theta(one, usualTheta);
        return new Rope(theta, scaling(one));
    }

    private static double theta(ConfigFields fields, double usual) {
        return fields.real(THETA, 1, THETA_MAX, usual);
    }

    private static Rope.Scaling scaling(ConfigFields fields) {
        Optional<String> old = fields.word("type");
        String type = fields.word("rope_type").or(() -> old).orElse("default");
        ConfigFields.require(
                old.isEmpty() || old.get().equals(type),
                "rope_type is '" + type + "', and type is '" + old.orElse("") + "'; one of the two is wrong");
        fields.only("partial_rotary_factor", 1);
        Rope.Scaling scaling = switch (type) {
            case "default" -> new Rope.Scaling.None();
            case "linear" -> new Rope.Scaling.Linear(factor(fields));
            case "llama3" -> byWavelength(fields);
            default ->
                throw ConfigFields.refused("rope_type is '" + type + "'; this version reads default, linear, llama3");
        };
        fields.refuseUnread(name -> false);
        return scaling;
    }

    private static Rope.Scaling byWavelength(ConfigFields fields) {
        double slow = fields.real("low_freq_factor", 0, FACTOR_MAX);
        double fast = fields.real("high_freq_factor", 0, FACTOR_MAX);
        ConfigFields.require(slow < fast, "low_freq_factor must be below high_freq_factor");
        return new Rope.Scaling.ByWavelength(
                factor(fields), slow, fast, fields.real("original_max_position_embeddings", 1, CONTEXT_MAX));
    }

    private static double factor(ConfigFields fields) {
        return fields.real("factor", 1, FACTOR_MAX);
    }
}
