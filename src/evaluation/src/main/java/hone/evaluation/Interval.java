package hone.evaluation;

/** Between these two the true value lies with 95 % confidence. */
public record Interval(double low, double high) {
    Interval negated() {
        return new Interval(-high, -low);
    }
}
