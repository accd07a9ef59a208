package hone.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Message;
import hone.contract.Wire;
import hone.conversation.GivenPrompt.GivenAnswer;
import hone.conversation.GivenPrompt.Sampled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of a file becomes prompts. Three shapes are read: {@code {"prompt": "…"}}, {@code {"messages": [{role, content}…]}},
 * both with optional {@code answers} (texts, or objects {@code {text, model?, seed?, temperature?, top_p?, ended?}}); and a
 * message tree of Open Assistant, which yields a prompt for each of its questions that has replies.
 */
final class RowReader {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    private final ObjectMapper json = Wire.mapper();

    List<GivenPrompt> read(String line) {
        JsonNode row = parse(line);
        if (!row.isObject()) {
            throw new RefusedRow("Not a JSON object.", "A line is one object in braces.");
        }
        if (MessageTree.isOne(row)) {
            return MessageTree.prompts(row);
        }
        List<Message> messages = messages(row);
        return List.of(new GivenPrompt(messages, sourceId(row), answers(row.path("answers"))));
    }

    private JsonNode parse(String line) {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw new RefusedRow(
                    "Not JSON.", "Unreadable at character " + column + "; often a line break inside a text.");
        }
    }

    private static List<Message> messages(JsonNode row) {
        JsonNode prompt = row.path("prompt");
        JsonNode messages = row.path("messages");
        if (prompt.isTextual()) {
            return conversation(List.of(Message.user(text(prompt.textValue(), "prompt"))));
        }
        if (messages.isArray()) {
            return conversation(turns(messages));
        }
        List<String> fields = new ArrayList<>();
        row.fieldNames().forEachRemaining(fields::add);
        String found = fields.isEmpty()
                ? "it has no fields"
                : String.join(", ", fields.subList(0, Math.min(8, fields.size())));
        throw new RefusedRow("Neither prompt nor messages.", "Fields found: " + cut(found, 200) + ".");
    }

    private static List<Message> turns(JsonNode messages) {
        if (messages.isEmpty() || messages.size() > ImportLimits.MESSAGES_MAX) {
            throw new RefusedRow(
                    "A conversation has 1 to " + ImportLimits.MESSAGES_MAX + " messages.",
                    "This one has " + messages.size() + ".");
        }
        List<Message> turns = new ArrayList<>();
        for (JsonNode message : messages) {
            String role = message.path("role").asText("");
            if (!ROLES.contains(role)) {
                throw new RefusedRow(
                        "A role is system, user or assistant.",
                        "Message " + (turns.size() + 1) + " has “" + cut(role, 40) + "”.");
            }
            if (role.equals("system") && !turns.isEmpty()) {
                throw new RefusedRow(
                        "A system message stands first.", "Here it is message " + (turns.size() + 1) + ".");
            }
            JsonNode content = message.path("content");
            if (!content.isTextual()) {
                throw new RefusedRow("A message’s content is a text.", "Message " + (turns.size() + 1) + " has none.");
            }
            turns.add(new Message(role, text(content.textValue(), "message")));
        }
        return turns;
    }

    /** Checks what holds for every conversation, whatever file it came from. */
    static List<Message> conversation(List<Message> turns) {
        Message last = turns.getLast();
        if (!last.role().equals("user")) {
            throw new RefusedRow(
                    "The last message is not from the person.", "Its role is " + last.role() + "; move it to answers.");
        }
        if (turns.size() > ImportLimits.MESSAGES_MAX) {
            throw new RefusedRow(
                    "A conversation has 1 to " + ImportLimits.MESSAGES_MAX + " messages.",
                    "This one has " + turns.size() + ".");
        }
        int bytes = Wire.bytes(turns).length;
        if (bytes > ImportLimits.CONVERSATION_BYTES_MAX) {
            throw new RefusedRow(
                    "The conversation is longer than " + (ImportLimits.CONVERSATION_BYTES_MAX >> 10) + " KiB.",
                    "It has " + (bytes >> 10) + " KiB.");
        }
        return turns;
    }

    private static List<GivenAnswer> answers(JsonNode answers) {
        if (answers.isMissingNode() || answers.isNull()) {
            return List.of();
        }
        if (!answers.isArray() || answers.size() > ImportLimits.ANSWERS_MAX) {
            throw new RefusedRow(
                    "Answers are a list of at most " + ImportLimits.ANSWERS_MAX + ".",
                    answers.isArray() ? "This one has " + answers.size() + "." : "Here it is something else.");
        }
        List<GivenAnswer> given = new ArrayList<>();
        for (JsonNode answer : answers) {
            JsonNode text = answer.isTextual() ? answer : answer.path("text");
            if (!text.isTextual()) {
                throw new RefusedRow(
                        "An answer is a text, or an object with text.",
                        "Answer " + (given.size() + 1) + " is neither.");
            }
            given.add(new GivenAnswer(answerText(text.textValue()), Optional.empty(), sampled(answer)));
        }
        return given;
    }

    private static Optional<Sampled> sampled(JsonNode answer) {
        JsonNode seed = answer.path("seed");
        JsonNode temperature = answer.path("temperature");
        JsonNode topP = answer.path("top_p");
        if (!seed.isIntegralNumber() || !seed.canConvertToLong() || !temperature.isNumber()) {
            return Optional.empty();
        }
        return Optional.of(new Sampled(
                cut(answer.path("model").asText(""), 200).replace("\0", ""),
                seed.longValue(),
                temperature.doubleValue(),
                topP.isNumber() ? topP.doubleValue() : 1,
                answer.path("ended").asBoolean(true)));
    }

    static String answerText(String typed) {
        String text = text(typed, "answer");
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > ImportLimits.ANSWER_BYTES_MAX) {
            throw new RefusedRow(
                    "An answer is longer than " + (ImportLimits.ANSWER_BYTES_MAX >> 10) + " KiB.",
                    "It has " + (bytes >> 10) + " KiB.");
        }
        return text;
    }

    /** A text that can be stored and shown. */
    static String text(String typed, String what) {
        String text = typed.replace("\r\n", "\n");
        if (text.isBlank()) {
            throw new RefusedRow("A text is empty.", "It is the " + what + ".");
        }
        if (text.length() > ImportLimits.CHARACTERS_MAX) {
            throw new RefusedRow(
                    "A text is longer than " + ImportLimits.CHARACTERS_MAX + " characters.",
                    "The " + what + " has " + text.length() + ".");
        }
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new RefusedRow(
                    "A text holds a character that can’t be stored.",
                    "The " + what + " has a zero character or half of a pair.");
        }
        return text;
    }

    private static String sourceId(JsonNode row) {
        String id = row.path("id").asText("");
        return cut(id, ImportLimits.SOURCE_ID_MAX).replace("\0", "");
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
