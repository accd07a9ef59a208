package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.evaluation.ranking.BradleyTerry;
import hone.evaluation.ranking.Elo;
import hone.evaluation.ranking.PairCounts;
import java.util.stream.StreamSupport;

/** Checks of strengths from comparisons. */
final class RankingChecks {
    private RankingChecks() {}

    static void bradleyTerry(Golden.Check check, LargestError error) {
        Names items = new Names();
        PairCounts counts = check.inputs().has("counts")
                ? counted(check.inputs().path("counts"), items)
                : voted(check.inputs().path("comparisons"), items);
        AgreementChecks.compare(
                check,
                error,
                BradleyTerry.of(counts, items::name),
                found -> byName(found.logStrength(), items, check.expected().path("log_strength"), error));
    }

    static void elo(Golden.Check check, LargestError error) {
        Names items = new Names();
        Rows matches = Rows.of(check.inputs().path("matches"), items);
        Elo elo = new Elo(
                check.inputs().path("k").asDouble(),
                check.inputs().path("scale").asDouble(),
                check.inputs().path("initial").asDouble());
        double[] found = elo.ratings(items.size(), matches.a, matches.b, column(matches.rows, 2));
        byName(found, items, check.expected().path("ratings"), error);
    }

    private static PairCounts voted(JsonNode comparisons, Names items) {
        Rows rows = Rows.of(comparisons, items);
        return PairCounts.ofVotes(items.size(), rows.a, rows.b, column(comparisons, 2));
    }

    private static PairCounts counted(JsonNode counts, Names items) {
        Rows rows = Rows.of(counts, items);
        return PairCounts.ofWins(items.size(), rows.a, rows.b, column(counts, 2), column(counts, 3));
    }

    private record Rows(JsonNode rows, int[] a, int[] b) {
        static Rows of(JsonNode rows, Names items) {
            int[] a = new int[rows.size()];
            int[] b = new int[rows.size()];
            for (int row = 0; row < a.length; row++) {
                a[row] = items.number(rows.path(row).path(0));
                b[row] = items.number(rows.path(row).path(1));
            }
            return new Rows(rows, a, b);
        }
    }

    private static double[] column(JsonNode rows, int column) {
        return StreamSupport.stream(rows.spliterator(), false)
                .mapToDouble(row -> row.path(column).asDouble(Double.NaN))
                .toArray();
    }

    private static void byName(double[] found, Names items, JsonNode expected, LargestError error) {
        error.same(expected.isObject() && expected.size() == found.length);
        for (int i = 0; i < found.length; i++) {
            error.compare(found[i], expected.path(items.name(i)));
        }
    }
}
