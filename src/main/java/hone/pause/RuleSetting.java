package hone.pause;

import hone.evaluation.Interval;
import hone.evaluation.Share;

/**
 * A rule that a project has switched on.
 *
 * @param percent the bound
 * @param least of how many judgments a share must be before the rule says anything
 */
public record RuleSetting(PauseRule rule, int percent, int least) {
    public static final int PERCENT_MAX = 99;
    public static final int LEAST_MIN = 10;

    /** Of a person's judgments in a project that a rule looks at, the newest. */
    public static final int NEWEST = 200;

    /**
     * Whether the whole 95 % interval of a share is beyond the bound: few judgments have a wide one, so they decide nothing by
     * themselves.
     */
    public boolean isBrokenBy(Share measured) {
        if (measured.of() < least) {
            return false;
        }
        Interval interval = measured.interval();
        return switch (rule.bound()) {
            case LOWEST -> interval.high() < percent / 100.0;
            case HIGHEST -> interval.low() > percent / 100.0;
        };
    }
}
