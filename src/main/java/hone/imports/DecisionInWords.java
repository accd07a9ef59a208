package hone.imports;

import hone.format.Decision;
import hone.format.Rater;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A decision of a file in words, for a page; answers are numbered from 1. */
final class DecisionInWords {
    private DecisionInWords() {}

    static String of(Decision decision) {
        return what(decision)
                + decision.facts().rater().map(DecisionInWords::by).orElse("");
    }

    private static String by(Rater rater) {
        return ", by “" + rater.name() + "”"
                + switch (rater.nature()) {
                    case PERSON -> "";
                    case MODEL -> " (a model)";
                    case SIMULATED -> " (simulated)";
                };
    }

    private static String what(Decision decision) {
        return switch (decision) {
            case Decision.Preferred d ->
                "Answer " + (d.chosen() + 1) + " is better than answer " + (d.rejected() + 1)
                        + (d.margin().isPresent()
                                ? " by "
                                        + String.format(
                                                Locale.ROOT, "%.2f", d.margin().getAsDouble())
                                : "");
            case Decision.Tied d -> "Answers " + (d.first() + 1) + " and " + (d.second() + 1) + " are equally good";
            case Decision.BothBad d -> "Answers " + (d.first() + 1) + " and " + (d.second() + 1) + " are both bad";
            case Decision.Ranked d ->
                "Ranked, best first: "
                        + d.places().stream().map(DecisionInWords::place).collect(Collectors.joining(", then "));
            case Decision.Written d -> "Somebody wrote the answer: “" + cut(d.text()) + "”";
            case Decision.Corrected d -> "Answer " + (d.original() + 1) + " was corrected to “" + cut(d.text()) + "”";
            case Decision.Rated d ->
                "Answer " + (d.response() + 1) + " is rated: "
                        + d.scales().entrySet().stream()
                                .map(scale -> scale.getKey() + " " + number(scale.getValue()))
                                .collect(Collectors.joining(", "))
                        + d.flags().entrySet().stream()
                                .map(flag -> " " + flag.getKey() + (flag.getValue() ? " yes" : " no"))
                                .collect(Collectors.joining(","));
            case Decision.Labelled d -> "Answer " + (d.response() + 1) + " is " + (d.good() ? "good" : "bad");
        };
    }

    private static String place(List<Integer> tied) {
        return tied.stream().map(answer -> "answer " + (answer + 1)).collect(Collectors.joining(" = "));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String cut(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "…";
    }
}
