package hone.models;

import hone.evaluation.Share;
import hone.web.Wording;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * How often somebody agrees with whom people chose in pairs of one degree: a line of the table on a reward model's page and on
 * that of its run.
 *
 * @param degree by how much better people found the answer, {@code all} together, or {@code people} and {@code model} where two
 *     people judged the same pair
 * @param sure with its interval; empty where nobody counted the pairs
 */
public record RightPairs(String degree, double share, Optional<Share> sure) {
    /** @param measured the line of a degree by the trainer's name of its number */
    public static List<RightPairs> ofDegrees(BiFunction<String, String, Optional<RightPairs>> measured) {
        return Stream.of("all", "much", "better", "slightly")
                .flatMap(degree ->
                        measured.apply(degree, degree.equals("all") ? "accuracy" : "accuracy/" + degree).stream())
                .toList();
    }

    public static List<RightPairs> ofPeople(BiFunction<String, String, Optional<RightPairs>> measured) {
        return Stream.concat(
                        measured.apply("people", "people/agreement").stream(),
                        measured.apply("model", "people/accuracy").stream())
                .toList();
    }

    public String percent() {
        return Wording.brief(100 * share);
    }
}
