package hone.evaluation;

import java.util.Optional;

/**
 * By how much agreement differs between two sets of items that have none in common, such as those judged before and after an edit
 * of the guideline. The two are independent, so the variance of the difference is the sum of theirs, each read from the width of
 * its 95 % interval as if it were normal.
 *
 * @param items of the set that has fewer
 * @param change above 0 where agreement rose
 */
public record AgreementChange(long items, double difference, Interval change) {
    /** How well one set agrees. */
    public record Agreed(long items, double value, Interval interval) {
        private double width() {
            return (interval.high() - interval.low()) / 2;
        }
    }

    public static AgreementChange of(Agreed before, Agreed after) {
        double difference = after.value() - before.value();
        double width = Math.hypot(before.width(), after.width());
        return new AgreementChange(
                Math.min(before.items(), after.items()),
                difference,
                new Interval(difference - width, difference + width));
    }

    public Verdict verdict() {
        return Verdict.of(items, Optional.of(change));
    }
}
