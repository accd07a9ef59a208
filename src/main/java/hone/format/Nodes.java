package hone.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.List;

/** Parts of rows that several formats write alike. */
final class Nodes {
    private Nodes() {}

    static ArrayNode turns(List<Message> messages) {
        ArrayNode turns = Json.NODES.arrayNode(messages.size());
        messages.forEach(message -> turns.add(turn(message)));
        return turns;
    }

    static ObjectNode turn(Message message) {
        return Json.NODES.objectNode().put("role", message.role()).put("content", message.content());
    }

    /** One turn of the assistant, as a conversation. */
    static ArrayNode answer(String text) {
        return Json.NODES.arrayNode(1).add(turn(Message.assistant(text)));
    }

    static void origin(ObjectNode row, Origin origin) {
        origin.sourceId().ifPresent(id -> row.put("id", id));
        origin.source().ifPresent(source -> row.put("dataset", source));
        origin.license().ifPresent(license -> row.put("license", license));
        origin.language().ifPresent(language -> row.put("language", language));
    }
}
