package hone.bench.figures;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import hone.evaluation.WinRate;
import java.util.Optional;

/**
 * One measured number, or why it could not be measured.
 *
 * @param n samples or windows
 */
@JsonPropertyOrder({"bench", "case", "metric", "value", "unit", "n", "min", "max", "low", "high", "failed"})
public record Figure(
        String bench,
        @JsonProperty("case") String caseName,
        String metric,
        Optional<Double> value,
        Optional<String> unit,
        Optional<Long> n,
        @JsonUnwrapped Windows windows,
        @JsonUnwrapped Interval interval,
        Optional<String> failed) {

    /** The smallest and the largest value over windows. */
    public record Windows(Optional<Double> min, Optional<Double> max) {
        static final Windows NONE = new Windows(Optional.empty(), Optional.empty());
    }

    /** A 95 % confidence interval. */
    public record Interval(Optional<Double> low, Optional<Double> high) {
        static final Interval NONE = new Interval(Optional.empty(), Optional.empty());
    }

    public static Figure of(String bench, String caseName, String metric, double value, String unit) {
        return new Figure(
                bench,
                caseName,
                metric,
                Optional.of(value),
                Optional.of(unit),
                Optional.empty(),
                Windows.NONE,
                Interval.NONE,
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
                Windows.NONE,
                Interval.NONE,
                Optional.of(why));
    }

    public Figure samples(long count) {
        return new Figure(bench, caseName, metric, value, unit, Optional.of(count), windows, interval, failed);
    }

    /** Measured over this many windows: the smallest and the largest of their values. */
    public Figure windows(long count, double smallest, double largest) {
        Windows seen = new Windows(Optional.of(smallest), Optional.of(largest));
        return new Figure(bench, caseName, metric, value, unit, Optional.of(count), seen, interval, failed);
    }

    public Figure interval(double from, double to) {
        Interval between = new Interval(Optional.of(from), Optional.of(to));
        return new Figure(bench, caseName, metric, value, unit, n, windows, between, failed);
    }
}
