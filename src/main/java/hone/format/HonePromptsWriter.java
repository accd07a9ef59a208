package hone.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;

/** Prompts with their answers, to be judged elsewhere or once more. */
final class HonePromptsWriter implements WrittenFormat {
    @Override
    public String name() {
        return "prompts";
    }

    @Override
    public String label() {
        return "Prompts with their answers";
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_LINES, Container.JSON_ARRAY);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(
                new Column("id", Type.TEXT),
                new Column("prompt", Type.TEXT),
                new Column("messages", Type.MESSAGES),
                new Column("answers", HoneRecordsWriter.RESPONSES)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of("Everything that was decided about the answers.", "Kept metadata.");
    }

    @Override
    public List<ObjectNode> rows(Item item, Losses losses) {
        return Learned.conversation(item, losses).stream()
                .map(conversation -> row(conversation, losses))
                .toList();
    }

    private static ObjectNode row(Item.Conversation conversation, Losses losses) {
        if (!conversation.decisions().isEmpty()) {
            losses.add("What was decided about the answers is not in the file.");
        }
        ObjectNode row = Json.NODES.objectNode();
        Nodes.origin(row, conversation.origin());
        if (conversation.prompt().size() == 1) {
            row.put("prompt", conversation.prompt().getFirst().content());
        } else {
            row.set("messages", Nodes.turns(conversation.prompt()));
        }
        ArrayNode answers = Json.NODES.arrayNode();
        conversation.responses().forEach(response -> answers.add(HoneRecordsWriter.response(response)));
        if (!answers.isEmpty()) {
            row.set("answers", answers);
        }
        return row;
    }
}
