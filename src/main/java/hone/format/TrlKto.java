package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.List;
import java.util.Map;

/** TRL's unpaired preferences, for KTO: {@code {prompt, completion, label}}. */
final class TrlKto implements Format {
    @Override
    public String name() {
        return "trl-kto";
    }

    @Override
    public String label() {
        return "TRL unpaired preferences (KTO)";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "prompt", "what was asked",
                "system", "the system turn",
                "completion", "the answer",
                "label", "whether the answer is good",
                "weight", "its weight in training");
    }

    @Override
    public Match match(ObjectNode row) {
        JsonNode label = row.path("label");
        boolean flag =
                label.isBoolean() || (label.isTextual() && label.textValue().matches("(?i)true|false"));
        return row.hasNonNull("prompt") && row.hasNonNull("completion") && flag ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        List<Message> prompt = Prompts.of(row, "prompt");
        String completion = Prompts.answer(row, "completion", prompt);
        boolean good = row.flag("label")
                .orElseThrow(() -> new RefusedRow("The field “label” is missing.", "It is true or false."));
        return List.of(new Item.Conversation(
                prompt,
                List.of(Response.of(completion)),
                List.of(new Decision.Labelled(0, good, Pairs.facts(row))),
                row.origin("id", "prompt_id"),
                Map.of()));
    }
}
