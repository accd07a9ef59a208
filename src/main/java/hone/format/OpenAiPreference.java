package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** OpenAI's preferences: {@code {input: {messages}, preferred_output, non_preferred_output}}. */
final class OpenAiPreference implements Format {
    private static final Set<String> INPUT_READ = Set.of("messages");

    @Override
    public String name() {
        return "openai-preference";
    }

    @Override
    public String label() {
        return "OpenAI preferences";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "input", "what was asked, as “messages”",
                "preferred_output", "the better answer",
                "non_preferred_output", "the worse answer");
    }

    @Override
    public Match match(ObjectNode row) {
        return row.hasNonNull("preferred_output") && row.hasNonNull("non_preferred_output")
                ? Match.CERTAIN
                : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        JsonNode input = row.takeTree("input");
        if (!input.isObject()) {
            throw new RefusedRow("The field “input” is not an object.", "It holds “messages”.");
        }
        row.part(input, INPUT_READ, "the input", "Input");
        List<Message> prompt = Turns.prompt(Turns.of(input.path("messages"), "input.messages", row), "input");
        return List.of(Pairs.decided(
                row,
                prompt,
                Prompts.answer(row, "preferred_output", prompt),
                Prompts.answer(row, "non_preferred_output", prompt),
                row.origin("id")));
    }
}
