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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
     * @throws UnreadableMessage with sentences for the person who typed it, which name everything that is wrong
     */
    public static Recipe over(Recipe whole, String typed) {
        if (typed.length() > CHARACTERS_MAX) {
            throw new UnreadableMessage("At most " + CHARACTERS_MAX + " characters; these are " + typed.length() + ".");
        }
        List<String> wrong = new ArrayList<>();
        ObjectNode all = JSON.valueToTree(whole);
        Iterator<Map.Entry<String, JsonNode>> settings = parsed(typed).fields();
        while (settings.hasNext()) {
            Map.Entry<String, JsonNode> setting = settings.next();
            String name = setting.getKey();
            if (name.equals("kind") && !setting.getValue().equals(all.get(name))) {
                throw new UnreadableMessage("This is a recipe of another kind: “"
                        + brief(setting.getValue().asText()) + "”.");
            }
            Optional<String> sentence = wrong(whole, name, setting.getValue());
            sentence.ifPresentOrElse(wrong::add, () -> all.set(name, setting.getValue()));
        }
        return read(all, wrong);
    }

    /** What is wrong with a setting alone, in a recipe that is right otherwise. Limits are told later, for all settings together. */
    private static Optional<String> wrong(Recipe whole, String name, JsonNode value) {
        ObjectNode alone = JSON.valueToTree(whole);
        if (!alone.has(name) && !whole.mayBeAbsent().contains(name)) {
            return Optional.of("There is no setting “" + brief(name) + "” in this recipe.");
        }
        alone.set(name, value);
        try {
            Wire.readWhole(Wire.bytes(alone), Recipe.class);
            return Optional.empty();
        } catch (UnreadableMessage e) {
            boolean limit = !(e.getCause() instanceof JsonProcessingException unread)
                    || unread.getCause() instanceof UnreadableMessage;
            return limit
                    ? Optional.empty()
                    : Optional.of("The value of “" + name + partOf(name, e.getCause()) + "” is of the wrong kind.");
        }
    }

    /** The part of a setting that can't be read: {@code .rank} of an adapter. */
    private static String partOf(String name, @Nullable Throwable unread) {
        if (unread instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            String last = mapping.getPath().getLast().getFieldName();
            return last == null || last.equals(name) ? "" : "." + brief(last);
        }
        return "";
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

    /** @param wrong what is wrong already, to be told together with what is out of its limits */
    private static Recipe read(ObjectNode all, List<String> wrong) {
        try {
            Recipe recipe = Wire.readWhole(Wire.bytes(all), Recipe.class);
            if (wrong.isEmpty()) {
                return recipe;
            }
        } catch (UnreadableMessage e) {
            Throwable check = e.getCause() instanceof JsonProcessingException unread
                            && unread.getCause() instanceof UnreadableMessage inner
                    ? inner
                    : e;
            wrong.add(check.getMessage() + ".");
        }
        throw new UnreadableMessage(String.join(" ", wrong));
    }

    private static String brief(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
