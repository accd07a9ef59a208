package hone.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import hone.contract.Message;
import hone.contract.Wire;
import hone.format.Decision;
import hone.format.Facts;
import hone.format.Item;
import hone.format.Origin;
import hone.format.Rater;
import hone.format.Response;
import hone.judgment.Counting;
import hone.judgment.Verdict;
import hone.web.Sql;
import hone.web.SqlSnapshot;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** What was decided elsewhere and came with a file: a judgment an item, in the order in which they came. */
final class ReadImported implements AutoCloseable {
    private static final int AT_A_TIME = 200;

    private final SqlSnapshot snapshot;
    private final Raters raters;
    private final SqlSnapshot.Cursor<Imported> found;

    ReadImported(SqlSnapshot snapshot, UUID project, Raters raters) {
        this.snapshot = snapshot;
        this.raters = raters;
        this.found = snapshot.cursor("""
                select i.id, i.prompt_id, i.kind, i.verdict, i.margin, i.as_given, i.rationale, i.rules, i.seconds, i.decided_at, i.weight,
                  r.name, r.nature, r.labeler_id
                from imported_judgment i left join imported_rater r on r.id = i.rater_id
                where i.project_id = ? and %s order by i.id""".formatted(Counting.IMPORTED_COUNTS), AT_A_TIME, Imported::of, project);
    }

    /** None at the end. */
    ReadTasks.Batch next() {
        List<Imported> judged = found.next(AT_A_TIME);
        List<Item.Conversation> items = List.of();
        while (!judged.isEmpty() && items.isEmpty()) {
            items = items(judged);
            judged = items.isEmpty() ? found.next(AT_A_TIME) : judged;
        }
        return new ReadTasks.Batch(items, items.size());
    }

    private List<Item.Conversation> items(List<Imported> judged) {
        Map<UUID, Prompt> prompts = new HashMap<>();
        snapshot.list(
                "select id, messages, source_id, source, license, language from prompt where id = any(?)",
                c -> prompts.put(c.id("id"), Prompt.of(c)),
                (Object) judged.stream().map(Imported::prompt).distinct().toArray(UUID[]::new));
        Map<UUID, Response> answers = new HashMap<>();
        snapshot.list("""
                select a.id, a.text, coalesce(m.name, a.model_name) as model
                from answer a left join model_version m on m.id = a.model_version_id where a.id = any(?)""", c -> answers.put(c.id("id"), response(c)), (Object)
                judged.stream().flatMap(one -> named(one.verdict())).distinct().toArray(UUID[]::new));
        List<Item.Conversation> items = new ArrayList<>();
        for (Imported one : judged) {
            Prompt prompt = prompts.get(one.prompt());
            if (prompt != null && named(one.verdict()).allMatch(answers::containsKey)) {
                items.add(item(one, prompt, answers));
            }
        }
        return items;
    }

    private Item.Conversation item(Imported one, Prompt prompt, Map<UUID, Response> answers) {
        List<UUID> shown = named(one.verdict()).distinct().toList();
        Map<String, JsonNode> metadata =
                Map.of("kind", TextNode.valueOf(one.kind()), "imported", TextNode.valueOf("true"));
        return new Item.Conversation(
                prompt.messages(),
                shown.stream().map(answers::get).toList(),
                DecisionsOfVerdict.of(one.verdict(), new Places(shown), one.facts(raters)).stream()
                        .map(decision -> one.asGiven(decision))
                        .toList(),
                prompt.origin(),
                metadata);
    }

    private static Response response(Sql.Cells c) throws SQLException {
        return new Response(
                c.text("text"),
                Optional.of(c.id("id").toString()),
                c.maybeText("model"),
                Optional.empty(),
                OptionalInt.empty());
    }

    /** The answers that a verdict is about. */
    private static Stream<UUID> named(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Preferred v -> Stream.of(v.chosen(), v.rejected());
            case Verdict.Tied v -> Stream.of(v.first(), v.second());
            case Verdict.BothBad v -> Stream.of(v.first(), v.second());
            case Verdict.Ranking v -> v.places().stream().flatMap(List::stream);
            case Verdict.NotRankable v -> v.answers().stream();
            case Verdict.Rating v -> v.answers().stream().map(Verdict.Rated::answer);
            case Verdict.Demonstration v -> Stream.empty();
            case Verdict.Correction v -> Stream.of(v.original());
        };
    }

    @Override
    public void close() {
        found.close();
    }

    private record Prompt(List<Message> messages, Origin origin) {
        static Prompt of(Sql.Cells c) throws SQLException {
            UUID id = c.id("id");
            return new Prompt(
                    ReadTasks.conversation(c.text("messages")),
                    new Origin(
                            Optional.of(c.maybeText("source_id").orElse(id.toString())),
                            c.maybeText("source"),
                            c.maybeText("license"),
                            c.maybeText("language")));
        }
    }

    /** A judgment as it is read. */
    private record Imported(
            UUID id,
            UUID prompt,
            String kind,
            Verdict verdict,
            Optional<Double> margin,
            Optional<Map<String, Double>> scales,
            Circumstances circumstances,
            Optional<ImportedRater> rater) {
        static Imported of(Sql.Cells c) throws SQLException {
            UUID id = c.id("id");
            Optional<String> name = c.maybeText("name");
            return new Imported(
                    id,
                    c.id("prompt_id"),
                    c.text("kind"),
                    DecisionsOfVerdict.verdict(id, c.text("verdict")),
                    c.maybeReal("margin"),
                    c.maybeText("as_given").map(Imported::scales),
                    new Circumstances(
                            c.real("weight"),
                            c.maybeText("rationale"),
                            c.texts("rules"),
                            c.maybeReal("seconds"),
                            c.maybeTime("decided_at")),
                    name.isPresent()
                            ? Optional.of(new ImportedRater(name.get(), c.text("nature"), c.maybeId("labeler_id")))
                            : Optional.empty());
        }

        Facts facts(Raters raters) {
            return new Facts(
                    Optional.of(id.toString()),
                    rater.map(one -> one.called(raters)),
                    OptionalDouble.of(circumstances.weight()),
                    circumstances.reason(),
                    circumstances.seconds().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                    circumstances.decidedAt(),
                    Optional.empty(),
                    circumstances.rules(),
                    List.of());
        }

        /** As the source counts, not by the nearest of Hone's degrees and steps. */
        Decision asGiven(Decision decision) {
            if (decision instanceof Decision.Preferred d) {
                return new Decision.Preferred(
                        d.chosen(),
                        d.rejected(),
                        margin.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                        d.facts());
            }
            if (decision instanceof Decision.Rated d) {
                return new Decision.Rated(d.response(), scales.orElse(d.scales()), d.flags(), d.facts());
            }
            return decision;
        }

        private static Map<String, Double> scales(String json) {
            Map<String, Double> scales = new TreeMap<>();
            Wire.read(json, JsonNode.class)
                    .properties()
                    .forEach(
                            scale -> scales.put(scale.getKey(), scale.getValue().asDouble()));
            return scales;
        }
    }

    private record Circumstances(
            double weight,
            Optional<String> reason,
            List<String> rules,
            Optional<Double> seconds,
            Optional<Instant> decidedAt) {}

    private record ImportedRater(String name, String nature, Optional<UUID> labeler) {
        Rater called(Raters raters) {
            return labeler.map(raters::of)
                    .orElseGet(() ->
                            raters.elsewhere(name, Rater.Nature.valueOf(nature.toUpperCase(java.util.Locale.ROOT))));
        }
    }
}
