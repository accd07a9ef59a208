package hone.evaluation;

/** A 95 % confidence interval. */
public record Interval(double low, double high) {
    Interval negated() {
        return new Interval(-high, -low);
    }
}
