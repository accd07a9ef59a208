package hone.run;

import hone.evaluation.Share;
import java.util.Map;
import java.util.Optional;

/** The first and the last report of a run on a split, by the trainer's names. */
public record Measured(Map<String, Number> first, Map<String, Number> last) {
    static final Measured NOTHING = new Measured(Map.of(), Map.of());

    /** @param n the number of rows, pairs or answers it was measured on; empty if not reported */
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

    /** The last value of a share, with its confidence interval; also empty if its sample size was not reported. */
    public Optional<Share> shareOf(String name) {
        return Optional.ofNullable(last.get(name))
                .flatMap(number -> number.n()
                        .filter(n -> n > 0 && number.value() >= 0 && number.value() <= 1)
                        .map(n -> new Share(number.value(), n)));
    }
}
