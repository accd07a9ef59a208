package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a task of an annotation tool asks. Its fields have whatever names the project gave them, and an export does not bring the
 * project's configuration along, so they are found by the names that templates use and by what the judgments point at.
 *
 * @param indexes of the responses, by the name of their field and by their id in a list
 * @param read the fields of the data that these are
 */
record TaskData(List<Message> prompt, List<Response> responses, Map<String, Integer> indexes, Set<String> read) {
    private static final List<String> PROMPTS =
            List.of("prompt", "question", "instruction", "query", "user_prompt", "text", "input", "title");
    private static final List<String> DIALOGS = List.of("messages", "chat", "conversation", "dialogue", "prompt");
    private static final Pattern ANSWER = Pattern.compile(
            "(?i)(?:model_?)?(?:answer|response|output|completion|candidate|reply|summary|generated|generation)s?[_ -]?(\\d+|[a-h])?");
    private static final Set<String> LISTED = Set.of("id", "body", "title", "html");

    /**
     * @param data the fields of the task, a table's in their texts
     * @param pointedAt names that judgments point at as answers
     */
    static TaskData of(Map<String, JsonNode> data, Set<String> pointedAt, RowFields row) {
        Set<String> read = new HashSet<>();
        List<Message> prompt = prompt(data, read, row);
        List<Response> responses = new ArrayList<>();
        Map<String, Integer> indexes = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : inOrder(data, pointedAt)) {
            if (read.contains(field.getKey())) {
                continue;
            }
            JsonNode value = field.getValue();
            if (isListed(value)) {
                addListed(value, field.getKey(), responses, indexes, row);
                read.add(field.getKey());
            } else if (value.isTextual()
                    && !value.textValue().isBlank()
                    && (pointedAt.contains(field.getKey())
                            || ANSWER.matcher(field.getKey()).matches())) {
                indexes.put(field.getKey(), responses.size());
                responses.add(Response.of(Texts.answer(value.textValue(), field.getKey())));
                read.add(field.getKey());
            }
        }
        if (responses.size() > Limits.ANSWERS_MAX) {
            throw new RefusedRow(
                    "Answers are a list of at most " + Limits.ANSWERS_MAX + ".",
                    "This task has " + responses.size() + ".");
        }
        return new TaskData(prompt, responses, indexes, read);
    }

    private static List<Message> prompt(Map<String, JsonNode> data, Set<String> read, RowFields row) {
        for (String name : DIALOGS) {
            JsonNode value = data.get(name);
            if (value != null && value.isArray() && value.path(0).has("role")) {
                read.add(name);
                return Turns.prompt(Turns.of(value, name, row, Set.of("role", "content", "createdAt")), name);
            }
        }
        for (String name : PROMPTS) {
            JsonNode value = data.get(name);
            if (value != null && value.isTextual() && !value.textValue().isBlank()) {
                read.add(name);
                Optional<String> system = Optional.ofNullable(data.get("system"))
                        .filter(text -> text.isTextual() && !text.textValue().isBlank())
                        .map(text -> Texts.text(text.textValue(), "system"));
                system.ifPresent(text -> read.add("system"));
                return Turns.prompt(
                        Prompts.withSystem(system, List.of(Message.user(Texts.text(value.textValue(), name)))), name);
            }
        }
        throw new RefusedRow(
                "Which field of the task is the question is not clear.",
                "Call it “prompt”. The task has: " + Texts.cut(String.join(", ", data.keySet()), 200) + ".");
    }

    /** Answers by their number or letter, whatever order the fields have. */
    private static List<Map.Entry<String, JsonNode>> inOrder(Map<String, JsonNode> data, Set<String> pointedAt) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(data.entrySet());
        fields.sort(Comparator.comparing(field -> order(field.getKey(), pointedAt)));
        return fields;
    }

    private static String order(String name, Set<String> pointedAt) {
        if (pointedAt.size() > 1 && pointedAt.contains(name)) {
            return "0" + (char) ('a' + List.copyOf(pointedAt).indexOf(name));
        }
        Matcher answer = ANSWER.matcher(name);
        if (!answer.matches() || answer.group(1) == null) {
            return "1";
        }
        String place = answer.group(1).toLowerCase(Locale.ROOT);
        return "1"
                + (Character.isDigit(place.charAt(0))
                        ? "%09d".formatted(Long.parseLong(place.substring(Math.max(0, place.length() - 9))))
                        : place);
    }

    private static boolean isListed(JsonNode value) {
        return value.isArray()
                && value.path(0).isObject()
                && value.path(0).has("id")
                && value.path(0).has("body");
    }

    private static void addListed(
            JsonNode list, String field, List<Response> responses, Map<String, Integer> indexes, RowFields row) {
        for (JsonNode one : list) {
            String place = "Answer " + (responses.size() + 1);
            String id = Json.fact(one.path("id"), "id");
            if (indexes.put(id, responses.size()) != null) {
                throw new RefusedRow("Two answers of a task have the same id.", "It is “" + Texts.shown(id) + "”.");
            }
            row.part(one, LISTED, "an answer in “" + field + "”", place);
            String title = one.path("title").asText("");
            if (!title.isBlank()) {
                row.keep(place + ": title", Json.NODES.textNode(title));
            }
            responses.add(Response.of(Texts.answer(one.path("body").asText(""), "answer " + id))
                    .withId(id));
        }
        indexes.put(field, -1);
    }

    /** The response that something is about: the one it names, or the only one. */
    Optional<Integer> about(String name) {
        Integer index = indexes.get(name);
        if (index != null && index >= 0) {
            return Optional.of(index);
        }
        return responses.size() == 1 ? Optional.of(0) : Optional.empty();
    }
}
