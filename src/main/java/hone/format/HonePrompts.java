package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hone's own: {@code {prompt}} or {@code {messages}}, with {@code answers} to be judged: texts, or objects
 * {@code {text, model?, seed?, temperature?, top_p?, ended?, rank?, id?}}.
 */
final class HonePrompts implements Format {
    private static final Set<String> ANSWER_READ =
            Set.of("text", "model", "seed", "temperature", "top_p", "ended", "rank", "id");

    @Override
    public String name() {
        return "prompts";
    }

    @Override
    public String label() {
        return "Prompts, with or without answers";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "prompt", "what is asked",
                "messages", "what is asked, as a conversation",
                "system", "the system turn",
                "answers", "answers to be judged");
    }

    @Override
    public Match match(ObjectNode row) {
        JsonNode first = row.path("answers").path(0);
        if (first.isTextual() || first.path("text").isTextual()) {
            return Match.CERTAIN;
        }
        if (row.path("prompt").isTextual()) {
            return Match.POSSIBLE;
        }
        JsonNode messages = row.path("messages");
        String last = messages.path(messages.size() - 1).path("role").asText("");
        return !last.isEmpty() && !last.equals("assistant") ? Match.POSSIBLE : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        List<Message> prompt = prompt(row);
        List<Response> answers = answers(row.takeTree("answers"), row);
        Set<String> texts = new HashSet<>();
        Set<String> stripped = new HashSet<>();
        answers.forEach(answer -> {
            texts.add(answer.text());
            stripped.add(answer.text().strip());
        });
        if (stripped.size() < texts.size()) {
            row.remark(
                    "Two answers differ only in the blanks before or after them. They are two answers all the same.");
        }
        return List.of(new Item.Conversation(prompt, answers, List.of(), row.origin("id", "prompt_id"), Map.of()));
    }

    private static List<Message> prompt(RowFields row) {
        if (row.has("prompt") && row.has("messages")) {
            throw new RefusedRow("Both prompt and messages.", "Put all that was said into “messages”.");
        }
        JsonNode prompt = row.object().path("prompt");
        if (prompt.isTextual() && row.has("prompt")) {
            return Prompts.of(row, "prompt");
        }
        if (row.has("messages")) {
            return messages(row);
        }
        if (row.has("prompt")) {
            throw new RefusedRow(
                    "The prompt is not a text.",
                    prompt.isArray() ? "A list of turns is called “messages”." : "Write it as one text.");
        }
        List<String> names = new ArrayList<>();
        row.object().fieldNames().forEachRemaining(name -> names.add(Texts.shown(name)));
        String found =
                names.isEmpty() ? "it has no fields" : String.join(", ", names.subList(0, Math.min(8, names.size())));
        throw new RefusedRow("Neither prompt nor messages.", "Fields found: " + Texts.cut(found, 200) + ".");
    }

    private static List<Message> messages(RowFields row) {
        JsonNode messages = row.takeTree("messages");
        if (!messages.isArray()) {
            throw new RefusedRow("The messages are not a list.", "Each is an object with “role” and “content”.");
        }
        List<Message> turns = Prompts.withSystem(row.optionalText("system"), Turns.of(messages, "messages", row));
        if (turns.getLast().role().equals("assistant")) {
            throw new RefusedRow(
                    "The last message is not from the person.",
                    "It is the assistant’s, as in files for fine-tuning: read the file as “messages”, or move its text to “answers”.");
        }
        return Turns.prompt(turns, "messages");
    }

    private static List<Response> answers(JsonNode answers, RowFields row) {
        if (answers.isMissingNode()) {
            return List.of();
        }
        if (!answers.isArray() || answers.size() > Limits.ANSWERS_MAX) {
            throw new RefusedRow(
                    "Answers are a list of at most " + Limits.ANSWERS_MAX + ".",
                    answers.isArray() ? "This one has " + answers.size() + "." : "Here it is something else.");
        }
        List<Response> given = new ArrayList<>();
        for (JsonNode answer : answers) {
            given.add(answer(answer, "Answer " + (given.size() + 1), row));
        }
        return given;
    }

    private static Response answer(JsonNode answer, String place, RowFields row) {
        JsonNode text = answer.isTextual() ? answer : answer.path("text");
        if (!text.isTextual()) {
            throw new RefusedRow("An answer is a text, or an object with text.", place + " is neither.");
        }
        Response response = Response.of(Texts.answer(text.textValue(), "answer"));
        if (!answer.isObject()) {
            return response;
        }
        row.part(answer, ANSWER_READ, "an answer", place);
        return AnswerFacts.of(answer, place).onto(response, place, row);
    }
}
