package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Label Studio's JSON: tasks with their annotations. Each annotation that was not skipped is a decision, or several, of its annotator;
 * predictions are kept with the row.
 */
final class LabelStudioTasks implements Format {
    private static final Set<String> BOOKKEEPING = Set.of(
            "allow_skip",
            "cancelled_annotations",
            "comment_authors",
            "comment_count",
            "created_at",
            "file_upload",
            "inner_id",
            "last_comment_updated_at",
            "project",
            "total_annotations",
            "total_predictions",
            "unresolved_comment_count",
            "updated_at",
            "updated_by",
            "is_labeled",
            "overlap",
            "storage_filename");

    private static final Set<String> REGION_READ = Set.of(
            "id",
            "type",
            "value",
            "origin",
            "to_name",
            "from_name",
            "parentID",
            "readonly",
            "hidden",
            "image_rotation");

    @Override
    public String name() {
        return "label-studio";
    }

    @Override
    public String label() {
        return "Label Studio, JSON";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "data", "the question and the answers",
                "annotations", "decisions: comparisons, rankings, ratings, choices, texts",
                "predictions", "kept with the row",
                "drafts", "kept with the row",
                "meta", "kept with the row");
    }

    @Override
    public Match match(ObjectNode row) {
        boolean judged =
                row.path("annotations").isArray() || row.path("predictions").isArray();
        if (!row.path("data").isObject()) {
            return Match.NONE;
        }
        // Tasks as they are imported there have nothing but their data.
        return judged ? Match.CERTAIN : row.size() == 1 ? Match.LIKELY : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        JsonNode fields = row.take("data");
        if (!fields.isObject()) {
            throw new RefusedRow("The field “data” is not an object.", "It holds what the task shows.");
        }
        JsonNode annotations = row.take("annotations");
        Map<String, JsonNode> data = new LinkedHashMap<>();
        fields.properties().forEach(field -> data.put(field.getKey(), field.getValue()));
        TaskData task = TaskData.of(data, compared(annotations), row);
        row.part(fields, task.read(), "the task’s data", "Data");
        BOOKKEEPING.forEach(row::take);
        keepBeside(row);
        List<Decision> decisions = new ArrayList<>();
        int skipped = 0;
        for (JsonNode annotation : annotations) {
            if (annotation.path("was_cancelled").asBoolean(false)) {
                skipped++;
            } else {
                decisions.addAll(decisions(annotation, task, row));
            }
        }
        if (skipped > 0) {
            row.remark(
                    skipped == 1
                            ? "1 skipped annotation was left out."
                            : skipped + " skipped annotations were left out.");
        }
        return List.of(new Item.Conversation(task.prompt(), task.responses(), decisions, row.origin("id"), Map.of()));
    }

    private static void keepBeside(RowFields row) {
        for (String name : List.of("predictions", "drafts", "meta")) {
            JsonNode value = row.take(name);
            if (value.isContainerNode() && !value.isEmpty()) {
                row.keep(name, value);
            }
        }
    }

    /** The fields that comparisons point at: they are answers, whatever they are called. */
    private static Set<String> compared(JsonNode annotations) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode annotation : annotations) {
            for (JsonNode region : annotation.path("result")) {
                if (region.path("type").asText("").equals("pairwise")) {
                    for (String name : region.path("to_name").asText("").split(",")) {
                        names.add(name.strip());
                    }
                }
            }
        }
        return names;
    }

    private static List<Decision> decisions(JsonNode annotation, TaskData task, RowFields row) {
        Annotation judgment = new Annotation(task);
        for (JsonNode region : annotation.path("result")) {
            row.part(
                    region,
                    REGION_READ,
                    "a judgment",
                    "“" + Texts.shown(region.path("from_name").asText("")) + "”");
            judgment.add(
                    region.path("from_name").asText(""),
                    region.path("to_name").asText(""),
                    region.path("type").asText(""),
                    region.path("value"));
        }
        if (annotation.path("ground_truth").asBoolean(false)) {
            row.remark("An annotation is marked as ground truth, which is not kept.");
        }
        return judgment.decisions(AnnotationFacts.of(annotation, "completed_by", idOf(annotation)));
    }

    private static Optional<String> idOf(JsonNode annotation) {
        String id = annotation.path("id").asText(annotation.path("unique_id").asText(""));
        return id.isEmpty() ? Optional.empty() : Optional.of(Texts.name(id));
    }
}
