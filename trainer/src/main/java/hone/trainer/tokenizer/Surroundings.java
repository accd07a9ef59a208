package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.run.RunFailure;
import java.util.ArrayList;
import java.util.List;

/** The special tokens that a tokenizer puts around a text of its own, as its post-processor says: often a beginning. */
record Surroundings(List<Integer> before, List<Integer> after) {
    private static final Surroundings NONE = new Surroundings(List.of(), List.of());

    static Surroundings of(JsonNode processor) {
        return switch (processor.path("type").asText("")) {
            case "TemplateProcessing" -> template(processor);
            case "BertProcessing", "RobertaProcessing" ->
                new Surroundings(
                        List.of(processor.path("cls").path(1).asInt()),
                        List.of(processor.path("sep").path(1).asInt()));
            case "Sequence" -> {
                Surroundings all = NONE;
                for (JsonNode one : processor.path("processors")) {
                    Surroundings more = of(one);
                    all = new Surroundings(joined(more.before, all.before), joined(all.after, more.after));
                }
                yield all;
            }
            default -> NONE; // ByteLevel changes only what the library says of positions
        };
    }

    private static Surroundings template(JsonNode processor) {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        boolean passed = false;
        for (JsonNode piece : processor.path("single")) {
            if (piece.has("Sequence")) {
                passed = true;
                continue;
            }
            String name = piece.path("SpecialToken").path("id").asText();
            JsonNode ids = processor.path("special_tokens").path(name).path("ids");
            if (!ids.isArray()) {
                throw new RunFailure(
                        "unknown-model",
                        "The tokenizer can't be used: its post-processor names " + name + " and gives it no ids.");
            }
            for (JsonNode id : ids) {
                (passed ? after : before).add(id.asInt());
            }
        }
        return new Surroundings(List.copyOf(before), List.copyOf(after));
    }

    private static List<Integer> joined(List<Integer> first, List<Integer> second) {
        List<Integer> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    List<Integer> around(List<Integer> ids) {
        return joined(joined(before, ids), after);
    }
}
