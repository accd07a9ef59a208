package hone.evaluation;

import java.util.List;

/**
 * How long answers are. A policy that is rewarded for length makes its answers longer, so length is watched wherever a reward
 * rises.
 */
public final class Length {
    private Length() {}

    public static int words(String answer) {
        return answer.isBlank() ? 0 : answer.strip().split("\\s+").length;
    }

    /** The middle one, or the mean of the two in the middle. */
    public static double median(List<Integer> lengths) {
        if (lengths.isEmpty()) {
            throw new IllegalArgumentException("no answers, no length");
        }
        List<Integer> sorted = lengths.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2.0;
    }
}
