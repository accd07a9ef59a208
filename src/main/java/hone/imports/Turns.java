package hone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The turns of a {@code messages} list. An empty system turn says nothing and is left out; text parts are one text. */
final class Turns {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant");
    private static final Set<String> READ = Set.of("role", "content");
    private static final Set<String> PART_READ = Set.of("type", "text");

    private Turns() {}

    static List<Message> of(JsonNode messages, RowFields fields) {
        if (messages.isEmpty() || messages.size() > ImportLimits.MESSAGES_MAX) {
            throw new RefusedRow(
                    "A conversation has 1 to " + ImportLimits.MESSAGES_MAX + " messages.",
                    "This one has " + messages.size() + ".");
        }
        List<Message> turns = new ArrayList<>();
        int number = 0;
        for (JsonNode message : messages) {
            number++;
            String place = "Message " + number;
            String role = message.path("role").asText("");
            if (!ROLES.contains(role)) {
                throw new RefusedRow(
                        "A role is system, user or assistant.", place + " has “" + RowFields.shown(role) + "”.");
            }
            if (role.equals("system") && number > 1) {
                throw new RefusedRow("A system message stands first.", "Here it is message " + number + ".");
            }
            fields.part(message, READ, "a message", place);
            String content = content(message.path("content"), role, place, fields);
            if (!(role.equals("system") && content.isBlank())) {
                turns.add(new Message(role, RowReader.text(content, "content of message " + number)));
            }
        }
        if (turns.isEmpty()) {
            throw new RefusedRow("A text is empty.", "The only message is an empty system turn.");
        }
        return turns;
    }

    private static String content(JsonNode content, String role, String place, RowFields fields) {
        if (content.isTextual()) {
            return content.textValue();
        }
        if (role.equals("system") && (content.isNull() || content.isMissingNode())) {
            return "";
        }
        if (!content.isArray()) {
            throw new RefusedRow("A message’s content is a text, or a list of text parts.", place + " has neither.");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            String type = part.path("type").asText("");
            if (!type.equals("text") || !part.path("text").isTextual()) {
                throw new RefusedRow(
                        "A message’s content is a text, or a list of text parts.",
                        place + " has a part of the type “" + RowFields.shown(type) + "”.");
            }
            fields.part(part, PART_READ, "a text part", place);
            text.append(part.path("text").textValue());
        }
        return text.toString();
    }
}
