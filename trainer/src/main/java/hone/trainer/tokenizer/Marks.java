package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.run.RunFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Special tokens other than the one that stands for what the vocabulary does not know: none of them comes from somebody's text. */
record Marks(Set<Integer> ids) {
    static Marks of(ObjectNode file, SpecialIds ids) {
        Set<Integer> marks = new HashSet<>(ids.special());
        JsonNode unknown = file.path("model")
                .path("vocab")
                .path(file.path("model").path("unk_token").asText(""));
        if (unknown.isInt() && !ids.ends().contains(unknown.asInt())) {
            marks.remove(unknown.asInt());
        }
        return new Marks(Set.copyOf(marks));
    }

    /** The library was told of no mark; a vocabulary in which unknown text is an end token could still give one. */
    List<int[]> absentFrom(List<int[]> rows) {
        for (int[] row : rows) {
            for (int id : row) {
                if (ids.contains(id)) {
                    throw new RunFailure(
                            "unknown-model",
                            "The tokenizer can't be used for this text: it turns a part of it into the special token "
                                    + id + ".");
                }
            }
        }
        return rows;
    }
}
