package hone.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Recipe;
import hone.contract.TypedJson;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.UncheckedIOException;

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
     * @throws UnreadableMessage which names everything that is wrong
     */
    public static Recipe over(Recipe whole, String typed) {
        if (typed.length() > CHARACTERS_MAX) {
            throw new UnreadableMessage("At most " + CHARACTERS_MAX + " characters; these are " + typed.length() + ".");
        }
        return TypedJson.over(whole, parsed(typed));
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
}
