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
 * A decision of a file as a verdict.
 *
 * @param margin how much better, on the source's scale
 * @param asGiven ratings on the source's scale, if that is not 1 to 7
 */
record GivenVerdict(Verdict verdict, OptionalDouble margin, Optional<Map<String, Double>> asGiven) {
    private static final int STEPS = 7;

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
                plain(new Verdict.Rating(List.of(Verdict.Rated.label(answers.get(d.response()), d.good()))));
        };
    }

    /** Responses with the same text are one answer, at the better of their ranks. */
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
     * The degree nearest to a margin of up to 1. If the source gives none, or uses another scale, nobody here knows how much
     * better it is: then it is the smallest, as for the pair of a correction.
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
        // A scale from 0, as HelpSteer's, or up to 10 is mapped to the nearest step of 1 to 7; the original value is
        // kept with
        // it.
        rated.scales().forEach((name, step) -> scales.put(name, (int) Math.clamp(Math.round(step), 1, STEPS)));
        return new GivenVerdict(
                new Verdict.Rating(List.of(new Verdict.Rated(answer, scales, rated.flags()))),
                OptionalDouble.empty(),
                ours ? Optional.empty() : Optional.of(new TreeMap<>(rated.scales())));
    }
}
