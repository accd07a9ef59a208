package hone.quality;

import hone.evaluation.Interval;
import java.util.Locale;

/**
 * An estimate and its interval as the template draws them, in per cent from the start of the axis. What lies before its start is drawn
 * there; the numbers beside it say where it is.
 *
 * @param reference chance, or what no bias would be
 */
record IntervalBar(String low, String point, String high, String reference) {
    /** Agreement below that is rare, and no worse for being further below. */
    private static final double AGREEMENT_FROM = -0.5;

    /** From a half less than chance to full agreement. */
    static IntervalBar ofAgreement(double estimate, Interval interval) {
        return of(AGREEMENT_FROM, estimate, interval, 0);
    }

    static IntervalBar ofShare(double share, Interval interval, double reference) {
        return of(0, share, interval, reference);
    }

    private static IntervalBar of(double from, double estimate, Interval interval, double reference) {
        return new IntervalBar(
                percent(from, interval.low()),
                percent(from, estimate),
                percent(from, interval.high()),
                percent(from, reference));
    }

    private static String percent(double from, double value) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * Math.clamp((value - from) / (1 - from), 0, 1));
    }
}
