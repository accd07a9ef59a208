package hone.run;

import hone.evaluation.ScoreChange;
import hone.evaluation.ScoreChange.Scores;
import java.util.Optional;

/** What PPO changed in the reward model's scores: for the page of its run and for its round, so that both say the same. */
public final class ScoreChanges {
    private static final String SCORES = "objective/scores";
    private static final String DEVIATION = "objective/scores_deviation";

    private ScoreChanges() {}

    /** @return empty before a second step is reported */
    public static Optional<ScoreChange> of(Measured trained) {
        Measured.Number first = trained.first().get(SCORES);
        Measured.Number last = trained.last().get(SCORES);
        if (first == null || last == null || first.step() == last.step()) {
            return Optional.empty();
        }
        return Optional.of(ScoreChange.of(
                new Scores(first.value(), trained.firstOf(DEVIATION), first.n().orElse(0L)),
                new Scores(last.value(), trained.lastOf(DEVIATION), last.n().orElse(0L))));
    }
}
