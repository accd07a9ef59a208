package hone.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Hone's full records: everything that is known of a prompt, its responses and what was decided about them, in a form that a table
 * can hold as well. {@link HoneRecordsWriter} writes them.
 */
final class HoneRecords implements Format {
    private static final Set<String> RESPONSE_READ =
            Set.of("text", "id", "model", "rank", "seed", "temperature", "top_p", "ended");

    private static final Set<String> DECISION_READ = Set.of(
            "kind",
            "chosen",
            "rejected",
            "margin",
            "degree",
            "first",
            "second",
            "places",
            "ranks",
            "response",
            "text",
            "scales",
            "flags",
            "good",
            "group",
            "labeler",
            "labeler_kind",
            "weight",
            "reason",
            "seconds",
            "decided_at",
            "guideline",
            "cited_rules",
            "presented");

    @Override
    public String name() {
        return "hone-records";
    }

    @Override
    public String label() {
        return "Hone’s full records";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "prompt", "what was asked",
                "responses", "the answers",
                "decisions", "what was decided about them, by whom, when and why",
                "text", "a text to pre-train on",
                "source", "the source",
                "metadata", "what was kept with the row");
    }

    @Override
    public Match match(ObjectNode row) {
        boolean conversation =
                row.path("prompt").isArray() && row.path("decisions").isArray() && row.has("responses");
        return conversation ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        Origin origin = row.origin("id").withSource(row.fact("source"));
        Map<String, JsonNode> metadata = metadata(row);
        if (row.has("text")) {
            List.of("prompt", "responses", "decisions").forEach(row::take);
            return List.of(new Item.PlainText(PlainTexts.text(row), origin, metadata));
        }
        List<Message> prompt = Prompts.of(row, "prompt");
        List<Response> responses = new ArrayList<>();
        for (JsonNode response : row.takeTree("responses")) {
            String place = "Response " + (responses.size() + 1);
            row.part(response, RESPONSE_READ, "a response", place);
            responses.add(AnswerFacts.of(response, place)
                    .onto(Response.of(Texts.answer(response.path("text").asText(""), "response")), place, row));
        }
        if (responses.size() > Limits.ANSWERS_MAX) {
            throw new RefusedRow(
                    "Answers are a list of at most " + Limits.ANSWERS_MAX + ".",
                    "This one has " + responses.size() + ".");
        }
        List<Decision> decisions = new ArrayList<>();
        for (JsonNode decision : row.takeTree("decisions")) {
            row.part(decision, DECISION_READ, "a decision", "Decision " + (decisions.size() + 1));
            decisions.add(decision(decision, responses.size()));
        }
        return List.of(new Item.Conversation(prompt, responses, decisions, origin, metadata));
    }

    private static Map<String, JsonNode> metadata(RowFields row) {
        Map<String, JsonNode> metadata = new LinkedHashMap<>();
        JsonNode value = row.take("metadata");
        if (value.isMissingNode()) {
            return metadata;
        }
        try {
            JsonNode kept = value.isTextual() ? Json.STRICT.readTree(value.textValue()) : value;
            kept.properties()
                    .forEach(field ->
                            metadata.put(field.getKey(), UnaskedFields.storable(field.getKey(), field.getValue())));
            return metadata;
        } catch (JsonProcessingException e) {
            throw new RefusedRow("The field “metadata” is no JSON object.", "");
        }
    }

    private static Decision decision(JsonNode decision, int responses) {
        Facts facts = facts(decision);
        String kind = decision.path("kind").asText("");
        try {
            Decision read = switch (kind) {
                case "preferred" ->
                    new Decision.Preferred(
                            index(decision, "chosen"), index(decision, "rejected"), number(decision, "margin"), facts);
                case "tied" -> new Decision.Tied(index(decision, "first"), index(decision, "second"), facts);
                case "both-bad" -> new Decision.BothBad(index(decision, "first"), index(decision, "second"), facts);
                case "ranked" -> new Decision.Ranked(places(decision.path("places")), facts);
                case "written" ->
                    new Decision.Written(Texts.answer(decision.path("text").asText(""), "decision’s text"), facts);
                case "corrected" ->
                    new Decision.Corrected(
                            index(decision, "response"),
                            Texts.answer(decision.path("text").asText(""), "decision’s text"),
                            facts);
                case "rated" ->
                    new Decision.Rated(index(decision, "response"), scales(decision), flags(decision), facts);
                case "labelled" ->
                    new Decision.Labelled(
                            index(decision, "response"), Json.flag(decision.path("good"), "good", false), facts);
                default -> throw new RefusedRow("A decision of an unknown kind.", "It is “" + Texts.shown(kind) + "”.");
            };
            read.checkAgainst(responses);
            return read;
        } catch (IllegalArgumentException e) {
            throw new RefusedRow("A decision can’t be so.", "“" + kind + "”: " + e.getMessage() + ".");
        }
    }

    private static int index(JsonNode decision, String name) {
        JsonNode index = decision.path(name);
        if (!index.isIntegralNumber() || !index.canConvertToInt()) {
            throw new RefusedRow("The field “" + name + "” of a decision names no response.", "It is an index from 0.");
        }
        return index.intValue();
    }

    private static OptionalDouble number(JsonNode decision, String name) {
        JsonNode value = decision.path(name);
        return value.isMissingNode() || value.isNull()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Json.number(value, name, false));
    }

    private static List<List<Integer>> places(JsonNode places) {
        List<List<Integer>> read = new ArrayList<>();
        for (JsonNode place : places) {
            read.add(indexes(place));
        }
        return read;
    }

    private static List<Integer> indexes(JsonNode list) {
        List<Integer> indexes = new ArrayList<>();
        for (JsonNode index : list) {
            indexes.add((int) Json.number(index, "places", false));
        }
        return indexes;
    }

    private static Map<String, Double> scales(JsonNode decision) {
        Map<String, Double> scales = new LinkedHashMap<>();
        for (JsonNode scale : decision.path("scales")) {
            scales.put(Json.fact(scale.path("name"), "name"), Json.number(scale.path("value"), "value", false));
        }
        return scales;
    }

    private static Map<String, Boolean> flags(JsonNode decision) {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        for (JsonNode flag : decision.path("flags")) {
            flags.put(Json.fact(flag.path("name"), "name"), Json.flag(flag.path("value"), "value", false));
        }
        return flags;
    }

    private static Facts facts(JsonNode decision) {
        List<String> rules = new ArrayList<>();
        decision.path("cited_rules").forEach(rule -> rules.add(Json.fact(rule, "cited_rules")));
        return Facts.NONE
                .withId(text(decision, "group"))
                .withRater(text(decision, "labeler").map(name -> new Rater(name, nature(decision))))
                .withWeight(number(decision, "weight", 0, 1))
                .withReason(Optional.of(decision.path("reason").asText(""))
                        .filter(reason -> !reason.isBlank())
                        .map(Texts::reason))
                .withTime(number(decision, "seconds", 0, Double.MAX_VALUE), decidedAt(decision))
                .withInstructions(text(decision, "guideline"), rules)
                .withPresented(indexes(decision.path("presented")));
    }

    private static OptionalDouble number(JsonNode decision, String name, double min, double max) {
        OptionalDouble number = number(decision, name);
        if (number.isPresent() && (number.getAsDouble() < min || number.getAsDouble() > max)) {
            throw new RefusedRow(
                    max == 1
                            ? "The field “" + name + "” is no number from 0 to 1."
                            : "The field “" + name + "” is less than 0.",
                    "It is " + number.getAsDouble() + ".");
        }
        return number;
    }

    private static Optional<Instant> decidedAt(JsonNode decision) {
        String written = decision.path("decided_at").asText("");
        Optional<Instant> time = AnnotationFacts.instant(written);
        if (time.isEmpty() && !written.isBlank()) {
            throw new RefusedRow(
                    "The field “decided_at” is no time.",
                    "It is “" + Texts.cut(written, 40) + "”; write it as 2026-03-01T12:00:00Z.");
        }
        return time;
    }

    private static Optional<String> text(JsonNode decision, String name) {
        return Optional.of(Json.fact(decision.path(name), name)).filter(text -> !text.isBlank());
    }

    private static Rater.Nature nature(JsonNode decision) {
        String kind = decision.path("labeler_kind").asText("person").toUpperCase(Locale.ROOT);
        try {
            return Rater.Nature.valueOf(kind);
        } catch (IllegalArgumentException e) {
            throw new RefusedRow("The field “labeler_kind” is none of person, model and simulated.", "");
        }
    }
}
