package hone.review;

import hone.judgment.Verdict;
import java.util.List;

/** Whether people who judged the same agree enough that nobody else has to be asked. */
final class Majority {
    private Majority() {}

    /**
     * Whether more than half of the judgments say about the same as one of them, by {@link Spread}. Two that disagree have no majority,
     * two of three that agree have one. Where judgments can't be compared nobody could settle it, so it is reached.
     */
    static boolean isReached(List<Verdict> verdicts) {
        return verdicts.stream().anyMatch(one -> 2 * alike(one, verdicts) > verdicts.size());
    }

    private static long alike(Verdict one, List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(other -> !Spread.isDisagreement(Spread.of(List.of(one, other))))
                .count();
    }
}
