package hone.round;

import hone.evaluation.HeldOutChange;
import hone.evaluation.ScoreChange;
import hone.evaluation.Share;
import hone.run.HeldOutChanges;
import hone.run.Measured;
import hone.run.Measurement;
import hone.run.Measurements;
import hone.run.ScoreChanges;
import hone.run.Stage;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * The main numbers of a run in a round, each empty where it was not measured.
 *
 * @param loss what SFT, KTO or best of n changed on held-out rows
 * @param right how often a reward model is right on held-out pairs
 * @param agree how often two people agree, in per cent
 * @param score what PPO changed in the reward model's scores
 * @param kl how far PPO moved from where it started
 */
record RunFigures(
        Optional<HeldOutChange> loss,
        Optional<Share> right,
        Optional<String> agree,
        Optional<ScoreChange> score,
        Optional<Double> kl) {
    static final RunFigures NONE =
            new RunFigures(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    boolean any() {
        return loss.isPresent() || right.isPresent() || score.isPresent();
    }

    /** Reads them from the database. */
    @ApplicationScoped
    static class Query {
        private final HeldOutChanges changes;
        private final Measurements measurements;

        Query(HeldOutChanges changes, Measurements measurements) {
            this.changes = changes;
            this.measurements = measurements;
        }

        RunFigures of(UUID run, Stage stage) {
            return switch (stage) {
                case SFT, KTO, BEST_OF_N ->
                    new RunFigures(
                            changes.of(run), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
                case DPO, REWARD -> ofReward(measurements.ends(run, Measurement.HELD_OUT));
                case PPO, GRPO -> ofPpo(measurements.ends(run, Measurement.TRAIN));
                case GENERATE, SCORE -> NONE;
            };
        }

        private static RunFigures ofReward(Measured held) {
            return new RunFigures(
                    Optional.empty(),
                    held.shareOf("accuracy"),
                    held.lastOf("people/agreement").map(share -> Wording.brief(100 * share)),
                    Optional.empty(),
                    Optional.empty());
        }

        private static RunFigures ofPpo(Measured trained) {
            return new RunFigures(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    ScoreChanges.of(trained),
                    trained.lastOf("objective/kl"));
        }
    }
}
