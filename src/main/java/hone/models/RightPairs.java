package hone.models;

import hone.evaluation.Share;
import hone.web.Wording;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * How often somebody agrees with people's choices in pairs of one degree: a line of the table on a reward model's page and on
 * its run's page.
 *
 * @param label by how much better people found the answer, overall, or where two people judged the same pair
 * @param sure with its interval; empty where the pairs were not counted
 */
public record RightPairs(String label, double share, Optional<Share> sure) {
    /** @param measured gives the line with a label, by the trainer's name for its number */
    public static List<RightPairs> ofDegrees(BiFunction<String, String, Optional<RightPairs>> measured) {
        return Stream.of(
                        measured.apply("All together", "accuracy"),
                        measured.apply("much better", "accuracy/much"),
                        measured.apply("better", "accuracy/better"),
                        measured.apply("slightly better", "accuracy/slightly"))
                .flatMap(Optional::stream)
                .toList();
    }

    public static List<RightPairs> ofPeople(BiFunction<String, String, Optional<RightPairs>> measured) {
        return Stream.of(
                        measured.apply("Two people agree", "people/agreement"),
                        measured.apply("The model agrees with them", "people/accuracy"))
                .flatMap(Optional::stream)
                .toList();
    }

    public String percent() {
        return Wording.brief(100 * share);
    }
}
