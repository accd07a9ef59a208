package hone.evaluation;

import java.util.Optional;

/** What may be said of a change that was measured. */
public enum Verdict {
    BETTER,
    WORSE,
    /** The interval holds 0. */
    UNCLEAR,
    /** Measured on fewer than {@link #ENOUGH}. */
    TOO_FEW,
    /** Nobody told what its interval could be made of. */
    UNSURE;

    /** Fewer rows, pairs or answers say nothing, however clear they look. */
    public static final int ENOUGH = 30;

    /**
     * @param n how many it was measured on; 0 where that was not told
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
