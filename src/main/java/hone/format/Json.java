package hone.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** JSON as files of rows have it, and its values as facts. */
final class Json {
    /** Deeper rows mean nothing that is read here, and a stack bears so much. */
    private static final int DEPTH_MAX = 200;

    private static final int NUMBER_DIGITS_MAX = 400;

    /** Python writes NaN and Infinity, which are no JSON; they are read here and refused where a number is wanted. */
    static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxNumberLength(NUMBER_DIGITS_MAX)
                            .maxStringLength(Limits.ROW_BYTES_MAX)
                            .maxNameLength(Limits.CHARACTERS_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    /** What a value is, as a sentence says it. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> value.booleanValue() ? "true" : "false";
            default -> "nothing";
        };
    }

    /** The object that a text is; empty where it is none. */
    static Optional<JsonNode> object(String text) {
        if (!text.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(STRICT.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** A short text, or a number as its source writes it. */
    static String fact(JsonNode value, String name) {
        if (value.isContainerNode()) {
            throw new RefusedRow(
                    "The field “" + Texts.shown(name) + "” is neither text nor number.", "It is " + kind(value) + ".");
        }
        String fact = value.asText("");
        if (fact.length() > Limits.NAME_CHARACTERS_MAX) {
            throw new RefusedRow(
                    "The field “" + Texts.shown(name) + "” is longer than " + Limits.NAME_CHARACTERS_MAX
                            + " characters.",
                    "It has " + fact.length() + ".");
        }
        return Texts.name(fact);
    }

    /** @param outOfText whether a number may stand in a text */
    static double number(JsonNode value, String name, boolean outOfText) {
        double number = value.isNumber() ? value.doubleValue() : outOfText ? parsed(value.asText("")) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw new RefusedRow(
                    "The field “" + Texts.shown(name) + "” is not a number.",
                    value.isValueNode()
                            ? "It is “" + Texts.cut(value.asText(""), 40) + "”."
                            : "It is " + kind(value) + ".");
        }
        return number;
    }

    private static double parsed(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** @param outOfText whether true or false may stand in a text */
    static boolean flag(JsonNode value, String name, boolean outOfText) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        String text = outOfText ? value.asText("").strip() : "";
        if (text.equalsIgnoreCase("true") || text.equals("1")) {
            return true;
        }
        if (text.equalsIgnoreCase("false") || text.equals("0")) {
            return false;
        }
        throw new RefusedRow(
                "The field “" + Texts.shown(name) + "” is neither true nor false.", "It is " + kind(value) + ".");
    }
}
