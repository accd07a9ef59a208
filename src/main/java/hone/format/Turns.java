package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import hone.contract.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The turns of a conversation. An empty system turn says nothing and is left out; text parts are one text; turns of one role that
 * follow one another are joined, or refused, as was chosen.
 */
final class Turns {
    /** What OpenAI calls a system turn nowadays is one. */
    private static final Map<String, String> ROLES =
            Map.of("system", "system", "developer", "system", "user", "user", "assistant", "assistant");

    private static final Set<String> READ = Set.of("role", "content");
    private static final Set<String> PART_READ = Set.of("type", "text");
    private static final Set<String> TEXT_PARTS = Set.of("text", "input_text", "output_text");

    private Turns() {}

    /** @param field the name of the list in the row */
    static List<Message> of(JsonNode messages, String field, RowFields row) {
        return of(messages, field, row, READ);
    }

    /**
     * A turn and the object it stands in.
     *
     * @param source of joined turns the last one's
     */
    record Said(Message turn, JsonNode source) {}

    static List<Message> of(JsonNode messages, String field, RowFields row, Set<String> read) {
        return said(messages, field, row, read).stream().map(Said::turn).toList();
    }

    /** @param read the fields of a message that somebody reads */
    static List<Said> said(JsonNode messages, String field, RowFields row, Set<String> read) {
        if (!messages.isArray()) {
            throw new RefusedRow(
                    "The field “" + Texts.shown(field) + "” is not a list of messages.",
                    "Each is an object with “role” and “content”.");
        }
        limit(messages.size());
        List<Said> turns = new ArrayList<>(messages.size());
        int number = 0;
        for (JsonNode message : messages) {
            number++;
            String place = "Message " + number;
            String role = role(message, place);
            if (role.equals("system") && number > 1) {
                throw new RefusedRow("A system message stands first.", "Here it is message " + number + ".");
            }
            row.part(message, read, "a message", place);
            String content = content(message.path("content"), role, place, row);
            if (!(role.equals("system") && content.isBlank())) {
                Message turn = new Message(role, Texts.text(content, "content of message " + number));
                turns.add(new Said(turn, message));
            }
        }
        if (turns.isEmpty()) {
            throw new RefusedRow("A text is empty.", "The only message is an empty system turn.");
        }
        return joined(turns, row);
    }

    private static void limit(int size) {
        if (size < 1 || size > Limits.MESSAGES_MAX) {
            throw new RefusedRow(
                    "A conversation has 1 to " + Limits.MESSAGES_MAX + " messages.", "This one has " + size + ".");
        }
    }

    private static String role(JsonNode message, String place) {
        String named = message.path("role").asText("");
        String role = ROLES.get(named);
        if (role == null) {
            String more =
                    named.equals("tool") || named.equals("function") ? " Results of tools are not held here." : "";
            throw new RefusedRow(
                    "A role is system, user or assistant.", place + " has “" + Texts.shown(named) + "”." + more);
        }
        return role;
    }

    private static String content(JsonNode content, String role, String place, RowFields row) {
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
            if (!TEXT_PARTS.contains(type) || !part.path("text").isTextual()) {
                throw new RefusedRow(
                        "A message’s content is a text, or a list of text parts.",
                        place + " has a part of the type “" + Texts.shown(type) + "”.");
            }
            row.part(part, PART_READ, "a text part", place);
            text.append(part.path("text").textValue());
        }
        return text.toString();
    }

    /** Turns of one role in a row become one, as was chosen. */
    static List<Said> joined(List<Said> turns, RowFields row) {
        List<Said> joined = new ArrayList<>(turns.size());
        for (Said said : turns) {
            Message turn = said.turn();
            if (joined.isEmpty() || !joined.getLast().turn().role().equals(turn.role())) {
                joined.add(said);
                continue;
            }
            if (row.options().turnsInARow() == ReadOptions.TurnsInARow.REFUSE) {
                throw new RefusedRow(
                        "Turns of one role follow one another.",
                        "Two of the role " + turn.role() + "; choose to join them, or write them as one.");
            }
            String both = joined.removeLast().turn().content() + "\n\n" + turn.content();
            joined.add(new Said(new Message(turn.role(), Texts.text(both, "joined text")), said.source()));
            row.remark("Turns of one role that follow one another were joined, with a blank line between.");
        }
        return joined;
    }

    /** The same of turns that stand in no list of messages. */
    static List<Message> joinedTurns(List<Message> turns, RowFields row) {
        List<Said> said = turns.stream()
                .map(turn -> new Said(turn, Json.NODES.nullNode()))
                .toList();
        return joined(said, row).stream().map(Said::turn).toList();
    }

    /** A conversation that somebody answers: what holds for each, whatever file it came from. */
    static List<Message> prompt(List<Message> turns, String field) {
        Message last = turns.getLast();
        if (!last.role().equals("user")) {
            throw new RefusedRow(
                    "The last message is not from the person.",
                    "In “" + Texts.shown(field) + "” its role is " + last.role() + ".");
        }
        if (turns.getFirst().role().equals("assistant")) {
            throw new RefusedRow(
                    "The first message is the assistant’s.", "A conversation begins with a system turn or the person.");
        }
        limit(turns.size());
        int bytes = 0;
        for (Message turn : turns) {
            bytes += turn.content().length();
        }
        // A sign has at most three bytes, so only what is large is measured.
        if (bytes * 3L > Limits.CONVERSATION_BYTES_MAX) {
            bytes = Wire.bytes(turns).length;
            if (bytes > Limits.CONVERSATION_BYTES_MAX) {
                throw new RefusedRow(
                        "The conversation is longer than " + (Limits.CONVERSATION_BYTES_MAX >> 10) + " KiB.",
                        "It has " + (bytes >> 10) + " KiB.");
            }
        }
        return turns;
    }
}
