package hone.trainer.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.RunFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The fields of a config.json, or of an object in it, and which of them have been read. A field that nobody has read and that is
 * not known to be harmless may change what the model computes, so it is refused by its name. JSON's null counts as absent: it
 * turns nothing on.
 */
final class ConfigFields {
    private static final int LIST_MAX = 4096;

    private final String path;
    private final JsonNode json;
    private final Set<String> read = new HashSet<>();

    private ConfigFields(String path, JsonNode json) {
        this.path = path;
        this.json = json;
    }

    static ConfigFields of(JsonNode json) {
        require(json.isObject(), "it is no JSON object");
        return new ConfigFields("", json);
    }

    /** Whether there is such a field; that alone does not count as reading it. */
    boolean has(String field) {
        return json.hasNonNull(field);
    }

    /** Refuses a config.json without this field, be it null: transformers would take a number of its own. */
    void said(String field) {
        require(json.has(field), path + field + " is missing");
    }

    /** A whole number from 1 on. */
    int whole(String field, int max) {
        return wholeIfGiven(field, max).orElseThrow(() -> refused(path + field + " is missing"));
    }

    int whole(String field, int max, int otherwise) {
        return wholeIfGiven(field, max).orElse(otherwise);
    }

    OptionalInt wholeIfGiven(String field, int max) {
        return value(field)
                .map(value -> OptionalInt.of(bounded(field, value, max)))
                .orElseGet(OptionalInt::empty);
    }

    /** A whole number from 0 on. */
    OptionalInt countIfGiven(String field, int max) {
        return value(field)
                .filter(value -> !(value.isIntegralNumber() && value.canConvertToInt() && value.asInt() == 0))
                .map(value -> OptionalInt.of(bounded(field, value, max)))
                .orElseGet(() -> has(field) ? OptionalInt.of(0) : OptionalInt.empty());
    }

    double real(String field, double min, double max) {
        return realIfGiven(field, min, max).orElseThrow(() -> refused(path + field + " is missing"));
    }

    double real(String field, double min, double max, double otherwise) {
        return realIfGiven(field, min, max).orElse(otherwise);
    }

    OptionalDouble realIfGiven(String field, double min, double max) {
        Optional<JsonNode> value = value(field);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        require(value.get().isNumber(), path + field + " is no number");
        double number = value.get().asDouble();
        require(
                number >= min && number <= max,
                path + field + " is " + number + ", but must be from " + min + " to " + max);
        return OptionalDouble.of(number);
    }

    /** False when absent. */
    boolean isOn(String field) {
        return flag(field).orElse(false);
    }

    /** True when absent. */
    boolean isNotOff(String field) {
        return flag(field).orElse(true);
    }

    private Optional<Boolean> flag(String field) {
        return value(field).map(value -> {
            require(value.isBoolean(), path + field + " is neither true nor false");
            return value.asBoolean();
        });
    }

    Optional<String> word(String field) {
        return value(field).map(value -> {
            require(value.isTextual(), path + field + " is no text");
            return value.asText();
        });
    }

    /** An object in this one. */
    Optional<ConfigFields> object(String field) {
        return value(field).map(value -> {
            require(value.isObject(), path + field + " is no JSON object");
            return new ConfigFields(path + field + ".", value);
        });
    }

    List<String> words(String field) {
        return list(field, JsonNode::isTextual).stream().map(JsonNode::asText).toList();
    }

    List<Integer> wholes(String field) {
        return list(field, one -> one.isIntegralNumber() && one.canConvertToInt()).stream()
                .map(JsonNode::asInt)
                .toList();
    }

    private List<JsonNode> list(String field, Predicate<JsonNode> allowed) {
        List<JsonNode> all = new ArrayList<>();
        value(field).ifPresent(value -> {
            require(
                    value.isArray() && value.size() <= LIST_MAX,
                    path + field + " is no list of at most " + LIST_MAX + " entries");
            for (JsonNode one : value) {
                require(allowed.test(one), path + field + " holds " + brief(one));
                all.add(one);
            }
        });
        return all;
    }

    /** Refuses any other value than this one; absent means the same. */
    void only(String field, String wanted) {
        word(field)
                .ifPresent(said -> require(said.equals(wanted), said(field, said) + "; this version reads " + wanted));
    }

    void only(String field, double wanted) {
        realIfGiven(field, -Double.MAX_VALUE, Double.MAX_VALUE)
                .ifPresent(said -> require(said == wanted, said(field, said) + "; this version reads " + wanted));
    }

    /** Refuses a field that turns on what is not supported. */
    void off(String field) {
        require(!isOn(field), path + field + " is true, and this version does not compute that");
    }

    /** Refuses a field for a reason of its own, unless it is absent or empty. */
    void absent(String field, String why) {
        value(field).ifPresent(value -> require(value.isContainerNode() && value.isEmpty(), path + field + " " + why));
    }

    /** Refuses everything that was neither read nor is harmless. */
    void refuseUnread(Predicate<String> harmless) {
        for (var field : json.properties()) {
            String name = field.getKey();
            require(
                    field.getValue().isNull() || read.contains(name) || harmless.test(name),
                    path + brief(name) + " (" + brief(field.getValue())
                            + ") is a field that this version does not know, and it may change what the model computes");
        }
    }

    private Optional<JsonNode> value(String field) {
        read.add(field);
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private int bounded(String field, JsonNode value, int max) {
        require(value.isIntegralNumber(), path + field + " is no whole number");
        require(value.canConvertToInt(), path + field + " is beyond reason");
        require(
                value.asInt() > 0 && value.asInt() <= max,
                path + field + " is " + value.asInt() + ", but must be from 1 to " + max);
        return value.asInt();
    }

    private String said(String field, Object value) {
        return path + field + " is '" + brief(String.valueOf(value)) + "'";
    }

    private static String brief(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    static void require(boolean holds, String sentence) {
        if (!holds) {
            throw refused(sentence);
        }
    }

    static RunFailure refused(String sentence) {
        return new RunFailure("unknown-model", "config.json can't be used: " + sentence + ".");
    }
}
