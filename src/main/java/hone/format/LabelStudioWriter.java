package hone.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Label Studio's tasks with annotations. Two answers that were compared are {@code answer_a} and {@code answer_b}; any other number
 * is the list {@code answers}. The configuration of a project that shows them is {@link #CONFIG}.
 */
final class LabelStudioWriter implements WrittenFormat {
    /** What to paste into a new project's labeling interface before the tasks are imported. */
    static final String CONFIG = """
            <View>
              <Paragraphs name="dialog" value="$messages" layout="dialogue" nameKey="role" textKey="content"/>
              <Text name="prompt" value="$prompt"/>
              <Pairwise name="preference" toName="answer_a,answer_b"/>
              <Text name="answer_a" value="$answer_a"/>
              <Text name="answer_b" value="$answer_b"/>
              <Choices name="outcome" toName="prompt" choice="single"><Choice value="tie"/><Choice value="both-bad"/></Choices>
              <List name="answers" value="$answers"/>
              <Ranker name="rank" toName="answers"/>
              <TextArea name="written" toName="prompt" rows="6"/>
              <TextArea name="reason" toName="prompt" rows="2"/>
            </View>
            """;

    @Override
    public String name() {
        return "label-studio";
    }

    @Override
    public String label() {
        return "Label Studio, JSON";
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_ARRAY);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(new Column("data", Type.TEXT), new Column("annotations", Type.TEXT)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of(
                "Margins, weights, cited rules, guideline versions and the order of presentation.",
                "Ties within a ranking.",
                "Labelers without an address: Label Studio knows people by number or address, so pseudonyms are left out.",
                "Sampling settings of answers, licences and kept metadata.");
    }

    @Override
    public List<ObjectNode> rows(Item item, Losses losses) {
        return Learned.conversation(item, losses).stream()
                .map(conversation -> task(conversation, losses))
                .toList();
    }

    private static ObjectNode task(Item.Conversation conversation, Losses losses) {
        ObjectNode task = Json.NODES.objectNode();
        conversation.origin().sourceId().ifPresent(id -> task.put("id", id));
        ObjectNode data = task.putObject("data");
        if (conversation.prompt().size() == 1) {
            data.put("prompt", conversation.prompt().getFirst().content());
        } else {
            data.set("messages", Nodes.turns(conversation.prompt()));
        }
        List<String> names = answers(conversation, data);
        ArrayNode annotations = task.putArray("annotations");
        byJudgment(conversation).values().forEach(decisions -> {
            ObjectNode annotation = annotation(decisions, names, losses);
            if (!annotation.path("result").isEmpty()) {
                annotations.add(annotation);
            }
        });
        return task;
    }

    /** @return what judgments call each response */
    private static List<String> answers(Item.Conversation conversation, ObjectNode data) {
        List<String> names = new ArrayList<>();
        boolean pair = conversation.responses().size() == 2
                && conversation.decisions().stream().noneMatch(Decision.Ranked.class::isInstance);
        if (pair) {
            names.addAll(List.of("answer_a", "answer_b"));
            data.put("answer_a", Learned.text(conversation, 0));
            data.put("answer_b", Learned.text(conversation, 1));
            return names;
        }
        if (conversation.responses().size() == 1) {
            data.put("answer", Learned.text(conversation, 0));
            return List.of("answer");
        }
        if (conversation.responses().isEmpty()) {
            return names;
        }
        ArrayNode list = data.putArray("answers");
        for (Response response : conversation.responses()) {
            String id = response.id().orElse("m" + names.size());
            names.add(id);
            list.addObject().put("id", id).put("body", response.text());
        }
        return names;
    }

    /** What one person decided at once is one annotation. */
    private static Map<Object, List<Decision>> byJudgment(Item.Conversation conversation) {
        Map<Object, List<Decision>> byJudgment = new LinkedHashMap<>();
        for (Decision decision : conversation.decisions()) {
            Facts facts = decision.facts();
            Object key = facts.id().isPresent()
                    ? facts.id()
                    : facts.rater().isPresent() ? facts.rater() : Optional.of(byJudgment.size());
            byJudgment.computeIfAbsent(key, judgment -> new ArrayList<>()).add(decision);
        }
        return byJudgment;
    }

    private static ObjectNode annotation(List<Decision> decisions, List<String> names, Losses losses) {
        ObjectNode annotation = Json.NODES.objectNode();
        Facts facts = decisions.getFirst().facts();
        facts.id().ifPresent(id -> annotation.put("unique_id", id));
        facts.rater().ifPresent(rater -> {
            if (rater.name().contains("@")) {
                annotation.putObject("completed_by").put("email", rater.name());
            } else {
                losses.add("A labeler without an address is not named.");
            }
        });
        facts.seconds().ifPresent(seconds -> annotation.put("lead_time", seconds));
        facts.decidedAt().ifPresent(at -> annotation.put("created_at", at.toString()));
        annotation.put("was_cancelled", false);
        ArrayNode result = annotation.putArray("result");
        decisions.forEach(decision -> region(decision, names, result, losses));
        if (!result.isEmpty()) {
            facts.reason().ifPresent(reason -> text(result, "reason", "prompt", reason));
        }
        return annotation;
    }

    private static void region(Decision decision, List<String> names, ArrayNode result, Losses losses) {
        switch (decision) {
            case Decision.Preferred d -> {
                if (names.equals(List.of("answer_a", "answer_b"))) {
                    value(result, "preference", "answer_a,answer_b", "pairwise")
                            .put("selected", d.chosen() == 0 ? "left" : "right");
                    d.margin().ifPresent(margin -> losses.add("By how much an answer is better is not in the file."));
                } else {
                    losses.add("A comparison of two of several answers is not in the file.");
                }
            }
            case Decision.Tied d -> outcome(result, "tie", names, losses);
            case Decision.BothBad d -> outcome(result, "both-bad", names, losses);
            case Decision.Ranked d -> {
                ArrayNode order = value(result, "rank", "answers", "ranker")
                        .putObject("ranker")
                        .putArray("rank");
                d.places().forEach(place -> place.forEach(response -> order.add(names.get(response))));
                if (d.places().stream().anyMatch(place -> place.size() > 1)) {
                    losses.add("Answers in one place of a ranking stand one after the other.");
                }
            }
            case Decision.Written d -> text(result, "written", "prompt", d.text());
            case Decision.Corrected d -> text(result, "corrected", names.get(d.original()), d.text());
            case Decision.Rated d -> rated(d, names, result, losses);
            case Decision.Labelled d ->
                value(result, "label", names.get(d.response()), "choices")
                        .putArray("choices")
                        .add(d.good() ? "good" : "bad");
        }
        decision.facts().weight().ifPresent(weight -> losses.add("The weight of a decision is not in the file."));
    }

    private static void outcome(ArrayNode result, String outcome, List<String> names, Losses losses) {
        if (names.size() != 2) {
            losses.add("A comparison of two of several answers is not in the file.");
            return;
        }
        value(result, "outcome", "prompt", "choices").putArray("choices").add(outcome);
    }

    private static void rated(Decision.Rated rated, List<String> names, ArrayNode result, Losses losses) {
        String about = names.get(rated.response());
        rated.scales()
                .forEach((scale, step) -> value(result, scale, about, "number").put("number", step));
        rated.flags().forEach((flag, set) -> {
            int colon = flag.indexOf(": ");
            if (set && colon > 0) {
                value(result, flag.substring(0, colon), about, "choices")
                        .putArray("choices")
                        .add(flag.substring(colon + 2));
            } else {
                value(result, flag, about, "choices").putArray("choices").add(set ? "yes" : "no");
            }
        });
    }

    private static void text(ArrayNode result, String control, String about, String text) {
        value(result, control, about, "textarea").putArray("text").add(text);
    }

    private static ObjectNode value(ArrayNode result, String control, String about, String type) {
        return result.addObject()
                .put("from_name", control)
                .put("to_name", about)
                .put("type", type)
                .putObject("value");
    }
}
