package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.evaluation.Labels;
import hone.evaluation.ranking.Judgments;
import hone.evaluation.ranking.NoisyBradleyTerry;
import hone.evaluation.reliability.DawidSkene;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Checks of how reliable labelers are. */
final class ReliabilityChecks {
    private static final double PRIOR_MIN = 1e-6;

    private ReliabilityChecks() {}

    static void dawidSkene(Golden.Check check, LargestError error) {
        JsonNode rows = check.inputs().path("labels");
        Names workers = new Names();
        Names items = new Names();
        Names classes = new Names(check.inputs().path("classes"));
        int[] worker = column(rows, 0, workers);
        int[] item = column(rows, 1, items);
        int[] label = StreamSupport.stream(rows.spliterator(), false)
                .mapToInt(row -> classes.known(row.path(2)))
                .toArray();
        Labels labels = Labels.of(items.size(), workers.size(), classes.size(), item, worker, label);
        JsonNode expected = check.expected();
        AgreementChecks.compare(check, error, DawidSkene.of(labels, DawidSkene.Stop.CONVERGED), found -> {
            error.compare(found.priors(), expected.path("priors"));
            error.compare(found.logLikelihood(), expected.path("log_likelihood"));
            error.same(expected.path("posteriors").size() == items.size());
            for (int i = 0; i < items.size(); i++) {
                int of = i;
                error.compare(
                        IntStream.range(0, classes.size())
                                .mapToDouble(c -> found.posterior(of, c))
                                .toArray(),
                        expected.path("posteriors").path(items.name(i)));
                error.same(classes.name(found.label(i))
                        .equals(expected.path("labels").path(items.name(i)).asText()));
            }
            for (int w = 0; w < workers.size(); w++) {
                errors(found, w, expected.path("errors").path(workers.name(w)), error);
            }
        });
    }

    private static void errors(DawidSkene found, int worker, JsonNode expected, LargestError error) {
        for (int c = 0; c < found.classes(); c++) {
            int trueClass = c;
            if (found.priors()[c] > PRIOR_MIN) {
                error.compare(
                        IntStream.range(0, found.classes())
                                .mapToDouble(said -> found.error(worker, trueClass, said))
                                .toArray(),
                        expected.path(c));
            }
        }
    }

    static void noisyLikelihood(Golden.Check check, LargestError error) {
        Named named = Named.of(check.inputs().path("judgments"));
        NoisyBradleyTerry given = new NoisyBradleyTerry(
                values(named.items, check.inputs().path("score")),
                values(named.workers, check.inputs().path("skill")),
                values(named.workers, check.inputs().path("bias")));
        error.compare(given.logLikelihood(named.judgments), check.expected().path("log_likelihood"));
    }

    static void noisyBradleyTerry(Golden.Check check, LargestError error) {
        Named named = Named.of(check.inputs().path("judgments"));
        AgreementChecks.compare(check, error, NoisyBradleyTerry.of(named.judgments, named.items::name), found -> {
            List<String> order = IntStream.range(0, named.items.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -found.score()[i]))
                    .map(named.items::name)
                    .toList();
            error.same(order.equals(texts(check.expected().path("order"))));
            List<String> least = texts(check.expected().path("least_reliable"));
            Set<String> foundLeast = IntStream.range(0, named.workers.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(found::reliability))
                    .limit(least.size())
                    .map(named.workers::name)
                    .collect(Collectors.toSet());
            error.same(foundLeast.equals(new HashSet<>(least)));
        });
    }

    private record Named(Judgments judgments, Names workers, Names items) {
        static Named of(JsonNode rows) { // worker, left, right, said
            Names workers = new Names();
            Names items = new Names();
            int[] worker = column(rows, 0, workers);
            int[] left = column(rows, 1, items);
            int[] right = column(rows, 2, items);
            int[] said = column(rows, 3, items);
            boolean[] saidLeft = new boolean[said.length];
            for (int j = 0; j < said.length; j++) {
                if (said[j] != left[j] && said[j] != right[j]) {
                    throw new IllegalArgumentException("a judgment names an item that was not shown: " + rows.path(j));
                }
                saidLeft[j] = said[j] == left[j];
            }
            return new Named(
                    new Judgments(items.size(), workers.size(), worker, left, right, saidLeft), workers, items);
        }
    }

    private static int[] column(JsonNode rows, int column, Names names) {
        return StreamSupport.stream(rows.spliterator(), false)
                .mapToInt(row -> names.number(row.path(column)))
                .toArray();
    }

    private static double[] values(Names names, JsonNode byName) {
        return IntStream.range(0, names.size())
                .mapToDouble(i -> byName.path(names.name(i)).asDouble(Double.NaN))
                .toArray();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
