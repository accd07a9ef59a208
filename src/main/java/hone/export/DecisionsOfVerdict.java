package hone.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import hone.contract.Wire;
import hone.format.Decision;
import hone.format.Facts;
import hone.judgment.Verdict;
import hone.web.CopiedCells;
import hone.web.SqlSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Collectors;

/** A judgment in the words of formats: what was decided of the responses, which are named by their index, and the circumstances. */
final class DecisionsOfVerdict {
    private static final ObjectReader VERDICT = Wire.mapper().readerFor(Verdict.class);

    private final SqlSnapshot snapshot;
    private final Raters raters;
    private final Map<UUID, String> guidelines = new HashMap<>();

    DecisionsOfVerdict(SqlSnapshot snapshot, Raters raters) {
        this.snapshot = snapshot;
        this.raters = raters;
    }

    /**
     * A judgment as it is read.
     *
     * @param shown the answers in the order in which they were shown
     */
    record Judged(
            UUID id,
            UUID labeler,
            Verdict verdict,
            Optional<String> reason,
            List<String> rules,
            long seconds,
            Instant at,
            Instant acceptedAt,
            UUID guideline,
            List<UUID> shown) {
        static final Comparator<Judged> IN_ORDER = Comparator.comparing(Judged::acceptedAt)
                .thenComparing(judged -> judged.id().toString());

        static Judged of(CopiedCells c) {
            UUID id = c.id();
            return new Judged(
                    id,
                    c.id(),
                    DecisionsOfVerdict.verdict(id, c.json()),
                    c.maybeText(),
                    c.texts(),
                    c.number(),
                    c.time(),
                    c.time(),
                    c.id(),
                    c.ids());
        }
    }

    static Verdict verdict(UUID judgment, String json) {
        try {
            return VERDICT.readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("judgment " + judgment + " can't be read", e);
        }
    }

    /**
     * @param places which response is which answer
     * @return one; of a rating, one a response
     */
    List<Decision> of(Judged judged, Places places) {
        return of(judged.verdict(), places, facts(judged, places.ofAll(judged.shown())));
    }

    private static Decision rated(Verdict.Rated rated, int response, Facts facts) {
        return rated.label()
                .<Decision>map(good -> new Decision.Labelled(response, good, facts))
                .orElseGet(() -> new Decision.Rated(response, scales(rated.scales()), rated.flags(), facts));
    }

    static List<Decision> of(Verdict verdict, Places places, Facts facts) {
        return switch (verdict) {
            case Verdict.Preferred v ->
                List.of(new Decision.Preferred(
                        places.of(v.chosen()),
                        places.of(v.rejected()),
                        Decision.Preferred.margin(v.degree().steps()),
                        facts));
            case Verdict.Tied v -> List.of(new Decision.Tied(places.of(v.first()), places.of(v.second()), facts));
            case Verdict.BothBad v -> List.of(new Decision.BothBad(places.of(v.first()), places.of(v.second()), facts));
            case Verdict.Ranking v -> List.of(ranked(v.places(), places, facts));
            case Verdict.NotRankable v -> List.of(ranked(List.of(v.answers()), places, facts));
            case Verdict.Rating v ->
                v.answers().stream()
                        .map(one -> rated(one, places.of(one.answer()), facts))
                        .toList();
            case Verdict.Demonstration v -> List.of(new Decision.Written(v.text(), facts));
            case Verdict.Correction v -> List.of(new Decision.Corrected(places.of(v.original()), v.text(), facts));
        };
    }

    private static Decision ranked(List<List<UUID>> ranking, Places places, Facts facts) {
        return new Decision.Ranked(ranking.stream().map(places::ofAll).toList(), facts);
    }

    private static Map<String, Double> scales(Map<String, Integer> steps) {
        return steps.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, scale -> (double) scale.getValue()));
    }

    private Facts facts(Judged judged, List<Integer> presented) {
        return new Facts(
                Optional.of(judged.id().toString()),
                Optional.of(raters.of(judged.labeler())),
                OptionalDouble.empty(),
                judged.reason(),
                OptionalDouble.of(judged.seconds()),
                Optional.of(judged.at()),
                Optional.of(guideline(judged.guideline())),
                judged.rules(),
                presented);
    }

    /** The version of the instructions: kind of work, then number. */
    private String guideline(UUID version) {
        return guidelines.computeIfAbsent(
                version,
                id -> snapshot.list("""
                                select g.kind, v.number from guideline_version v join guideline g on g.id = v.guideline_id
                                where v.id = ?""", c -> c.text("kind") + " " + c.number("number"), id)
                        .getFirst());
    }
}
