package hone.bench.figures;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import hone.evaluation.WinRate;
import java.util.Optional;

/**
 * One measured number, or why it could not be taken.
 *
 * @param n samples or windows
 * @param min over windows, with max
 * @param low of a 95 % interval, with high
 */
@JsonPropertyOrder({
    "bench",
    "case",
    "metric",
    "value",
    "unit",
    "n",
    "min",
    "max",
    "low",
    "high",
    "higher_is_better",
    "failed"
})
public record Figure(
        String bench,
        @JsonProperty("case") String caseName,
        String metric,
        Optional<Double> value,
        Optional<String> unit,
        Optional<Long> n,
        Optional<Double> min,
        Optional<Double> max,
        Optional<Double> low,
        Optional<Double> high,
        @JsonProperty("higher_is_better") Optional<Boolean> higherIsBetter,
        Optional<String> failed) {

    public static Figure of(String bench, String caseName, String metric, double value, String unit) {
        return new Figure(
                bench,
                caseName,
                metric,
                Optional.of(value),
                Optional.of(unit),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Figure of(String bench, String caseName, String metric, WinRate rate) {
        return of(bench, caseName, metric, rate.value(), "ratio")
                .samples(rate.prompts())
                .interval(rate.interval().low(), rate.interval().high());
    }

    public static Figure failed(String bench, String caseName, String metric, String why) {
        return new Figure(
                bench,
                caseName,
                metric,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(why));
    }

    public Figure samples(long count) {
        return new Figure(
                bench, caseName, metric, value, unit, Optional.of(count), min, max, low, high, higherIsBetter, failed);
    }

    /** Over so many windows: the smallest and the largest of their values. */
    public Figure windows(long count, double smallest, double largest) {
        return new Figure(
                bench,
                caseName,
                metric,
                value,
                unit,
                Optional.of(count),
                Optional.of(smallest),
                Optional.of(largest),
                low,
                high,
                higherIsBetter,
                failed);
    }

    public Figure interval(double from, double to) {
        return new Figure(
                bench,
                caseName,
                metric,
                value,
                unit,
                n,
                min,
                max,
                Optional.of(from),
                Optional.of(to),
                higherIsBetter,
                failed);
    }
}
