package hone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import hone.imports.ImportedPrompt.Sampled;
import java.util.List;
import java.util.Optional;

/** How a model was asked for an answer, as a file says it: in full, in part, or not at all. What is said must be possible. */
record ImportedSampling(
        Optional<String> model,
        Optional<Long> seed,
        Optional<Double> temperature,
        Optional<Double> topP,
        Optional<Boolean> ended) {
    /** @param place which answer it is, as in “Answer 2” */
    static ImportedSampling of(JsonNode answer, String place) {
        return new ImportedSampling(
                model(answer, place),
                seed(answer, place),
                number(answer, "temperature", place, 0, ImportLimits.TEMPERATURE_MAX),
                number(answer, "top_p", place, Double.MIN_VALUE, 1),
                ended(answer, place));
    }

    /** Seed and temperature are what it takes to ask again; without a name it is the base model of the import. */
    Optional<Sampled> complete() {
        return seed.isPresent() && temperature.isPresent()
                ? Optional.of(new Sampled(
                        model.orElse(""), seed.get(), temperature.get(), topP.orElse(1.0), ended.orElse(true)))
                : Optional.empty();
    }

    /** Something is said, but not enough to keep it. */
    boolean isIncomplete() {
        return complete().isEmpty()
                && List.of(model, seed, temperature, topP, ended).stream().anyMatch(Optional::isPresent);
    }

    private static Optional<String> model(JsonNode answer, String place) {
        return said(answer, "model").map(model -> {
            require(
                    model.isTextual()
                            && model.textValue().length() <= ImportLimits.NAME_CHARACTERS_MAX
                            && model.textValue().indexOf('\0') < 0,
                    "model",
                    place,
                    "is no name of at most " + ImportLimits.NAME_CHARACTERS_MAX + " characters");
            return model.textValue();
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
