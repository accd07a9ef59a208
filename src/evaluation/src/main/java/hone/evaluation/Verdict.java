package hone.evaluation;

import java.util.Optional;

/** What may be said about a measured change. */
public enum Verdict {
    BETTER,
    WORSE,
    /** The interval contains 0. */
    UNCLEAR,
    /** Measured on fewer than {@link #ENOUGH}. */
    TOO_FEW,
    /** What its interval would be computed from was not reported. */
    UNSURE;

    /** With fewer rows, pairs or answers nothing can be concluded, however clear they look. */
    public static final int ENOUGH = 30;

    /**
     * @param n how many it was measured on; 0 if not reported
     * @param gain by how much it got better, below 0 where it got worse
     */
    static Verdict of(long n, Optional<Interval> gain) {
        if (n == 0) {
            return UNSURE;
        }
        if (n < ENOUGH) {
            return TOO_FEW;
        }
        if (gain.isEmpty()) {
            return UNSURE;
        }
        if (gain.get().low() > 0) {
            return BETTER;
        }
        return gain.get().high() < 0 ? WORSE : UNCLEAR;
    }
}
