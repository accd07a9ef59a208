package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a request's fields. A field that is null counts as absent; one of the wrong type is refused by name. */
record Fields(JsonNode json) {
    Fields {
        if (!json.isObject()) {
            throw ApiError.unreadable("The body of the request must be a JSON object, but it is " + kind(json) + ".");
        }
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        return optional(name).map(value -> {
            if (!value.isTextual()) {
                throw wrongKind(name, "a string", value);
            }
            return value.asText();
        });
    }

    boolean flag(String name) {
        return optional(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw wrongKind(name, "a boolean", value);
                    }
                    return value.asBoolean();
                })
                .orElse(false);
    }

    double number(String name, double otherwise, double min, double max) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = json.get(name);
        if (!value.isNumber()) {
            throw wrongKind(name, "a decimal", value);
        }
        return within(name, "decimal", value.doubleValue(), min, max);
    }

    /** Whole numbers of token ids, each once. */
    Set<Integer> ids(String name, int max) {
        Set<Integer> ids = new TreeSet<>();
        Optional<JsonNode> list = optional(name);
        if (list.isEmpty()) {
            return ids;
        }
        if (!list.get().isArray()) {
            throw wrongKind(name, "an array of integers", list.get());
        }
        atMost(name, list.get(), max);
        for (JsonNode id : list.get()) {
            if (!id.isIntegralNumber()) {
                throw wrongKind(name, "an array of integers", id);
            }
            within(name, "integer", id.doubleValue(), 0, Integer.MAX_VALUE);
            ids.add(id.intValue());
        }
        return ids;
    }

    Optional<Long> whole(String name, long min, long max) {
        return optional(name).map(value -> {
            if (!value.isIntegralNumber()) {
                throw wrongKind(name, "an integer", value);
            }
            within(name, "integer", value.doubleValue(), min, max);
            return value.canConvertToLong() ? value.longValue() : max;
        });
    }

    /** One text or a list of them. */
    List<String> texts(String name, int max) {
        Optional<JsonNode> value = optional(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get().isTextual()) {
            return List.of(value.get().asText());
        }
        if (!value.get().isArray()) {
            throw wrongKind(name, "a string or an array of strings", value.get());
        }
        atMost(name, value.get(), max);
        List<String> texts = new ArrayList<>();
        for (JsonNode one : value.get()) {
            if (!one.isTextual()) {
                throw wrongKind(name + "[" + texts.size() + "]", "a string", one);
            }
            texts.add(one.asText());
        }
        return texts;
    }

    Optional<JsonNode> optional(String name) {
        return has(name) ? Optional.of(json.get(name)) : Optional.empty();
    }

    JsonNode required(String name) {
        return optional(name).orElseThrow(() -> missing(name));
    }

    static void atMost(String name, JsonNode array, int max) {
        if (array.size() > max) {
            throw ApiError.invalid(
                    name,
                    "array_above_max_length",
                    "Invalid '" + name + "': array too long. Expected an array with maximum length " + max
                            + ", but got an array with length " + array.size() + " instead.");
        }
    }

    static ApiError missing(String name) {
        return ApiError.invalid(name, "missing_required_parameter", "Missing required parameter: '" + name + "'.");
    }

    static ApiError wrongKind(String name, String wanted, JsonNode value) {
        return ApiError.invalid(
                name,
                "invalid_type",
                "Invalid type for '" + name + "': expected " + wanted + ", but got " + kind(value) + " instead.");
    }

    private static double within(String name, String kind, double value, double min, double max) {
        if (value < min) {
            throw ApiError.invalid(
                    name,
                    kind + "_below_min_value",
                    "Invalid '" + name + "': " + kind + " below minimum value. Expected a value >= " + plain(min)
                            + ", but got " + plain(value) + " instead.");
        }
        if (value > max) {
            throw ApiError.invalid(
                    name,
                    kind + "_above_max_value",
                    "Invalid '" + name + "': " + kind + " above maximum value. Expected a value <= " + plain(max)
                            + ", but got " + plain(value) + " instead.");
        }
        return value;
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a string";
            case BOOLEAN -> "a boolean";
            case NUMBER -> value.isIntegralNumber() ? "an integer" : "a decimal";
            case NULL, MISSING -> "null";
        };
    }
}
