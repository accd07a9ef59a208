package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Label Studio's JSON_MIN and CSV: a row for each annotation, with the task's fields and what the controls say under their names. What
 * was skipped is not in them. In JSON the task's fields stand before {@code id} and the controls after it; a CSV file is sorted by
 * name, so a control is told by the form of its value there.
 */
final class LabelStudioRows implements Format {
    private static final Set<String> FACTS =
            Set.of("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time");

    @Override
    public String name() {
        return "label-studio-min";
    }

    @Override
    public String label() {
        return "Label Studio, JSON_MIN or CSV";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "prompt", "the question",
                "annotator", "who decided",
                "annotation_id", "which fields are one decision",
                "lead_time", "seconds it took",
                "created_at", "when");
    }

    @Override
    public Match match(ObjectNode row) {
        return row.has("annotator") && row.has("annotation_id") && row.has("lead_time") ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        boolean annotated = row.has("annotation_id");
        Map<String, JsonNode> data = new LinkedHashMap<>();
        Map<String, JsonNode> controls = new LinkedHashMap<>();
        divide(row, annotated, data, controls);
        TaskData task = TaskData.of(data, Set.of(), row);
        if (annotated && row.row().textOnly()) {
            data.forEach((name, value) -> {
                if (!task.read().contains(name) && Annotation.isLikelyControl(name, value, task)) {
                    controls.put(name, value);
                }
            });
        }
        Origin origin = row.origin("id");
        FACTS.forEach(row::take);
        task.read().forEach(row::take);
        Annotation judgment = new Annotation(task);
        controls.forEach((control, value) -> {
            row.take(control);
            add(judgment, control, value);
        });
        Facts facts = AnnotationFacts.of(row.object(), "annotator", row.fact("annotation_id"));
        List<Decision> decisions = annotated ? judgment.decisions(facts) : List.of();
        return List.of(new Item.Conversation(task.prompt(), task.responses(), decisions, origin, Map.of()));
    }

    private static void divide(
            RowFields row, boolean annotated, Map<String, JsonNode> data, Map<String, JsonNode> controls) {
        boolean byPlace = !row.row().textOnly() && annotated;
        boolean afterId = false;
        for (Map.Entry<String, JsonNode> field : row.object().properties()) {
            String name = field.getKey();
            afterId |= name.equals("id");
            if (FACTS.contains(name) || !row.has(name)) {
                continue;
            }
            JsonNode value = row.tree(name);
            boolean control = byPlace ? afterId : annotated && isControl(value);
            (control ? controls : data).put(name, value);
        }
        if (annotated && controls.isEmpty() && data.containsKey("answer")) {
            // Somebody judged, and nothing else says how: the answer is what was written.
            controls.put("answer", data.remove("answer"));
        }
    }

    /** A list of objects that controls write, or an object of choices. */
    private static boolean isControl(JsonNode value) {
        JsonNode one = value.isArray() ? value.path(0) : value;
        return one.isObject()
                && (one.has("selected")
                        || one.has("ranker")
                        || one.has("rating")
                        || one.has("choices")
                        || one.has("number"));
    }

    private static void add(Annotation judgment, String control, JsonNode value) {
        if (value.isTextual()) {
            judgment.addTextOrChoice(control, "", value.textValue());
            return;
        }
        JsonNode all = value.isArray() ? value : Json.NODES.arrayNode().add(value);
        for (JsonNode one : all) {
            Optional<String> type = type(one);
            if (type.isPresent()) {
                judgment.add(control, "", type.get(), one);
            } else if (one.isTextual()) {
                judgment.addTextOrChoice(control, "", one.textValue());
            } else {
                throw new RefusedRow(
                        "A judgment of an unknown kind is not read.",
                        "The control “" + Texts.shown(control) + "” has it.");
            }
        }
    }

    private static Optional<String> type(JsonNode one) {
        if (one.has("selected")) {
            return Optional.of("pairwise");
        }
        return List.of("ranker", "choices", "rating", "number").stream()
                .filter(one::has)
                .findFirst();
    }
}
