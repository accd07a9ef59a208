package hone.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** TRL's {@code {prompt, completion}}: demonstrations. With {@code label} it is KTO's, which another class reads. */
final class TrlPromptCompletion implements Format {
    @Override
    public String name() {
        return "trl-prompt-completion";
    }

    @Override
    public String label() {
        return "TRL prompts and completions";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "prompt", "what was asked",
                "system", "the system turn",
                "completion", "the answer, as a demonstration",
                "weight", "its weight in training");
    }

    @Override
    public Match match(ObjectNode row) {
        return row.hasNonNull("prompt") && row.hasNonNull("completion") && !row.hasNonNull("label")
                ? Match.LIKELY
                : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        List<Message> prompt = Prompts.of(row, "prompt");
        OptionalDouble weight = Pairs.weight(row);
        Decision written =
                new Decision.Written(Prompts.answer(row, "completion", prompt), Facts.NONE.withWeight(weight));
        return List.of(
                new Item.Conversation(prompt, List.of(), List.of(written), row.origin("id", "prompt_id"), Map.of()));
    }
}
