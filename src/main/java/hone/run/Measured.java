package hone.run;

import hone.evaluation.Share;
import java.util.Map;
import java.util.Optional;

/** What a run's first and last report of a split told, by the trainer's own names. */
public record Measured(Map<String, Number> first, Map<String, Number> last) {
    static final Measured NOTHING = new Measured(Map.of(), Map.of());

    /** @param n the rows, pairs or answers that it is taken over; empty where that was not told */
    public record Number(long step, double value, Optional<Long> n) {}

    public Optional<Double> firstOf(String name) {
        return Optional.ofNullable(first.get(name)).map(Number::value);
    }

    public Optional<Double> lastOf(String name) {
        return Optional.ofNullable(last.get(name)).map(Number::value);
    }

    public Optional<Long> nOf(String name) {
        return Optional.ofNullable(last.get(name)).flatMap(Number::n);
    }

    /** How often something was right at last, with how sure that is; empty also where nobody counted of how many. */
    public Optional<Share> shareOf(String name) {
        return Optional.ofNullable(last.get(name))
                .flatMap(number -> number.n()
                        .filter(n -> n > 0 && number.value() >= 0 && number.value() <= 1)
                        .map(n -> new Share(number.value(), n)));
    }
}
