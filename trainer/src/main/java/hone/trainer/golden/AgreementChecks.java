package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.evaluation.Labels;
import hone.evaluation.Measure;
import hone.evaluation.agreement.CohenKappa;
import hone.evaluation.agreement.FleissKappa;
import hone.evaluation.agreement.KendallTau;
import hone.evaluation.agreement.KendallW;
import hone.evaluation.agreement.KrippendorffAlpha;
import hone.evaluation.agreement.RawAgreement;
import hone.evaluation.agreement.Scale;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Checks of how far labelers agree. */
final class AgreementChecks {
    private static final String UNDEFINED = "undefined";

    private AgreementChecks() {}

    static void alpha(Golden.Check check, LargestError error) {
        JsonNode ratings = check.inputs().path("ratings");
        Names classes = Names.ofRatings(ratings);
        String metric = check.inputs().path("metric").asText();
        Scale scale = switch (metric) {
            case "nominal" -> new Scale.Nominal();
            case "ordinal" -> new Scale.Ordinal();
            case "interval" -> new Scale.Numeric(classes.values());
            default -> throw new IllegalArgumentException("there is no metric '" + metric + "'");
        };
        number(check, error, KrippendorffAlpha.of(labels(ratings, classes), scale), "alpha");
    }

    static void cohen(Golden.Check check, LargestError error) {
        Names categories = new Names(check.inputs().path("categories"));
        CohenKappa.Weights weights = CohenKappa.Weights.valueOf(
                check.inputs().path("weights").asText("none").toUpperCase(Locale.ROOT));
        int[] a = classes(check.inputs().path("a"), categories);
        int[] b = classes(check.inputs().path("b"), categories);
        number(check, error, CohenKappa.of(a, b, categories.size(), weights), "kappa");
    }

    static void fleiss(Golden.Check check, LargestError error) {
        int[][] counts = StreamSupport.stream(check.inputs().path("counts").spliterator(), false)
                .map(item -> IntStream.range(0, item.size())
                        .map(c -> item.path(c).asInt())
                        .toArray())
                .toArray(int[][]::new);
        number(check, error, FleissKappa.of(counts), "kappa");
    }

    static void tau(Golden.Check check, LargestError error) {
        double[] x = numbers(check.inputs().path("x"));
        double[] y = numbers(check.inputs().path("y"));
        number(check, error, KendallTau.of(x, y), "tau");
    }

    static void concordance(Golden.Check check, LargestError error) {
        double[][] ratings = StreamSupport.stream(check.inputs().path("ratings").spliterator(), false)
                .map(AgreementChecks::numbers)
                .toArray(double[][]::new);
        number(check, error, KendallW.of(ratings), "w");
    }

    static void raw(Golden.Check check, LargestError error) {
        JsonNode ratings = check.inputs().path("ratings");
        compare(check, error, RawAgreement.of(labels(ratings, Names.ofRatings(ratings))), found -> {
            error.compare(found.pairAgreement(), check.expected().path("pair_agreement"));
            error.compare(found.itemMeanAgreement(), check.expected().path("item_mean_agreement"));
            error.compare(found.unanimousShare(), check.expected().path("unanimous_share"));
        });
    }

    /** Undefined if and only if that is expected. */
    static <T> void compare(Golden.Check check, LargestError error, Measure<T> found, Consumer<T> comparison) {
        boolean defined = !check.expected().asText().equals(UNDEFINED);
        switch (found) {
            case Measure.Value<T>(T value) -> {
                error.same(defined);
                if (defined) {
                    comparison.accept(value);
                }
            }
            case Measure.Undefined<T> undefined -> error.same(!defined);
        }
    }

    private static void number(Golden.Check check, LargestError error, Measure<Double> found, String name) {
        compare(
                check,
                error,
                found,
                value -> error.compare(value, check.expected().path(name)));
    }

    private static Labels labels(JsonNode ratings, Names classes) { // raters × items
        int items = StreamSupport.stream(ratings.spliterator(), false)
                .mapToInt(JsonNode::size)
                .max()
                .orElse(0);
        IntStream.Builder item = IntStream.builder();
        IntStream.Builder worker = IntStream.builder();
        IntStream.Builder label = IntStream.builder();
        for (int rater = 0; rater < ratings.size(); rater++) {
            for (int i = 0; i < ratings.path(rater).size(); i++) {
                JsonNode rating = ratings.path(rater).path(i);
                if (!rating.isNull()) {
                    item.add(i);
                    worker.add(rater);
                    label.add(classes.known(rating));
                }
            }
        }
        return Labels.of(
                items,
                ratings.size(),
                classes.size(),
                item.build().toArray(),
                worker.build().toArray(),
                label.build().toArray());
    }

    private static int[] classes(JsonNode ratings, Names categories) {
        return StreamSupport.stream(ratings.spliterator(), false)
                .mapToInt(rating -> rating.isNull() ? -1 : categories.known(rating))
                .toArray();
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(number -> number.isNumber() ? number.asDouble() : Double.NaN)
                .toArray();
    }
}
