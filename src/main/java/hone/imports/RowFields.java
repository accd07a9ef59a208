package hone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fields that nobody reads. One that holds text may be somebody's work or a part of the question, so it refuses the row by its
 * name; what holds no text, or only says where a row comes from, is left out, and the report names it.
 */
final class RowFields {
    /** Short facts about a row. A field that could hold a text to work on ("source", say) is none of them. */
    private static final Set<String> FACTS = Set.of("lang", "language", "license", "split", "dataset");

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

    private final Set<String> leftOut = new TreeSet<>();

    Set<String> leftOut() {
        return leftOut;
    }

    /** @param read the fields of a row that are read */
    void row(JsonNode row, Set<String> read) {
        for (Map.Entry<String, JsonNode> field : others(row, read)) {
            String name = field.getKey();
            if (holdsText(field.getValue()) && !isFact(name, field.getValue())) {
                throw new RefusedRow("The field “" + shown(name) + "” is not read.", hint(name, read));
            }
            leftOut.add(shown(name));
        }
    }

    /**
     * @param what what the object is, as in “of a message”
     * @param place which one it is, as in “Message 2”
     */
    void part(JsonNode part, Set<String> read, String what, String place) {
        for (Map.Entry<String, JsonNode> field : others(part, read)) {
            String name = shown(field.getKey());
            if (holdsText(field.getValue())) {
                throw new RefusedRow(
                        "The field “" + name + "” of " + what + " is not read.",
                        place + " has it; its text would be lost.");
            }
            leftOut.add(what + ": " + name);
        }
    }

    private static Collection<Map.Entry<String, JsonNode>> others(JsonNode object, Set<String> read) {
        List<Map.Entry<String, JsonNode>> others = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!read.contains(field.getKey())) {
                others.add(field);
            }
        }
        return others;
    }

    /** Jackson refuses deeper nesting than a stack bears, so this ends. */
    private static boolean holdsText(JsonNode value) {
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

    private static boolean isFact(String name, JsonNode value) {
        return FACTS.contains(name) && value.isTextual() && value.textValue().length() <= FACT_CHARACTERS_MAX;
    }

    private static String hint(String name, Set<String> read) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (read.contains(lower)) {
            return "Write it “" + lower + "”, in small letters.";
        }
        return HINTS.getOrDefault(lower, "Its text would be lost: give it a name that is read, or delete it.");
    }

    static String shown(String name) {
        return RowReader.cut(name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD"), 60);
    }
}
