package hone.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;
import java.util.Optional;

/** Argilla's records: the prompt and the answers are fields, what people decided are responses to questions, by labeler. */
final class ArgillaWriter implements WrittenFormat {
    @Override
    public String name() {
        return "argilla";
    }

    @Override
    public String label() {
        return "Argilla records";
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_ARRAY, Container.JSON_LINES);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(
                new Column("id", Type.TEXT), new Column("fields", Type.TEXT), new Column("responses", Type.TEXT)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "Decisions of which no labeler is known: Argilla's responses belong to people.",
                "Margins, weights, seconds, cited rules, guideline versions and the order of presentation.",
                "Sampling settings of answers.");
    }

    @Override
    public List<ObjectNode> rows(Item item, Losses losses) {
        return Learned.conversation(item, losses).stream()
                .map(conversation -> row(conversation, losses))
                .toList();
    }

    private static ObjectNode row(Item.Conversation conversation, Losses losses) {
        ObjectNode row = Json.NODES.objectNode();
        conversation.origin().sourceId().ifPresent(id -> row.put("id", id));
        ObjectNode fields = row.putObject("fields");
        if (conversation.prompt().size() == 1) {
            fields.put("prompt", conversation.prompt().getFirst().content());
        } else {
            fields.set("messages", Nodes.turns(conversation.prompt()));
        }
        for (int i = 0; i < conversation.responses().size(); i++) {
            fields.put("response-" + (i + 1), Learned.text(conversation, i));
        }
        ObjectNode responses = row.putObject("responses");
        for (Decision decision : conversation.decisions()) {
            Optional<Rater> rater = decision.facts().rater();
            if (rater.isEmpty()) {
                losses.add("A decision of nobody in particular is not in the file.");
            } else {
                answers(decision, conversation, rater.get().name(), responses, losses);
            }
        }
        if (!conversation.metadata().isEmpty()) {
            ObjectNode metadata = row.putObject("metadata");
            conversation.metadata().forEach(metadata::set);
        }
        return row;
    }

    private static void answers(
            Decision decision, Item.Conversation conversation, String person, ObjectNode responses, Losses losses) {
        boolean two = conversation.responses().size() == 2;
        switch (decision) {
            case Decision.Preferred d -> {
                if (two) {
                    text(responses, "preference", person, "response-" + (d.chosen() + 1));
                    d.margin().ifPresent(margin -> losses.add("By how much an answer is better is not in the file."));
                } else {
                    losses.add("A comparison of two of several answers is not in the file.");
                }
            }
            case Decision.Tied d -> {
                if (two) {
                    text(responses, "preference", person, "tie");
                } else {
                    losses.add("A comparison of two of several answers is not in the file.");
                }
            }
            case Decision.BothBad d -> {
                if (two) {
                    text(responses, "preference", person, "both-bad");
                } else {
                    losses.add("A comparison of two of several answers is not in the file.");
                }
            }
            case Decision.Ranked d -> {
                ArrayNode order = answer(responses, "ranking", person).putArray("value");
                for (int place = 0; place < d.places().size(); place++) {
                    for (int response : d.places().get(place)) {
                        order.addObject()
                                .put("value", "response-" + (response + 1))
                                .put("rank", place + 1);
                    }
                }
            }
            case Decision.Written d -> text(responses, "written", person, d.text());
            case Decision.Corrected d -> text(responses, "corrected.response-" + (d.original() + 1), person, d.text());
            case Decision.Rated d -> {
                String about = ".response-" + (d.response() + 1);
                d.scales()
                        .forEach((scale, step) ->
                                answer(responses, scale + about, person).put("value", step));
                d.flags().forEach((flag, set) -> losses.add("A flag of an answer is not in the file."));
            }
            case Decision.Labelled d ->
                text(responses, "label.response-" + (d.response() + 1), person, d.good() ? "good" : "bad");
        }
        decision.facts().reason().ifPresent(reason -> text(responses, "reason", person, reason));
    }

    private static void text(ObjectNode responses, String question, String person, String text) {
        answer(responses, question, person).put("value", text);
    }

    private static ObjectNode answer(ObjectNode responses, String question, String person) {
        return responses.withArray(question).addObject().put("user_id", person).put("status", "submitted");
    }
}
