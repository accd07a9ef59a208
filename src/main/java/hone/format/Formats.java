package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All formats that are read. */
public final class Formats {
    /** Of two that fit a file equally well the first is taken. */
    private static final List<Format> ALL = List.of(
            new HoneRecords(),
            new HonePrompts(),
            new TrlPreference(),
            new TrlKto(),
            new TrlPromptCompletion(),
            new TrlPrompts(),
            new ChatMessages(),
            new OpenAiPreference(),
            new HhRlhf(),
            new Alpaca(),
            new ShareGpt(),
            new ScoredResponses(),
            new HelpSteerPairs(),
            new UltraFeedback(),
            new OasstTrees(),
            new OasstMessages(),
            new ArenaBattles(),
            new LabelStudioTasks(),
            new LabelStudioRows(),
            new ArgillaRecords(),
            new PlainTexts());

    private Formats() {}

    public static List<Format> all() {
        return ALL;
    }

    public static Optional<Format> named(String name) {
        return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /**
     * A format and how well a sample fits it.
     *
     * @param rows of the sample that fit
     * @param match the best of them
     */
    public record Recognised(Format format, int rows, Match match) {}

    /**
     * The format of a file by its first rows: the one that most of them fit, and of those the one whose fields they are most clearly.
     * Empty when none of them fits any; then somebody has to say what the fields are ({@link MappedRows}).
     */
    public static Optional<Recognised> recognise(List<Row> sample) {
        List<ObjectNode> rows = sample.stream()
                .filter(Row.Named.class::isInstance)
                .map(row -> fields((Row.Named) row))
                .toList();
        return ALL.stream()
                .map(format -> new Fit(format, rows.stream().map(format::match).toList()))
                .filter(fit -> fit.rows() > 0)
                .max(Comparator.comparingInt(Fit::rows).thenComparingInt(Fit::strength))
                .map(fit -> new Recognised(fit.format, fit.rows(), fit.best()));
    }

    /** A table of texts as it would be if it knew lists and missing values. */
    private static ObjectNode fields(Row.Named row) {
        if (!row.textOnly()) {
            return row.fields();
        }
        ObjectNode fields = Json.NODES.objectNode();
        RowFields cells = new RowFields(row, ReadOptions.DEFAULT);
        row.fields().fieldNames().forEachRemaining(name -> {
            JsonNode value = cells.tree(name);
            // That there is such a column is a sign too.
            fields.set(name, value.isMissingNode() ? Json.NODES.nullNode() : value);
        });
        return fields;
    }

    private record Fit(Format format, List<Match> matches) {
        int rows() {
            return (int) matches.stream().filter(match -> match != Match.NONE).count();
        }

        int strength() {
            return matches.stream().mapToInt(Match::ordinal).sum();
        }

        Match best() {
            return matches.stream().max(Comparator.naturalOrder()).orElse(Match.NONE);
        }
    }
}
