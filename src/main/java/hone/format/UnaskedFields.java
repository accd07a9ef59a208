package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Fields that a format does not know. One that holds text may be somebody's work or a part of the question, so it refuses its row by
 * name; short facts and numbers are kept with the row.
 */
final class UnaskedFields {
    /** Names under which files keep short facts about a row. */
    private static final Set<String> FACTS = Set.of(
            "lang",
            "language",
            "license",
            "licence",
            "split",
            "dataset",
            "source",
            "category",
            "topic",
            "tag",
            "tags",
            "id",
            "uuid",
            "url",
            "created_at",
            "updated_at",
            "timestamp",
            "tstamp");

    /** So do names that end like these. */
    private static final Pattern IDS = Pattern.compile(".*_(id|uuid|hash|sha|at)");

    /** A fact is a name, a date, an address: nothing that reads like a sentence. */
    private static final Pattern FACT = Pattern.compile("\\S{1,100}");

    private static final Pattern NUMBER =
            Pattern.compile("\\s*[+-]?[0-9.]{1,30}([eE][+-]?[0-9]{1,3})?\\s*|(?i:true|false)");

    private static final int FACT_CHARACTERS_MAX = 100;

    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("chosen", "Put both texts into “answers”: people compare them here."),
            Map.entry("rejected", "Put both texts into “answers”: people compare them here."),
            Map.entry("completion", "Put it into “answers”, a list of texts."),
            Map.entry("response", "Put it into “answers”, a list of texts."),
            Map.entry("responses", "Call it “answers”."),
            Map.entry("output", "Put it into “answers”, a list of texts."),
            Map.entry("answer", "Put it into “answers”, a list of texts."),
            Map.entry("system", "Put it into “messages”, as a first turn of the role system."),
            Map.entry("input", "Make it part of “prompt”."),
            Map.entry("instruction", "Make it part of “prompt”."));

    private UnaskedFields() {}

    /** Nothing at all: null, blanks, an empty list. */
    static boolean holdsNothing(JsonNode value) {
        if (value.isContainerNode()) {
            for (JsonNode inner : value) {
                if (!holdsNothing(inner)) {
                    return false;
                }
            }
            return true;
        }
        // Data frames write NaN where a value is missing.
        return value.isNull()
                || (value.isTextual() && value.textValue().isBlank())
                || (value.isFloatingPointNumber() && Double.isNaN(value.doubleValue()));
    }

    /** @throws RefusedRow when a database of JSON can't keep it */
    static JsonNode storable(String name, JsonNode value) {
        if (value.isContainerNode()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (!Texts.isStorable(field.getKey())) {
                    throw unstorable(name);
                }
            }
            for (JsonNode inner : value) {
                storable(name, inner);
            }
        }
        if (!Texts.isStorable(name)
                || (value.isTextual() && !Texts.isStorable(value.textValue()))
                || (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue()))) {
            throw unstorable(name);
        }
        return value;
    }

    private static RefusedRow unstorable(String name) {
        return new RefusedRow(
                "A field holds something that can’t be kept.",
                "“" + Texts.shown(name) + "” has a zero character, half of a pair, or a number that is none.");
    }

    /**
     * @param textOnly whether numbers stand in texts
     * @throws RefusedRow when the field holds text that is more than a fact
     */
    static void refuseWork(String name, JsonNode value, boolean textOnly) {
        boolean number = textOnly && NUMBER.matcher(value.asText("")).matches();
        if (holdsText(value) && !number && !isFact(name, value)) {
            throw new RefusedRow("The field “" + Texts.shown(name) + "” is not read.", hint(name));
        }
    }

    /** @throws RefusedRow when it holds text */
    static void refuseTextOfPart(String name, JsonNode value, String what, String place) {
        if (holdsText(value)) {
            throw new RefusedRow(
                    "The field “" + Texts.shown(name) + "” of " + what + " is not read.",
                    place + " has it; its text would be lost.");
        }
    }

    /** Nesting is bounded where JSON is read, so this ends. */
    static boolean holdsText(JsonNode value) {
        if (value.isTextual()) {
            return !value.textValue().isBlank();
        }
        for (JsonNode inner : value) {
            if (holdsText(inner)) {
                return true;
            }
        }
        return false;
    }

    static boolean isFact(String name, JsonNode value) {
        if (!FACTS.contains(name) && !IDS.matcher(name).matches()) {
            return false;
        }
        if (value.isArray()) {
            for (JsonNode inner : value) {
                if (inner.isContainerNode() || !isShort(name, inner)) {
                    return false;
                }
            }
            return true;
        }
        return value.isValueNode() && isShort(name, value);
    }

    private static boolean isShort(String name, JsonNode value) {
        String text = value.asText("");
        boolean mayHaveBlanks = !name.equals("source");
        return mayHaveBlanks
                ? text.length() <= FACT_CHARACTERS_MAX && text.indexOf('\n') < 0
                : FACT.matcher(text).matches();
    }

    private static String hint(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.equals(name) && Set.of("prompt", "messages", "answers").contains(lower)) {
            return "Write it “" + lower + "”, in small letters.";
        }
        return HINTS.getOrDefault(
                lower,
                "Its text would be lost: give it a name that is read, delete it, or choose to keep such fields with their rows.");
    }
}
