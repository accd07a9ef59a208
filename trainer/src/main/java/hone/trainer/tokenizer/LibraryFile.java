package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A tokenizer.json as the library is given it: without the special tokens, which it would find in anybody's text, and without the
 * post-processor, which would add some.
 */
final class LibraryFile {
    private static final Set<String> PREPENDING_FIELDS = Set.of("add_prefix_space", "prepend_scheme");

    private LibraryFile() {}

    /** {@code tokenizer.json} of a model directory, or what GPT-2's two older files say. */
    static ObjectNode read(Path directory) {
        if (!ModelFolder.has(directory, TokenizerFiles.TOKENIZER)) {
            return BytePairFiles.read(directory)
                    .orElseThrow(() -> new RunFailure(
                            "unknown-model",
                            "The tokenizer can't be used: " + TokenizerFiles.TOKENIZER + " is missing."));
        }
        if (!(ModelFolder.json(directory, TokenizerFiles.TOKENIZER) instanceof ObjectNode json)) {
            throw new RunFailure(
                    "unknown-model",
                    "The tokenizer can't be used: " + TokenizerFiles.TOKENIZER + " is no JSON object.");
        }
        return json;
    }

    /** Changes the file in place. */
    static void withhold(ObjectNode file) {
        ArrayNode plain = JsonNodeFactory.instance.arrayNode();
        for (JsonNode token : file.path("added_tokens")) {
            if (token.path("special").asBoolean(false)) {
                hide(file.path("model"), token);
            } else {
                plain.add(token);
                keepId(file.path("model").path("vocab"), token);
            }
        }
        file.set("added_tokens", plain);
        file.putNull("post_processor");
        file.putNull("truncation");
        file.putNull("padding");
    }

    /** The library numbers added tokens by itself, one after the other, unless its vocabulary has them. */
    private static void keepId(JsonNode vocabulary, JsonNode token) {
        String content = token.path("content").asText();
        if (vocabulary instanceof ObjectNode words && !words.has(content)) {
            words.put(content, token.path("id").asInt());
        }
    }

    /**
     * A vocabulary of merges makes no special token out of text, as none is merged into it; there it stays, or is put, so that its
     * id can be shown. Any other vocabulary finds its words in the text, so the word there becomes one that nobody can type.
     */
    private static void hide(JsonNode model, JsonNode token) {
        String content = token.path("content").asText();
        int id = token.path("id").asInt();
        boolean merges = model.path("type").asText("BPE").equals("BPE")
                && !model.path("ignore_merges").asBoolean(false)
                && content.codePointCount(0, content.length()) > 1;
        if (model.path("unk_token").asText("").equals(content)) {
            return; // what stands for unknown text may
        }
        String secret = "\uFFFF" + UUID.randomUUID();
        if (model.path("vocab") instanceof ObjectNode words) {
            if (merges && !words.has(content)) {
                words.put(content, id);
            } else if (!merges && words.has(content)) {
                words.remove(content);
                words.put(secret, id);
            }
        } else if (model.path("vocab").path(id) instanceof ArrayNode word
                && word.path(0).asText().equals(content)) {
            word.set(0, JsonNodeFactory.instance.textNode(secret));
        }
    }

    /** Whether it puts something, a space, in front of texts. */
    static boolean prepends(JsonNode file) {
        return prepending(file).stream().anyMatch(LibraryFile::isOn) || prependsOnlyToTheFirst(file);
    }

    /** Whether only the very first piece of a text gets its space, and none after a special token. */
    static boolean prependsOnlyToTheFirst(JsonNode file) {
        return prepending(file).stream()
                .anyMatch(part -> part.path("prepend_scheme").asText().equals("first"));
    }

    private static boolean isOn(JsonNode part) {
        return part.path("type").asText().equals("Prepend")
                || part.path("prepend_scheme").asText("").equals("always")
                || (!part.has("prepend_scheme") && part.path("add_prefix_space").asBoolean(false));
    }

    /** So that a text goes on where another ends. */
    static void continuing(ObjectNode file) {
        for (JsonNode part : prepending(file)) {
            ObjectNode object = (ObjectNode) part;
            if (part.path("type").asText().equals("Prepend")) {
                object.removeAll();
                object.put("type", "Replace").put("content", "");
                object.putObject("pattern").put("String", "\uFFFF\uFFFF"); // replaces nothing
            }
            if (object.has("add_prefix_space")) {
                object.put("add_prefix_space", false);
            }
            if (object.has("prepend_scheme")) {
                object.put("prepend_scheme", "never");
            }
        }
    }

    private static Set<JsonNode> prepending(JsonNode file) {
        Set<JsonNode> found = Collections.newSetFromMap(new IdentityHashMap<>());
        for (String part : List.of("normalizer", "pre_tokenizer")) {
            collect(file.path(part), found);
        }
        return found;
    }

    private static void collect(JsonNode part, Set<JsonNode> found) {
        if (part.path("type").asText().equals("Prepend")
                || PREPENDING_FIELDS.stream().anyMatch(part::has)) {
            found.add(part);
        }
        for (String list : List.of("normalizers", "pretokenizers")) {
            part.path(list).forEach(inner -> collect(inner, found));
        }
    }
}
