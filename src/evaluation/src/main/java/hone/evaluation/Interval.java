package hone.evaluation;

/** The true value is between these two with 95 % confidence. */
public record Interval(double low, double high) {
    Interval negated() {
        return new Interval(-high, -low);
    }
}
