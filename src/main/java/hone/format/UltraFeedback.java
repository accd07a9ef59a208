package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * UltraFeedback: {@code {instruction, completions: [{model, response, annotations: {helpfulness: {Rating, …}…}, overall_score,
 * critique}…]}}. A model gave the ratings, which is said with each. Its pairs, chosen and rejected with scores, are
 * {@link TrlPreference}.
 */
final class UltraFeedback implements Format {
    /** Who rated, as the set's makers say. */
    private static final Rater RATER = Rater.model("gpt-4");

    private static final Set<String> READ =
            Set.of("model", "response", "critique", "overall_score", "fine-grained_score", "annotations");

    @Override
    public String name() {
        return "ultrafeedback";
    }

    @Override
    public String label() {
        return "UltraFeedback";
    }

    @Override
    public Map<String, String> fields() {
        return OriginFields.after(
                "instruction", "what was asked",
                "completions", "the answers with their ratings, which a model gave",
                "source", "the source");
    }

    @Override
    public Match match(ObjectNode row) {
        return row.path("instruction").isTextual()
                        && row.path("completions").path(0).path("response").isTextual()
                ? Match.CERTAIN
                : Match.NONE;
    }

    @Override
    public List<Item> read(RowFields row) {
        List<Message> prompt = Turns.prompt(List.of(Message.user(row.text("instruction"))), "instruction");
        JsonNode completions = row.takeTree("completions");
        if (!completions.isArray() || completions.isEmpty() || completions.size() > Limits.ANSWERS_MAX) {
            throw new RefusedRow(
                    "The field “completions” is no list of 1 to " + Limits.ANSWERS_MAX + " answers.",
                    "It has " + completions.size() + ".");
        }
        row.leaveOut("models");
        keepKnown(row);
        List<Response> responses = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (JsonNode completion : completions) {
            int index = responses.size();
            String place = "Completion " + (index + 1);
            keepAbout(completion, place, row);
            responses.add(Response.by(
                    model(completion), Texts.answer(completion.path("response").asText(""), "response")));
            Map<String, Double> scales = scales(completion);
            if (!scales.isEmpty()) {
                Facts facts = Facts.by(RATER).withReason(critique(completion));
                decisions.add(new Decision.Rated(index, scales, Map.of(), facts));
            }
        }
        Origin origin = row.origin("id").withSource(row.fact("source"));
        return List.of(new Item.Conversation(prompt, responses, decisions, origin, Map.of()));
    }

    /** Lists of right and wrong answers to some of the questions. */
    private static void keepKnown(RowFields row) {
        for (String name : List.of("correct_answers", "incorrect_answers")) {
            if (row.has(name)) {
                row.keep(name, row.take(name));
            }
        }
    }

    /** How the model was led to answer, and why the rater rated so: kept with the row. */
    private static void keepAbout(JsonNode completion, String place, RowFields row) {
        for (Map.Entry<String, JsonNode> field : completion.properties()) {
            boolean read = READ.contains(field.getKey()) && !field.getKey().equals("annotations");
            if (!read && !UnaskedFields.holdsNothing(field.getValue())) {
                row.keep(place + ": " + field.getKey(), field.getValue());
            }
        }
    }

    private static Optional<String> model(JsonNode completion) {
        return Optional.of(Json.fact(completion.path("model"), "model")).filter(name -> !name.isBlank());
    }

    private static Optional<String> critique(JsonNode completion) {
        return Optional.of(completion.path("critique").asText("").strip())
                .filter(text -> !text.isEmpty())
                .map(Texts::reason);
    }

    private static Map<String, Double> scales(JsonNode completion) {
        Map<String, Double> scales = new LinkedHashMap<>();
        completion.path("annotations").properties().forEach(aspect -> {
            JsonNode annotation = aspect.getValue();
            // Some aspects have several annotations; the first is the rating.
            rating(annotation.isArray() ? annotation.path(0).path("Rating") : annotation.path("Rating"))
                    .ifPresent(rating -> scales.put(Texts.name(aspect.getKey()), rating));
        });
        rating(completion.path("overall_score")).ifPresent(score -> scales.put("overall_score", score));
        rating(completion.path("fine-grained_score")).ifPresent(score -> scales.put("fine-grained_score", score));
        return scales;
    }

    /** Written as a number or as its text; N/A where there is none. */
    private static Optional<Double> rating(JsonNode rating) {
        String text = rating.asText("").strip();
        return text.isEmpty() || text.equals("N/A") || text.equals("null")
                ? Optional.empty()
                : Optional.of(Json.number(rating, "Rating", true));
    }
}
