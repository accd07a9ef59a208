package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a file says about an answer beside its text: how a model was asked for it, in full, in part, or not at all. What is said must be possible. */
record AnswerFacts(
        Optional<String> id,
        Optional<Integer> rank,
        Optional<String> model,
        Optional<Long> seed,
        Optional<Double> temperature,
        Optional<Double> topP,
        Optional<Boolean> ended) {
    /** @param place which answer it is, as in “Answer 2” */
    static AnswerFacts of(JsonNode answer, String place) {
        return new AnswerFacts(
                name(answer, "id", place),
                rank(answer, place),
                name(answer, "model", place),
                seed(answer, place),
                number(answer, "temperature", place, 0, Limits.TEMPERATURE_MAX),
                number(answer, "top_p", place, Double.MIN_VALUE, 1),
                ended(answer, place));
    }

    Response onto(Response response, String place, RowFields row) {
        Optional<Response.Sampling> sampling = sampling();
        boolean inPart = Stream.of(seed, temperature, topP, ended).anyMatch(Optional::isPresent);
        if (sampling.isEmpty() && inPart) {
            row.remark(place + " says only in part how it was sampled, which is not kept: it takes at least “seed”"
                    + " and “temperature”.");
        }
        OptionalInt place0 = rank.map(OptionalInt::of).orElse(OptionalInt.empty());
        return new Response(response.text(), id, model, sampling, place0);
    }

    /** Seed and temperature are what it takes to ask again. */
    private Optional<Response.Sampling> sampling() {
        return seed.isPresent() && temperature.isPresent()
                ? Optional.of(
                        new Response.Sampling(seed.get(), temperature.get(), topP.orElse(1.0), ended.orElse(true)))
                : Optional.empty();
    }

    private static Optional<String> name(JsonNode answer, String name, String place) {
        return said(answer, name).map(value -> {
            require(
                    (value.isTextual() || (name.equals("id") && value.isIntegralNumber()))
                            && value.asText().length() <= Limits.NAME_CHARACTERS_MAX
                            && Texts.isStorable(value.asText()),
                    name,
                    place,
                    "is no name of at most " + Limits.NAME_CHARACTERS_MAX + " characters");
            return value.asText();
        });
    }

    private static Optional<Integer> rank(JsonNode answer, String place) {
        return said(answer, "rank").map(rank -> {
            require(
                    rank.isIntegralNumber() && rank.canConvertToInt() && rank.intValue() >= 0,
                    "rank",
                    place,
                    "is no whole number from 0");
            return rank.intValue();
        });
    }

    private static Optional<Long> seed(JsonNode answer, String place) {
        return said(answer, "seed").map(seed -> {
            require(seed.isIntegralNumber() && seed.canConvertToLong(), "seed", place, "is no whole number of 64 bits");
            return seed.longValue();
        });
    }

    private static Optional<Boolean> ended(JsonNode answer, String place) {
        return said(answer, "ended").map(ended -> {
            require(ended.isBoolean(), "ended", place, "is neither true nor false");
            return ended.booleanValue();
        });
    }

    private static Optional<Double> number(JsonNode answer, String name, String place, double min, double max) {
        return said(answer, name).map(value -> {
            double number = value.isNumber() ? value.doubleValue() : Double.NaN;
            String bounds = min > 0 ? "above 0 and at most %.0f" : "from 0 to %.0f";
            require(number >= min && number <= max, name, place, "is no number " + bounds.formatted(max));
            return number;
        });
    }

    private static Optional<JsonNode> said(JsonNode answer, String name) {
        return Optional.of(answer.path(name)).filter(value -> !value.isMissingNode() && !value.isNull());
    }

    private static void require(boolean possible, String name, String place, String fault) {
        if (!possible) {
            throw new RefusedRow("The field “" + name + "” of an answer can’t be so.", place + ": it " + fault + ".");
        }
    }
}
