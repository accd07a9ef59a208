package hone.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Recipe;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;

/** A recipe as JSON in a form: shown in full, but a single setting is enough to be typed. */
public final class RecipeText {
    private static final int CHARACTERS_MAX = 4000;
    private static final ObjectMapper JSON = Wire.mapper();

    private RecipeText() {}

    public static String of(Recipe recipe) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(recipe);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Applies what was typed on top of a complete recipe of the kind.
     *
     * @throws UnreadableMessage with a sentence for the person who typed it, which names all values that are out of their limits
     */
    public static Recipe over(Recipe whole, String typed) {
        if (typed.length() > CHARACTERS_MAX) {
            throw new UnreadableMessage("At most " + CHARACTERS_MAX + " characters; these are " + typed.length() + ".");
        }
        ObjectNode all = JSON.valueToTree(whole);
        Iterator<Map.Entry<String, JsonNode>> settings = parsed(typed).fields();
        while (settings.hasNext()) {
            Map.Entry<String, JsonNode> setting = settings.next();
            if (!all.has(setting.getKey()) && !whole.mayBeAbsent().contains(setting.getKey())) {
                throw new UnreadableMessage("There is no setting “" + brief(setting.getKey()) + "” in this recipe.");
            }
            all.set(setting.getKey(), setting.getValue());
        }
        return read(all, whole);
    }

    private static JsonNode parsed(String typed) {
        try {
            JsonNode tree = JSON.readTree(typed);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableMessage(
                    "This is no JSON from line " + e.getLocation().getLineNr()
                            + " on; a setting looks like {\"epochs\": 2}.",
                    e);
        }
        throw new UnreadableMessage("A recipe is one JSON object, such as {\"epochs\": 2}.");
    }

    private static Recipe read(ObjectNode all, Recipe whole) {
        String kind = all.path("kind").asText();
        if (!kind.equals(JSON.valueToTree(whole).path("kind").asText())) {
            throw new UnreadableMessage("This is a recipe of another kind: “" + brief(kind) + "”.");
        }
        try {
            return Wire.readWhole(Wire.bytes(all), Recipe.class);
        } catch (UnreadableMessage e) {
            if (!(e.getCause() instanceof JsonProcessingException unread)) {
                throw new UnreadableMessage(e.getMessage() + ".", e);
            }
            if (unread.getCause() instanceof UnreadableMessage check) {
                throw new UnreadableMessage(check.getMessage() + ".", e);
            }
            String field = unread instanceof JsonMappingException mapping
                            && !mapping.getPath().isEmpty()
                    ? String.valueOf(mapping.getPath().getLast().getFieldName())
                    : "";
            throw new UnreadableMessage("The value of “" + field + "” is of the wrong kind.", e);
        }
    }

    private static String brief(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
