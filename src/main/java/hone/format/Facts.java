package hone.format;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The circumstances of a decision, as far as they are known.
 *
 * @param id of the judgment or annotation; rows of one decision share it
 * @param weight in training, from 0 to 1
 * @param guideline the version of the instructions that whoever decided had before them
 * @param presented the indexes of the responses in the order in which they were shown; empty: not known
 */
public record Facts(
        Optional<String> id,
        Optional<Rater> rater,
        OptionalDouble weight,
        Optional<String> reason,
        OptionalDouble seconds,
        Optional<Instant> decidedAt,
        Optional<String> guideline,
        List<String> citedRules,
        List<Integer> presented) {
    /** Nothing is known. */
    public static final Facts NONE = new Facts(
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());

    public Facts {
        citedRules = List.copyOf(citedRules);
        presented = List.copyOf(presented);
    }

    public static Facts by(Rater rater) {
        return NONE.withRater(Optional.of(rater));
    }

    /** @param id a blank one is none: nothing could be found by it again */
    public Facts withId(Optional<String> id) {
        return new Facts(
                id.filter(word -> !word.isBlank()),
                rater,
                weight,
                reason,
                seconds,
                decidedAt,
                guideline,
                citedRules,
                presented);
    }

    public Facts withRater(Optional<Rater> rater) {
        return new Facts(id, rater, weight, reason, seconds, decidedAt, guideline, citedRules, presented);
    }

    public Facts withWeight(OptionalDouble weight) {
        return new Facts(id, rater, weight, reason, seconds, decidedAt, guideline, citedRules, presented);
    }

    public Facts withReason(Optional<String> reason) {
        return new Facts(id, rater, weight, reason, seconds, decidedAt, guideline, citedRules, presented);
    }

    public Facts withTime(OptionalDouble seconds, Optional<Instant> decidedAt) {
        return new Facts(id, rater, weight, reason, seconds, decidedAt, guideline, citedRules, presented);
    }

    public Facts withInstructions(Optional<String> guideline, List<String> citedRules) {
        return new Facts(id, rater, weight, reason, seconds, decidedAt, guideline, citedRules, presented);
    }

    public Facts withPresented(List<Integer> presented) {
        return new Facts(id, rater, weight, reason, seconds, decidedAt, guideline, citedRules, presented);
    }
}
