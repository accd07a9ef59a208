package hone.overview;

import hone.dataset.FreshJudgments;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether a dataset can be frozen. What was accepted here lately is counted for a tile anyway; only where that is nothing, imported
 * judgments are looked at.
 *
 * @param fresh judgments that were given here
 * @param others imported ones, and documents; empty where the first suffice
 */
record Freezing(long fresh, Optional<FreshJudgments.Count> others) {
    static Freezing of(long fresh, FreshJudgments judgments, UUID project) {
        return new Freezing(fresh, fresh > 0 ? Optional.empty() : Optional.of(judgments.of(project)));
    }

    public boolean isPossible() {
        return fresh > 0 || others.filter(count -> !count.none()).isPresent();
    }

    /** Whether a round would learn something from it. */
    public boolean isOfJudgments() {
        return fresh > 0 || others.filter(count -> !count.noJudgment()).isPresent();
    }

    /** Documents that no dataset has yet. */
    public long documents() {
        return others.map(count -> count.documents().fresh()).orElse(0L);
    }

    /** Imported judgments that no dataset has yet. */
    public long imported() {
        return others.map(FreshJudgments.Count::fresh).orElse(0L);
    }
}
