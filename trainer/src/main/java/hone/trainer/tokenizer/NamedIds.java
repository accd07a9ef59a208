package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the model's own files say about token ids, apart from its tokenizer: how many rows the embedding has, and what ends an
 * answer. transformers ends at the ids of {@code generation_config.json}, older models have them in {@code config.json}, and chat
 * models name several.
 *
 * @param rows of the embedding, if there is a config.json
 */
record NamedIds(OptionalLong rows, Set<Integer> ends) {
    private static final List<String> FILES = List.of("config.json", "generation_config.json");

    static NamedIds read(Path directory) {
        OptionalLong rows = OptionalLong.empty();
        Set<Integer> ends = new TreeSet<>();
        for (String file : FILES) {
            if (!ModelFolder.has(directory, file)) {
                continue;
            }
            JsonNode json = ModelFolder.json(directory, file);
            if (json.path("vocab_size").canConvertToLong() && rows.isEmpty()) {
                rows = OptionalLong.of(json.path("vocab_size").asLong());
            }
            ends.addAll(ids(file, "eos_token_id", json, rows));
            ids(file, "pad_token_id", json, rows);
            ids(file, "bos_token_id", json, rows);
        }
        return new NamedIds(rows, ends);
    }

    /** One id, a list of them, or none; some old files write −1 for none. */
    private static Set<Integer> ids(String file, String field, JsonNode json, OptionalLong rows) {
        JsonNode value = json.path(field);
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (one.isMissingNode() || one.isNull()) {
                continue;
            }
            if (!one.isIntegralNumber() || !one.canConvertToInt()) {
                throw new RunFailure("unknown-model", file + " can't be used: " + field + " is no token id.");
            }
            if (one.asInt() >= 0) {
                refuseBeyond(file + " names the " + field + " " + one.asInt(), one.asInt(), rows);
                ids.add(one.asInt());
            }
        }
        return ids;
    }

    static void refuseBeyond(String who, int id, OptionalLong rows) {
        if (rows.isPresent() && id >= rows.getAsLong()) {
            throw new RunFailure(
                    "unknown-model",
                    "The model can't be used: " + who + ", but its embedding has rows for the ids 0 to "
                            + (rows.getAsLong() - 1) + " only.");
        }
    }
}
