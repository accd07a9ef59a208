package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** TRL's prompts as turns: {@code {prompt: [{role, content}…]}}. A prompt that is one text is {@link HonePrompts}' as well. */
final class TrlPrompts implements Format {
    @Override
    public String name() {
        return "trl-prompts";
    }

    @Override
    public String label() {
        return "TRL prompts";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after("prompt", "what is asked", "system", "the system turn");
    }

    @Override
    public Match match(ObjectNode row) {
        return row.path("prompt").isArray() && !row.hasNonNull("answers") ? Match.POSSIBLE : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        return List.of(new Item.Conversation(
                Prompts.of(row, "prompt"), List.of(), List.of(), row.origin("id", "prompt_id"), Map.of()));
    }
}
