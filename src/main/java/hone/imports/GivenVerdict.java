package hone.imports;

import hone.format.Decision;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A decision of a file as a verdict of ours.
 *
 * @param margin how much better, as the source counts
 * @param asGiven scales as the source counts, where they are none of 1 to 7
 */
record GivenVerdict(Verdict verdict, OptionalDouble margin, Optional<Map<String, Double>> asGiven) {
    private static final int STEPS = 7;

    /** What KTO calls its label: whether a response is wanted. */
    static final String GOOD = "good";

    /** @param answers the ids of the responses, in their order */
    static GivenVerdict of(Decision decision, List<UUID> answers) {
        return switch (decision) {
            case Decision.Preferred d ->
                new GivenVerdict(
                        new Verdict.Preferred(answers.get(d.chosen()), answers.get(d.rejected()), degree(d)),
                        d.margin(),
                        Optional.empty());
            case Decision.Tied d -> plain(new Verdict.Tied(answers.get(d.first()), answers.get(d.second())));
            case Decision.BothBad d -> plain(new Verdict.BothBad(answers.get(d.first()), answers.get(d.second())));
            case Decision.Ranked d -> plain(ranking(d, answers));
            case Decision.Written d -> plain(new Verdict.Demonstration(d.text()));
            case Decision.Corrected d -> plain(new Verdict.Correction(answers.get(d.original()), d.text()));
            case Decision.Rated d -> rated(d, answers.get(d.response()));
            case Decision.Labelled d ->
                plain(new Verdict.Rating(
                        List.of(new Verdict.Rated(answers.get(d.response()), Map.of(), Map.of(GOOD, d.good())))));
        };
    }

    /** Responses of the same text are one answer, in the better of their places. */
    private static Verdict ranking(Decision.Ranked ranked, List<UUID> answers) {
        Set<UUID> seen = new HashSet<>();
        List<List<UUID>> places = ranked.places().stream()
                .map(place -> place.stream().map(answers::get).filter(seen::add).toList())
                .filter(place -> !place.isEmpty())
                .toList();
        return seen.size() < 2 ? new Verdict.NotRankable(List.copyOf(seen)) : new Verdict.Ranking(places);
    }

    private static GivenVerdict plain(Verdict verdict) {
        return new GivenVerdict(verdict, OptionalDouble.empty(), Optional.empty());
    }

    /**
     * The nearest to a margin of up to 1. Where the source says nothing, or counts in another way, nobody here knows how much better
     * it is: that is the smallest, as for the pair of a correction.
     */
    private static Degree degree(Decision.Preferred preferred) {
        double margin = preferred.margin().orElse(0);
        Degree nearest = Degree.SLIGHTLY;
        if (margin > 1) {
            return nearest;
        }
        for (Degree degree : Degree.values()) {
            if (Math.abs(degree.margin() - margin) < Math.abs(nearest.margin() - margin)) {
                nearest = degree;
            }
        }
        return nearest;
    }

    private static GivenVerdict rated(Decision.Rated rated, UUID answer) {
        boolean ours = rated.scales().values().stream()
                .allMatch(step -> step == Math.rint(step) && step >= 1 && step <= STEPS);
        Map<String, Integer> scales = new TreeMap<>();
        // From 0 as HelpSteer counts, or to 10: moved to the nearest step of 1 to 7; what was given is kept beside it.
        rated.scales().forEach((name, step) -> scales.put(name, (int) Math.clamp(Math.round(step), 1, STEPS)));
        return new GivenVerdict(
                new Verdict.Rating(List.of(new Verdict.Rated(answer, scales, rated.flags()))),
                OptionalDouble.empty(),
                ours ? Optional.empty() : Optional.of(new TreeMap<>(rated.scales())));
    }
}
