package hone.contract;

import java.util.Map;

/** What a rating may say of one answer. */
final class Ratings {
    private static final int STEPS = 7;

    private Ratings() {}

    static void check(Map<String, Integer> scales, Map<String, Boolean> flags) {
        Check.require(!scales.isEmpty() || !flags.isEmpty(), "scales", scales, "something is rated");
        Check.require(
                scales.values().stream().allMatch(step -> step >= 1 && step <= STEPS),
                "scales",
                scales,
                "a step is from 1 to " + STEPS);
    }
}
