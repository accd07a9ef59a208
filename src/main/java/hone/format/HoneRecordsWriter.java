package hone.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.List;
import java.util.Locale;

/** Full records: nothing is left out. What has names of its own (scales, flags) is a list of names and values, so that a table holds it. */
final class HoneRecordsWriter implements WrittenFormat {
    private static final Type NAMED_NUMBERS =
            new Type.ListOf(new Type.Struct(List.of(new Column("name", Type.TEXT), new Column("value", Type.NUMBER))));
    private static final Type NAMED_FLAGS =
            new Type.ListOf(new Type.Struct(List.of(new Column("name", Type.TEXT), new Column("value", Type.FLAG))));
    static final Type RESPONSES = new Type.ListOf(new Type.Struct(List.of(
            new Column("id", Type.TEXT),
            new Column("text", Type.TEXT),
            new Column("model", Type.TEXT),
            new Column("rank", Type.WHOLE),
            new Column("seed", Type.WHOLE),
            new Column("temperature", Type.NUMBER),
            new Column("top_p", Type.NUMBER),
            new Column("ended", Type.FLAG))));
    private static final Type DECISIONS = new Type.ListOf(new Type.Struct(List.of(
            new Column("kind", Type.TEXT),
            new Column("chosen", Type.WHOLE),
            new Column("rejected", Type.WHOLE),
            new Column("margin", Type.NUMBER),
            new Column("degree", Type.WHOLE),
            new Column("first", Type.WHOLE),
            new Column("second", Type.WHOLE),
            new Column("places", new Type.ListOf(new Type.ListOf(Type.WHOLE))),
            new Column("ranks", new Type.ListOf(Type.WHOLE)),
            new Column("response", Type.WHOLE),
            new Column("text", Type.TEXT),
            new Column("scales", NAMED_NUMBERS),
            new Column("flags", NAMED_FLAGS),
            new Column("good", Type.FLAG),
            new Column("group", Type.TEXT),
            new Column("labeler", Type.TEXT),
            new Column("labeler_kind", Type.TEXT),
            new Column("weight", Type.NUMBER),
            new Column("reason", Type.TEXT),
            new Column("seconds", Type.NUMBER),
            new Column("decided_at", Type.TEXT),
            new Column("guideline", Type.TEXT),
            new Column("cited_rules", new Type.ListOf(Type.TEXT)),
            new Column("presented", new Type.ListOf(Type.WHOLE)))));

    @Override
    public String name() {
        return "hone-records";
    }

    @Override
    public String label() {
        return "Hone’s full records";
    }

    @Override
    public Contents contents() {
        return Contents.BOTH;
    }

    @Override
    public List<Container> containers() {
        return List.of(Container.JSON_LINES, Container.PARQUET, Container.JSON_ARRAY);
    }

    @Override
    public Columns columns() {
        return new Columns(List.of(
                new Column("id", Type.TEXT),
                new Column("source", Type.TEXT),
                new Column("license", Type.TEXT),
                new Column("language", Type.TEXT),
                new Column("prompt", Type.MESSAGES),
                new Column("responses", RESPONSES),
                new Column("decisions", DECISIONS),
                new Column("text", Type.TEXT),
                new Column("metadata", Type.TEXT)));
    }

    @Override
    public List<String> cannotHold() {
        return List.of();
    }

    @Override
    public List<ObjectNode> rows(Item item, Losses losses) {
        ObjectNode row = Json.NODES.objectNode();
        item.origin().sourceId().ifPresent(id -> row.put("id", id));
        item.origin().source().ifPresent(source -> row.put("source", source));
        item.origin().license().ifPresent(license -> row.put("license", license));
        item.origin().language().ifPresent(language -> row.put("language", language));
        switch (item) {
            case Item.Conversation conversation -> {
                row.set("prompt", Nodes.turns(conversation.prompt()));
                ArrayNode responses = row.putArray("responses");
                conversation.responses().forEach(response -> responses.add(response(response)));
                ArrayNode decisions = row.putArray("decisions");
                conversation
                        .decisions()
                        .forEach(decision -> decisions.add(
                                decision(decision, conversation.responses().size())));
            }
            case Item.PlainText text -> {
                row.putArray("prompt");
                row.putArray("responses");
                row.putArray("decisions");
                row.put("text", text.text());
            }
        }
        if (!item.metadata().isEmpty()) {
            ObjectNode metadata = Json.NODES.objectNode();
            item.metadata().forEach(metadata::set);
            row.put("metadata", LinesOut.json(metadata));
        }
        return List.of(row);
    }

    static ObjectNode response(Response response) {
        ObjectNode node = Json.NODES.objectNode();
        response.id().ifPresent(id -> node.put("id", id));
        node.put("text", response.text());
        response.model().ifPresent(model -> node.put("model", model));
        response.rank().ifPresent(rank -> node.put("rank", rank));
        response.sampling().ifPresent(sampling -> {
            node.put("seed", sampling.seed());
            node.put("temperature", sampling.temperature());
            node.put("top_p", sampling.topP());
            node.put("ended", sampling.ended());
        });
        return node;
    }

    private static ObjectNode decision(Decision decision, int responses) {
        ObjectNode node = Json.NODES.objectNode();
        switch (decision) {
            case Decision.Preferred d -> {
                node.put("kind", "preferred").put("chosen", d.chosen()).put("rejected", d.rejected());
                d.margin().ifPresent(margin -> node.put("margin", margin));
                d.degree().ifPresent(degree -> node.put("degree", degree));
            }
            case Decision.Tied d ->
                node.put("kind", "tied").put("first", d.first()).put("second", d.second());
            case Decision.BothBad d ->
                node.put("kind", "both-bad").put("first", d.first()).put("second", d.second());
            case Decision.Ranked d -> {
                node.put("kind", "ranked");
                ArrayNode places = node.putArray("places");
                d.places().forEach(place -> {
                    ArrayNode tied = places.addArray();
                    place.forEach(tied::add);
                });
                node.set("ranks", ranks(d, responses));
            }
            case Decision.Written d -> node.put("kind", "written").put("text", d.text());
            case Decision.Corrected d ->
                node.put("kind", "corrected").put("response", d.original()).put("text", d.text());
            case Decision.Rated d -> {
                node.put("kind", "rated").put("response", d.response());
                ArrayNode scales = node.putArray("scales");
                d.scales()
                        .forEach((name, value) ->
                                scales.addObject().put("name", name).put("value", value));
                ArrayNode flags = node.putArray("flags");
                d.flags()
                        .forEach((name, value) ->
                                flags.addObject().put("name", name).put("value", value));
            }
            case Decision.Labelled d ->
                node.put("kind", "labelled").put("response", d.response()).put("good", d.good());
        }
        facts(node, decision.facts());
        return node;
    }

    /** The place of each response, 1 best; −1 for one that is in none. */
    private static ArrayNode ranks(Decision.Ranked ranked, int responses) {
        ArrayNode ranks = Json.NODES.arrayNode();
        for (int response = 0; response < responses; response++) {
            int rank = -1;
            for (int place = 0; place < ranked.places().size(); place++) {
                rank = ranked.places().get(place).contains(response) ? place + 1 : rank;
            }
            ranks.add(rank);
        }
        return ranks;
    }

    private static void facts(ObjectNode node, Facts facts) {
        facts.id().ifPresent(id -> node.put("group", id));
        facts.rater()
                .ifPresent(rater -> node.put("labeler", rater.name())
                        .put("labeler_kind", rater.nature().name().toLowerCase(Locale.ROOT)));
        facts.weight().ifPresent(weight -> node.put("weight", weight));
        facts.reason().ifPresent(reason -> node.put("reason", reason));
        facts.seconds().ifPresent(seconds -> node.put("seconds", seconds));
        facts.decidedAt().ifPresent(at -> node.put("decided_at", at.toString()));
        facts.guideline().ifPresent(guideline -> node.put("guideline", guideline));
        if (!facts.citedRules().isEmpty()) {
            ArrayNode rules = node.putArray("cited_rules");
            facts.citedRules().forEach(rules::add);
        }
        if (!facts.presented().isEmpty()) {
            ArrayNode presented = node.putArray("presented");
            facts.presented().forEach(presented::add);
        }
    }
}
