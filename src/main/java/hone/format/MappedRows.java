package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** Rows whose fields somebody named. */
public final class MappedRows implements Format {
    private final Mapping mapping;

    public MappedRows(Mapping mapping) {
        this.mapping = mapping;
    }

    @Override
    public String name() {
        return "mapped";
    }

    @Override
    public String label() {
        return "Fields as you named them";
    }

    @Override
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        mapping.fields().forEach((name, use) -> fields.put(name, use.about()));
        return fields;
    }

    @Override
    public Match match(ObjectNode row) {
        return mapping.fields().keySet().stream().anyMatch(row::has) ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        Cells cells = new Cells(row);
        Optional<String> text =
                cells.texts(Mapping.Use.TEXT).stream().findFirst().map(PlainTexts::checked);
        Origin origin = new Origin(
                cells.fact(Mapping.Use.ID),
                cells.fact(Mapping.Use.SOURCE),
                cells.fact(Mapping.Use.LICENSE),
                cells.fact(Mapping.Use.LANGUAGE));
        cells.keepAndLeaveOut();
        if (text.isPresent()) {
            return List.of(new Item.PlainText(text.get(), origin, Map.of()));
        }
        return conversations(cells, row, origin);
    }

    private static List<Item> conversations(Cells cells, RowFields row, Origin origin) {
        Optional<String> system = cells.text(Mapping.Use.SYSTEM);
        Optional<JsonNode> said = cells.first(Mapping.Use.CONVERSATION);
        List<String> asked = cells.texts(Mapping.Use.PROMPT);
        Facts facts = Facts.NONE
                .withRater(cells.fact(Mapping.Use.RATER).map(Rater::person))
                .withReason(cells.text(Mapping.Use.REASON).map(Texts::reason));
        if (said.isPresent()) {
            List<Message> turns = Prompts.withSystem(system, Turns.of(said.get(), "conversation", row));
            if (turns.getLast().role().equals("assistant")) {
                return Demonstrations.of(turns, "conversation", row, origin);
            }
            return List.of(decided(cells, Turns.prompt(turns, "conversation"), facts, origin));
        }
        if (asked.isEmpty()) {
            throw new RefusedRow("The prompt is empty.", "None of the fields that are the prompt holds text.");
        }
        String prompt = Texts.text(String.join("\n\n", asked), "prompt");
        return List.of(decided(
                cells,
                Turns.prompt(Prompts.withSystem(system, List.of(Message.user(prompt))), "prompt"),
                facts,
                origin));
    }

    private static Item decided(Cells cells, List<Message> prompt, Facts facts, Origin origin) {
        List<Response> responses = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        Optional<String> chosen = cells.answer(Mapping.Use.CHOSEN);
        Optional<String> rejected = cells.answer(Mapping.Use.REJECTED);
        if (chosen.isPresent() && rejected.isPresent()) {
            if (chosen.equals(rejected)) {
                throw new RefusedRow(
                        "Both answers are the same text.", "The better one and the worse one don’t differ.");
            }
            decisions.add(new Decision.Preferred(0, 1, cells.number(Mapping.Use.MARGIN), facts));
        }
        chosen.map(Response::of).ifPresent(responses::add);
        rejected.map(Response::of).ifPresent(responses::add);
        cells.answers().forEach(text -> responses.add(Response.of(text)));
        if (responses.size() > Limits.ANSWERS_MAX) {
            throw new RefusedRow(
                    "Answers are a list of at most " + Limits.ANSWERS_MAX + ".",
                    "This row has " + responses.size() + ".");
        }
        cells.answer(Mapping.Use.DEMONSTRATION).ifPresent(text -> decisions.add(new Decision.Written(text, facts)));
        cells.label().ifPresent(good -> {
            onlyOne(responses, "label");
            decisions.add(new Decision.Labelled(0, good, facts));
        });
        Map<String, Double> scales = cells.scales();
        if (!scales.isEmpty()) {
            onlyOne(responses, "rating");
            decisions.add(new Decision.Rated(0, scales, Map.of(), facts));
        }
        return new Item.Conversation(prompt, responses, decisions, origin, Map.of());
    }

    private static void onlyOne(List<Response> responses, String what) {
        if (responses.size() != 1) {
            throw new RefusedRow(
                    "Which answer the " + what + " is about is not clear.",
                    "The row has " + responses.size() + " answers.");
        }
    }

    /** The fields of a row by their use. */
    private final class Cells {
        private final RowFields row;

        Cells(RowFields row) {
            this.row = row;
        }

        private List<String> names(Mapping.Use use) {
            return mapping.fields().entrySet().stream()
                    .filter(field -> field.getValue() == use)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /** All that have this use and hold something. */
        private Map<String, JsonNode> values(Mapping.Use use) {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            for (String name : names(use)) {
                JsonNode value = value(name);
                if (!value.isMissingNode() && !UnaskedFields.holdsNothing(value)) {
                    values.put(name, value);
                }
            }
            return values;
        }

        private JsonNode value(String name) {
            if (row.object().has(name)) {
                return row.takeTree(name);
            }
            JsonNode value = row.object();
            for (String part : name.split("\\.")) {
                value = value.isArray() && part.matches("\\d{1,6}")
                        ? value.path(Integer.parseInt(part))
                        : value.path(part);
            }
            row.take(name.split("\\.")[0]);
            return value;
        }

        Optional<JsonNode> first(Mapping.Use use) {
            return values(use).values().stream().findFirst();
        }

        List<String> texts(Mapping.Use use) {
            List<String> texts = new ArrayList<>();
            values(use).forEach((name, value) -> {
                if (!value.isTextual()) {
                    throw new RefusedRow(
                            "The field “" + Texts.shown(name) + "” is not a text.", "It is " + Json.kind(value) + ".");
                }
                texts.add(value.textValue());
            });
            return texts;
        }

        Optional<String> text(Mapping.Use use) {
            return texts(use).stream().findFirst().map(text -> Texts.text(text, use.wireName()));
        }

        Optional<String> answer(Mapping.Use use) {
            return texts(use).stream().findFirst().map(text -> Texts.answer(text, use.wireName()));
        }

        Optional<String> fact(Mapping.Use use) {
            Map<String, JsonNode> values = values(use);
            return values.entrySet().stream().findFirst().map(field -> Json.fact(field.getValue(), field.getKey()));
        }

        OptionalDouble number(Mapping.Use use) {
            for (Map.Entry<String, JsonNode> field : values(use).entrySet()) {
                return OptionalDouble.of(Json.number(field.getValue(), field.getKey(), true));
            }
            return OptionalDouble.empty();
        }

        Optional<Boolean> label() {
            return values(Mapping.Use.LABEL).entrySet().stream()
                    .findFirst()
                    .map(field -> Json.flag(field.getValue(), field.getKey(), true));
        }

        Map<String, Double> scales() {
            Map<String, Double> scales = new LinkedHashMap<>();
            values(Mapping.Use.RATING)
                    .forEach((name, value) -> scales.put(Texts.name(name), Json.number(value, name, true)));
            return scales;
        }

        List<String> answers() {
            List<String> answers = new ArrayList<>();
            values(Mapping.Use.RESPONSE).forEach((name, value) -> {
                JsonNode all = value.isArray() ? value : Json.NODES.arrayNode().add(value);
                for (JsonNode one : all) {
                    if (!one.isTextual()) {
                        throw new RefusedRow(
                                "The field “" + Texts.shown(name) + "” is neither a text nor a list of texts.",
                                "It is " + Json.kind(value) + ".");
                    }
                    answers.add(Texts.answer(one.textValue(), name));
                }
            });
            return answers;
        }

        void keepAndLeaveOut() {
            values(Mapping.Use.KEEP).forEach(row::keep);
            names(Mapping.Use.LEAVE_OUT).forEach(row::leaveOut);
            lookBesideNested();
        }

        /** What stands beside a field within another, and is not named itself, is unread like any other. */
        private void lookBesideNested() {
            Map<String, Set<String>> within = new TreeMap<>();
            for (String name : mapping.fields().keySet()) {
                String[] parts = name.split("\\.");
                if (parts.length > 1 && !row.object().has(name)) {
                    within.computeIfAbsent(parts[0], outer -> new HashSet<>()).add(parts[1]);
                }
            }
            within.forEach((outer, read) -> {
                if (!mapping.fields().containsKey(outer)) {
                    row.part(row.tree(outer), read, "“" + Texts.shown(outer) + "”", outer);
                }
            });
        }
    }
}
