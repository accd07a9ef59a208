package hone.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one row while a format reads it. Asking for a field takes it; what nobody took is told by {@link #rest}. In a table
 * of texts a list or an object is read out of its text where a format asks for one, and an empty cell is no field.
 */
public final class RowFields {
    private final Row.Named row;
    private final ReadOptions options;
    private final Set<String> taken = new HashSet<>();
    private final List<String> remarks = new ArrayList<>();
    private final Set<String> kept = new TreeSet<>();
    private final Set<String> leftOut = new TreeSet<>();
    private final Map<String, JsonNode> rest = new LinkedHashMap<>();

    RowFields(Row.Named row, ReadOptions options) {
        this.row = row;
        this.options = options;
    }

    Row.Named row() {
        return row;
    }

    ObjectNode object() {
        return row.fields();
    }

    ReadOptions options() {
        return options;
    }

    boolean has(String name) {
        JsonNode value = row.fields().path(name);
        return !isNothing(value) && !(row.textOnly() && value.textValue().isEmpty());
    }

    /** The first of these fields that the row has. */
    Optional<String> firstOf(String... names) {
        for (String name : names) {
            if (has(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** The field as it is; missing where the row does not have it. */
    JsonNode take(String name) {
        taken.add(name);
        return has(name) ? row.fields().path(name) : MissingNode.getInstance();
    }

    /** The field as a list or an object, out of its text in a table of texts. */
    JsonNode takeTree(String name) {
        taken.add(name);
        return tree(name);
    }

    /** The same, only to look at. */
    JsonNode tree(String name) {
        JsonNode value = has(name) ? row.fields().path(name) : MissingNode.getInstance();
        return row.textOnly() && value.isTextual() ? parsed(value) : value;
    }

    private static JsonNode parsed(JsonNode cell) {
        String text = cell.textValue().strip();
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return cell;
        }
        try {
            return Json.STRICT.readTree(text);
        } catch (JsonProcessingException e) {
            return cell;
        }
    }

    /** A text that is there and says something. */
    String text(String name) {
        return Texts.text(asText(name), name);
    }

    Optional<String> optionalText(String name) {
        JsonNode value = take(name);
        if (value.isMissingNode() || (value.isTextual() && value.textValue().isBlank())) {
            return Optional.empty();
        }
        return Optional.of(text(name));
    }

    /** The text of an answer. */
    String answer(String name) {
        return Texts.answer(asText(name), name);
    }

    private String asText(String name) {
        JsonNode value = take(name);
        if (value.isMissingNode()) {
            throw new RefusedRow("The field “" + Texts.shown(name) + "” is missing.", "");
        }
        if (!value.isTextual()) {
            throw new RefusedRow(
                    "The field “" + Texts.shown(name) + "” is not a text.", "It is " + Json.kind(value) + ".");
        }
        return value.textValue();
    }

    /** A short fact, which may be a number. */
    Optional<String> fact(String name) {
        JsonNode value = take(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(Json.fact(value, name)).filter(fact -> !fact.isBlank());
    }

    OptionalDouble number(String name) {
        JsonNode value = take(name);
        return value.isMissingNode()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Json.number(value, name, row.textOnly()));
    }

    Optional<Boolean> flag(String name) {
        JsonNode value = take(name);
        return value.isMissingNode() ? Optional.empty() : Optional.of(Json.flag(value, name, row.textOnly()));
    }

    /** The turns of a conversation, checked as far as holds for each. */
    List<Message> turns(String name) {
        return Turns.of(takeTree(name), name, this);
    }

    /** Where the row comes from, by the fields that all formats write so. @param idNames what the format calls the row’s id */
    Origin origin(String... idNames) {
        Optional<String> id = firstOf(idNames).flatMap(this::fact);
        return new Origin(
                id,
                firstOf("dataset").flatMap(this::fact),
                firstOf("license", "licence").flatMap(this::fact),
                firstOf("lang", "language").flatMap(this::fact));
    }

    /** Something that is worth knowing although the row is taken. */
    void remark(String remark) {
        if (!remarks.contains(remark)) {
            remarks.add(remark);
        }
    }

    /**
     * What nobody asked for, to be kept.
     *
     * @throws RefusedRow naming a field with text that may be somebody's work
     */
    Map<String, JsonNode> rest() {
        for (Map.Entry<String, JsonNode> field : row.fields().properties()) {
            String name = field.getKey();
            if (taken.contains(name)) {
                continue;
            }
            if (UnaskedFields.holdsNothing(field.getValue())) {
                leftOut.add(Texts.shown(name));
                continue;
            }
            if (options.unread() == ReadOptions.UnreadFields.REFUSE) {
                UnaskedFields.refuseWork(name, field.getValue(), row.textOnly());
            }
            keep(name, field.getValue());
        }
        return rest;
    }

    /**
     * Looks at the fields of a part of the row that nobody reads.
     *
     * @param read those that are read
     * @param what what the part is, as in “of a message”
     * @param place which one it is, as in “Message 2”
     */
    void part(JsonNode part, Set<String> read, String what, String place) {
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            if (read.contains(field.getKey())) {
                continue;
            }
            String name = what + ": " + Texts.shown(field.getKey());
            if (UnaskedFields.holdsNothing(field.getValue())) {
                leftOut.add(name);
                continue;
            }
            if (options.unread() == ReadOptions.UnreadFields.REFUSE) {
                UnaskedFields.refuseTextOfPart(field.getKey(), field.getValue(), what, place);
            }
            keep(name, place + ": " + field.getKey(), field.getValue());
        }
    }

    /** Keeps something of the row as metadata, whatever was chosen: it is known to be none of the work. */
    void keep(String name, JsonNode value) {
        keep(name, name, value);
    }

    private void keep(String shown, String name, JsonNode value) {
        kept.add(Texts.shown(shown));
        rest.put(name, UnaskedFields.storable(name, value));
    }

    /** Says that a field is known and says nothing that is kept. */
    void leaveOut(String name) {
        if (has(name)) {
            leftOut.add(Texts.shown(name));
        }
        taken.add(name);
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    Set<String> kept() {
        return kept;
    }

    Set<String> leftOut() {
        return leftOut;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
