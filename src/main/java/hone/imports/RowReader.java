package hone.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Message;
import hone.contract.Wire;
import hone.imports.ImportedPrompt.GivenAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of a file becomes prompts. Three shapes are read: {@code {"prompt": "…"}}, {@code {"messages": [{role, content}…]}},
 * both with optional {@code answers} (texts, or objects {@code {text, model?, seed?, temperature?, top_p?, ended?}}); and a
 * message tree of Open Assistant, which yields a prompt for each of its questions that has replies. Nothing is dropped without
 * a word: a field with text that is not read refuses the row.
 */
final class RowReader {
    private static final Set<String> READ = Set.of("prompt", "messages", "answers", "id");
    private static final Set<String> ANSWER_READ = Set.of("text", "model", "seed", "temperature", "top_p", "ended");

    private final ObjectMapper json = Wire.mapper().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);

    ImportedRow read(String line) {
        JsonNode row = parse(line);
        if (!row.isObject()) {
            throw new RefusedRow("Not a JSON object.", "A row is one object in braces.");
        }
        if (MessageTree.isOne(row)) {
            return new ImportedRow(MessageTree.prompts(row), List.of(), Set.of());
        }
        KnownShapes.refuseByName(row);
        RowFields fields = new RowFields();
        List<String> remarks = new ArrayList<>();
        List<Message> messages = messages(row, fields);
        fields.row(row, READ);
        List<GivenAnswer> answers = answers(row.path("answers"), fields, remarks);
        if (new HashSet<>(answers.stream().map(a -> a.text().strip()).toList()).size()
                < new HashSet<>(answers.stream().map(GivenAnswer::text).toList()).size()) {
            remarks.add(
                    "Two answers differ only in the blanks before or after them. They are two answers all the same.");
        }
        return new ImportedRow(
                List.of(new ImportedPrompt(messages, sourceId(row), answers)), remarks, fields.leftOut());
    }

    private JsonNode parse(String line) {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            if (String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")) {
                throw new RefusedRow("A field stands twice.", "The second one ends at character " + column + ".");
            }
            throw new RefusedRow(
                    "Not JSON.",
                    "Unreadable at character " + column
                            + "; often a line break inside a text, or an object over several lines.");
        }
    }

    private static List<Message> messages(JsonNode row, RowFields fields) {
        JsonNode prompt = row.path("prompt");
        JsonNode messages = row.path("messages");
        if (row.hasNonNull("prompt") && row.hasNonNull("messages")) {
            throw new RefusedRow("Both prompt and messages.", "Put all that was said into “messages”.");
        }
        if (prompt.isTextual()) {
            return conversation(List.of(Message.user(text(prompt.textValue(), "prompt"))));
        }
        if (messages.isArray()) {
            return conversation(Turns.of(messages, fields));
        }
        if (row.hasNonNull("prompt")) {
            throw new RefusedRow(
                    "The prompt is not a text.",
                    prompt.isArray() ? "A list of turns is called “messages”." : "Write it as one text.");
        }
        if (row.hasNonNull("messages")) {
            throw new RefusedRow("The messages are not a list.", "Each is an object with “role” and “content”.");
        }
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(name -> names.add(RowFields.shown(name)));
        String found =
                names.isEmpty() ? "it has no fields" : String.join(", ", names.subList(0, Math.min(8, names.size())));
        throw new RefusedRow("Neither prompt nor messages.", "Fields found: " + cut(found, 200) + ".");
    }

    /** Checks what holds for every conversation, whatever file it came from. */
    static List<Message> conversation(List<Message> turns) {
        Message last = turns.getLast();
        if (!last.role().equals("user")) {
            throw new RefusedRow(
                    "The last message is not from the person.",
                    last.role().equals("assistant")
                            ? "It is the assistant’s, as in files for fine-tuning: move its text to “answers”."
                            : "Its role is " + last.role() + ".");
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

    private static List<GivenAnswer> answers(JsonNode answers, RowFields fields, List<String> remarks) {
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
            String place = "Answer " + (given.size() + 1);
            JsonNode text = answer.isTextual() ? answer : answer.path("text");
            if (!text.isTextual()) {
                throw new RefusedRow("An answer is a text, or an object with text.", place + " is neither.");
            }
            if (answer.isObject()) {
                fields.part(answer, ANSWER_READ, "an answer", place);
            }
            ImportedSampling sampling = ImportedSampling.of(answer, place);
            if (sampling.isIncomplete()) {
                remarks.add(place + " says only in part how it was sampled, which is not kept: it takes at least “seed”"
                        + " and “temperature”.");
            }
            given.add(new GivenAnswer(answerText(text.textValue()), Optional.empty(), sampling.complete()));
        }
        return given;
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
        JsonNode id = row.path("id");
        if (id.isContainerNode()) {
            throw new RefusedRow("The field “id” is neither text nor number.", "");
        }
        return sourceId(id.asText(""));
    }

    /** Of a row that nobody named there is none. */
    static String sourceId(String id) {
        if (id.length() > ImportLimits.NAME_CHARACTERS_MAX) {
            throw new RefusedRow(
                    "An id is longer than " + ImportLimits.NAME_CHARACTERS_MAX + " characters.",
                    "It has " + id.length() + ".");
        }
        return id.equals("null") ? "" : id.replaceAll("[\\x00\\p{Cs}]", "\uFFFD");
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
