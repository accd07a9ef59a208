package hone.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.util.Optional;
import java.util.Set;

/**
 * A turn of a chat that is asked about.
 *
 * @param others further fields, such as calls of tools, as JSON; only a model's own template knows what they mean
 */
record Turn(String role, String content, Optional<String> others) {
    static final String TOOL = "tool";
    static final String CALLS = "tool_calls";
    static final Set<String> READ = Set.of("role", "content", CALLS, "tool_call_id", "name", "reasoning_content");

    static Turn of(String role, String content, JsonNode message) {
        ObjectNode others = JsonNodeFactory.instance.objectNode();
        message.properties().forEach(field -> {
            boolean other = READ.contains(field.getKey())
                    && !field.getKey().equals("role")
                    && !field.getKey().equals("content")
                    && !field.getValue().isNull()
                    && !(field.getValue().isContainerNode() && field.getValue().isEmpty());
            if (other) {
                others.set(field.getKey(), field.getValue());
            }
        });
        return new Turn(role, content, others.isEmpty() ? Optional.empty() : Optional.of(Wire.write(calls(others))));
    }

    /** The API has a call's arguments as a string of JSON; templates expect what it says. */
    private static ObjectNode calls(ObjectNode fields) {
        for (JsonNode call : fields.path(CALLS)) {
            JsonNode arguments = call.path("function").path("arguments");
            if (arguments.isTextual() && call.path("function") instanceof ObjectNode function) {
                read(arguments.asText()).ifPresent(object -> function.set("arguments", object));
            }
        }
        return fields;
    }

    private static Optional<JsonNode> read(String json) {
        try {
            return Optional.of(Wire.read(json, JsonNode.class)).filter(JsonNode::isObject);
        } catch (UnreadableMessage e) {
            return Optional.empty(); // a model's call need not be JSON; it stays what it was
        }
    }

    /** The whole turn as JSON. */
    ObjectNode json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("role", role).put("content", content);
        others.ifPresent(more -> json.setAll(Wire.read(more, ObjectNode.class)));
        return json;
    }
}
