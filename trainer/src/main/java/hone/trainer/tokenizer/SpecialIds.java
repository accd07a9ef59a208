package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.RunFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ids with a meaning other than text. What a tokenizer does not name has no id: 0, for example, is an ordinary word in many
 * vocabularies.
 *
 * @param special those that no text is encoded to
 * @param ends all that end an answer
 * @param size above every id
 */
record SpecialIds(
        Set<Integer> special,
        OptionalInt pad,
        OptionalInt begin,
        OptionalInt end,
        Set<Integer> ends,
        OptionalInt user,
        OptionalInt assistant,
        int size) {

    /** Refuses ids without a row in the embedding: the first request or training step with one would fail. */
    static SpecialIds of(JsonNode tokenizer, TokenizerConfig config, NamedIds named) {
        JsonNode vocabulary = tokenizer.path("model").path("vocab");
        Map<String, Integer> added = new HashMap<>();
        Set<Integer> special = new TreeSet<>();
        int size = vocabulary.isArray() ? vocabulary.size() : largest(vocabulary) + 1; // a Unigram's is a list
        NamedIds.refuseBeyond("its tokenizer has the token id " + (size - 1), size - 1, named.rows());
        for (JsonNode token : tokenizer.path("added_tokens")) {
            String content = token.path("content").asText();
            JsonNode id = token.path("id");
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.asInt() < 0) {
                throw new RunFailure(
                        "unknown-model", "The tokenizer can't be used: its added token " + content + " has no id.");
            }
            NamedIds.refuseBeyond(
                    "its tokenizer's token " + content + " has the id " + id.asInt(), id.asInt(), named.rows());
            added.put(content, id.asInt());
            if (token.path("special").asBoolean(false)) {
                special.add(id.asInt());
            }
            size = Math.max(size, id.asInt() + 1);
        }
        OptionalInt end = id(config.endToken(), added, vocabulary);
        Set<Integer> ends = new TreeSet<>(named.ends());
        end.ifPresent(ends::add);
        if (end.isEmpty() && !named.ends().isEmpty()) {
            end = OptionalInt.of(named.ends().iterator().next());
        }
        return new SpecialIds(
                Set.copyOf(special),
                id(config.padToken(), added, vocabulary),
                id(config.beginToken(), added, vocabulary),
                end,
                Set.copyOf(ends),
                id(config.userToken(), added, vocabulary),
                id(config.assistantToken(), added, vocabulary),
                size);
    }

    boolean isSpecial(int id) {
        return special.contains(id);
    }

    /** The padding, unless it also ends answers (some models pad with their end token) or is an ordinary word. */
    Set<Integer> forbiddenInAnswers() {
        return pad.isPresent() && isSpecial(pad.getAsInt()) && !ends.contains(pad.getAsInt())
                ? Set.of(pad.getAsInt())
                : Set.of();
    }

    private static int largest(JsonNode vocabulary) {
        int largest = -1;
        for (JsonNode id : vocabulary) {
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.asInt() < 0) {
                throw new RunFailure(
                        "unknown-model", "The tokenizer can't be used: its vocabulary holds a token without an id.");
            }
            largest = Math.max(largest, id.asInt());
        }
        return largest;
    }

    private static OptionalInt id(Optional<String> token, Map<String, Integer> added, JsonNode vocabulary) {
        if (token.isEmpty()) {
            return OptionalInt.empty();
        }
        Integer id = added.get(token.get());
        if (id != null) {
            return OptionalInt.of(id);
        }
        if (vocabulary.isObject() && vocabulary.has(token.get())) {
            return OptionalInt.of(vocabulary.path(token.get()).asInt());
        }
        throw new RunFailure(
                "unknown-model",
                "tokenizer_config.json names " + token.get() + ", which is no token of the tokenizer.");
    }
}
