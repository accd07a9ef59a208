package hone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import hone.format.Format;
import hone.format.Item;
import hone.format.ItemReader;
import hone.format.Mapping.Use;
import hone.format.Outcome;
import hone.format.RefusedRow;
import hone.format.Row;
import hone.imports.ImportPreview.Fate;
import hone.imports.ImportPreview.Field;
import hone.imports.ImportPreview.Shown;
import hone.imports.ImportPreview.ShownAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One pass over the first rows of a file, for its {@link ImportPreview}: what each would become, and what became of each field. */
final class LookAtRows {
    private static final int ROWS_SHOWN = 5;
    private static final int EXAMPLE_CHARACTERS = 80;

    private final Sample sample;
    private final ImportChoices choices;
    private final Format format;
    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private final Set<String> kept = new TreeSet<>();
    private final Set<String> leftOut = new TreeSet<>();
    private final Set<String> refusedFields = new TreeSet<>();

    /** Fields of lines that are taken: whatever the format makes of them, it knows them. */
    private final Set<String> known = new HashSet<>();

    private final List<Shown> shown = new ArrayList<>();
    private int refused;

    LookAtRows(Sample sample, ImportChoices choices) {
        this.sample = sample;
        this.choices = choices;
        this.format = FileFormat.of(sample.rows(), choices);
    }

    ImportPreview preview(ImportBatch batch) {
        Map<String, String> examples = examples();
        ItemReader reader = new ItemReader(format, choices.readOptions());
        for (Row row : sample.rows()) {
            if (row instanceof Row.Named named) {
                named.fields().remove(choices.leftOut());
            }
            reader.take(row).forEach(outcome -> look(batch.projectId, outcome));
        }
        reader.end().forEach(outcome -> look(batch.projectId, outcome));
        return new ImportPreview(
                batch.id,
                batch.fileName,
                new ImportPreview.Reading(sample.container(), format, !FileFormat.isUnknown(sample.rows())),
                choices,
                fields(examples),
                List.copyOf(shown),
                sample.rows().size(),
                refused,
                reasons.entrySet().stream()
                        .map(reason -> new ImportReport.Reason(reason.getKey(), reason.getValue()))
                        .toList());
    }

    private Map<String, String> examples() {
        Map<String, String> examples = new LinkedHashMap<>();
        for (Row row : sample.rows()) {
            if (row instanceof Row.Named named) {
                for (Map.Entry<String, JsonNode> field : named.fields().properties()) {
                    if (examples.size() < ImportPreview.FIELDS_MAX || examples.containsKey(field.getKey())) {
                        examples.merge(
                                field.getKey(), example(field.getValue()), (old, more) -> old.isBlank() ? more : old);
                    }
                }
            }
        }
        return examples;
    }

    private static String example(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : value.isNull() ? "" : value.toString();
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= EXAMPLE_CHARACTERS ? line : line.substring(0, EXAMPLE_CHARACTERS) + "…";
    }

    private void look(UUID project, Outcome outcome) {
        switch (outcome) {
            case Outcome.Refused no -> refuse(no.why());
            case Outcome.Taken taken -> {
                try {
                    kept.addAll(taken.kept());
                    leftOut.addAll(taken.leftOut());
                    for (Item item : taken.items()) {
                        show(project, taken.row().number(), item);
                    }
                    if (taken.row() instanceof Row.Named named) {
                        named.fields().fieldNames().forEachRemaining(known::add);
                    }
                } catch (RefusedRow why) {
                    refuse(why);
                }
            }
        }
    }

    private void refuse(RefusedRow why) {
        refused++;
        reasons.merge(why.reason(), 1L, Long::sum);
        int from = why.reason().indexOf('“');
        int to = why.reason().indexOf('”');
        if (from >= 0 && to > from) {
            refusedFields.add(why.reason().substring(from + 1, to));
        }
    }

    private void show(UUID project, long row, Item item) {
        switch (item) {
            case Item.PlainText text -> {
                IncomingDocument.of(project, row, text); // the same
                if (shown.size() < ROWS_SHOWN) {
                    shown.add(new Shown(
                            row,
                            List.of(),
                            List.of(),
                            List.of(),
                            beside(text),
                            Optional.of(ImportPreview.ShownText.of(text.text()))));
                }
            }
            case Item.Conversation conversation -> {
                Incoming.of(project, row, conversation); // what would refuse it while storing
                if (shown.size() < ROWS_SHOWN) {
                    shown.add(shown(row, conversation));
                }
            }
        }
    }

    private static Shown shown(long row, Item.Conversation conversation) {
        List<ShownAnswer> answers = new ArrayList<>();
        conversation
                .responses()
                .forEach(response -> answers.add(new ShownAnswer(
                        answers.size() + 1, response.text(), response.model().orElse(""))));
        return new Shown(
                row,
                conversation.prompt(),
                answers,
                conversation.decisions().stream().map(DecisionInWords::of).toList(),
                beside(conversation),
                Optional.empty());
    }

    private static String beside(Item item) {
        List<String> beside = new ArrayList<>();
        item.origin().sourceId().ifPresent(id -> beside.add("id " + id));
        item.origin().source().ifPresent(source -> beside.add("from " + source));
        item.origin().license().ifPresent(license -> beside.add("licence " + license));
        item.origin().language().ifPresent(language -> beside.add("language " + language));
        item.metadata().forEach((name, value) -> beside.add(name + " " + example(value)));
        return String.join(" · ", beside);
    }

    private List<Field> fields(Map<String, String> examples) {
        Map<String, String> read = format.fields();
        List<Field> fields = new ArrayList<>();
        examples.forEach((name, example) -> {
            Use use = choices.uses().get(name);
            String said = use == null ? "" : use.wireName();
            Fate fate = fate(name, read, use);
            String became = switch (fate) {
                case TAKEN -> read.getOrDefault(name, use == null ? "read" : use.about());
                case KEPT -> "kept with it as metadata";
                case LEFT_OUT -> leftOut(name, use);
                case REFUSED -> "not read: say what it is";
            };
            fields.add(new Field(fields.size(), name, example, became, fate, said));
        });
        return fields;
    }

    private String leftOut(String name, @Nullable Use use) {
        if (use == Use.LEAVE_OUT) {
            return "left out, as you said";
        }
        return leftOut.contains(name) ? "holds nothing that is kept" : "known to the format, and not kept";
    }

    private Fate fate(String name, Map<String, String> read, @Nullable Use use) {
        if (use == Use.LEAVE_OUT) {
            return Fate.LEFT_OUT;
        }
        if (kept.contains(name) || use == Use.KEEP) {
            return Fate.KEPT;
        }
        if (refusedFields.contains(name)) {
            return Fate.REFUSED;
        }
        if (leftOut.contains(name)) {
            return Fate.LEFT_OUT;
        }
        if (read.containsKey(name) || use != null) {
            return Fate.TAKEN;
        }
        return known.contains(name) ? Fate.LEFT_OUT : Fate.REFUSED;
    }
}
