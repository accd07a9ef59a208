package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Argilla's records: {@code {id, fields, responses: {question: [{value, user_id, status?}…]}, suggestions, metadata, status}}. What
 * a person answered to all questions is one decision, or several; drafts and discarded answers are left out.
 */
final class ArgillaRecords implements Format {
    @Override
    public String name() {
        return "argilla";
    }

    @Override
    public String label() {
        return "Argilla records";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "fields", "the question and the answers",
                "responses", "decisions: labels, ratings, rankings, texts",
                "suggestions", "kept with the row",
                "metadata", "kept with the row",
                "vectors", "left out");
    }

    @Override
    public Match match(ObjectNode row) {
        boolean judged = row.has("responses") || row.has("suggestions");
        return row.path("fields").isObject() && judged ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        JsonNode fields = row.takeTree("fields");
        if (!fields.isObject()) {
            throw new RefusedRow("The field “fields” is not an object.", "It holds what the record shows.");
        }
        Map<String, JsonNode> data = new LinkedHashMap<>();
        fields.properties().forEach(field -> data.put(field.getKey(), field.getValue()));
        TaskData task = TaskData.of(data, Set.of(), row);
        row.part(fields, task.read(), "the record’s fields", "Fields");
        row.leaveOut("vectors");
        row.leaveOut("status");
        row.leaveOut("inserted_at");
        row.leaveOut("updated_at");
        row.leaveOut("_server_id");
        Origin origin = row.origin("id", "external_id");
        keep(row, "suggestions");
        keep(row, "metadata");
        return List.of(new Item.Conversation(
                task.prompt(), task.responses(), decisions(row.takeTree("responses"), task, row), origin, Map.of()));
    }

    private static void keep(RowFields row, String name) {
        JsonNode value = row.takeTree(name);
        if (!value.isMissingNode() && !UnaskedFields.holdsNothing(value)) {
            row.keep(name, value);
        }
    }

    private static List<Decision> decisions(JsonNode responses, TaskData task, RowFields row) {
        Map<String, Annotation> byPerson = new LinkedHashMap<>();
        int leftOut = 0;
        for (Map.Entry<String, JsonNode> question : responses.properties()) {
            for (JsonNode response : question.getValue()) {
                String status = response.path("status").asText("submitted");
                if (!status.equals("submitted")) {
                    leftOut++;
                    continue;
                }
                String person = Json.fact(response.path("user_id"), "user_id").strip();
                Annotation annotation = byPerson.computeIfAbsent(person, someone -> new Annotation(task));
                String about = about(question.getKey(), task);
                String control = about.isEmpty()
                        ? question.getKey()
                        : question.getKey().substring(0, question.getKey().length() - about.length() - 1);
                add(annotation, control, about, response.path("value"));
            }
        }
        if (leftOut > 0) {
            row.remark("Answers that were drafts or discarded were left out: " + leftOut + ".");
        }
        List<Decision> decisions = new ArrayList<>();
        byPerson.forEach((person, annotation) -> {
            Optional<Rater> rater = person.isEmpty() ? Optional.empty() : Optional.of(Rater.person(person));
            decisions.addAll(annotation.decisions(Facts.NONE.withRater(rater)));
        });
        return decisions;
    }

    private static void add(Annotation annotation, String question, String about, JsonNode value) {
        if (value.isNumber()) {
            annotation.add(question, about, "rating", Json.NODES.objectNode().set("rating", value));
        } else if (value.isTextual()) {
            annotation.addTextOrChoice(question, about, value.textValue());
        } else if (value.isArray() && value.path(0).has("rank")) {
            annotation.ranks(question, value);
        } else if (value.isArray() && (value.isEmpty() || value.path(0).isTextual())) {
            annotation.add(question, about, "choices", Json.NODES.objectNode().set("choices", value));
        } else {
            throw new RefusedRow(
                    "An answer of a kind that is not read.",
                    "The question “" + Texts.shown(question) + "” has it; spans are none of what is held here.");
        }
    }

    /** A question about one of several answers has the name of its field in its own: helpful.response-1. */
    private static String about(String question, TaskData task) {
        String last = question.substring(question.lastIndexOf('.') + 1);
        return last.length() < question.length() && task.indexes().containsKey(last) ? last : "";
    }
}
