package hone.round;

import hone.run.Outcome;
import hone.run.Stage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides what a round does next from what exists. A finished stage leaves a row, so after a crash the next tick continues from
 * there.
 */
final class RoundPlan {
    private RoundPlan() {}

    /** @param stages all of them, in order */
    record Facts(boolean frozen, List<StageFact> stages) {}

    /**
     * @param enabled false when the project's settings exclude it
     * @param leftOut why an enabled stage was not taken
     * @param runs once requested; Generate may need several
     */
    record StageFact(Stage stage, boolean enabled, Optional<String> leftOut, List<RunFact> runs) {
        boolean open() {
            return enabled && leftOut.isEmpty();
        }
    }

    /** @param outcome empty while it runs */
    record RunFact(int number, Optional<Outcome> outcome, Optional<String> reason) {
        boolean endedBadly() {
            return outcome.filter(o -> o != Outcome.SUCCEEDED).isPresent();
        }
    }

    /** The next thing to do. */
    sealed interface Next {
        record Freeze() implements Next {}

        /** Request it from the trainer, or note why it is left out. */
        record Take(Stage stage) implements Next {}

        record Await() implements Next {}

        record Finish(Outcome outcome, Optional<String> reason) implements Next {}
    }

    static Next next(Facts facts) {
        if (!facts.frozen()) {
            return new Next.Freeze();
        }
        for (StageFact stage : facts.stages()) {
            if (!stage.stage().trains() && nothingTrained(facts)) {
                return nothingToTrain(facts);
            }
            if (stage.open()) {
                if (stage.runs().isEmpty()) {
                    return new Next.Take(stage.stage());
                }
                Optional<RunFact> bad =
                        stage.runs().stream().filter(RunFact::endedBadly).findFirst();
                if (bad.isPresent()) {
                    return ended(stage.stage(), bad.get());
                }
                if (stage.runs().stream().anyMatch(run -> run.outcome().isEmpty())) {
                    return new Next.Await();
                }
            }
        }
        return new Next.Finish(Outcome.SUCCEEDED, Optional.empty());
    }

    /** Training was enabled, but every stage had a reason against it. If no stage trains, sampling is the whole round. */
    private static boolean nothingTrained(Facts facts) {
        List<StageFact> enabled = facts.stages().stream()
                .filter(stage -> stage.stage().trains() && stage.enabled())
                .toList();
        return !enabled.isEmpty() && enabled.stream().noneMatch(StageFact::open);
    }

    private static Next nothingToTrain(Facts facts) {
        return new Next.Finish(
                Outcome.FAILED,
                Optional.of("Nothing could be trained; the dataset is kept. "
                        + facts.stages().stream()
                                .flatMap(stage -> stage.leftOut().stream())
                                .collect(Collectors.joining(" "))));
    }

    private static Next ended(Stage stage, RunFact run) {
        String what = stage.title() + ", run " + run.number() + ", ";
        return run.outcome().orElseThrow() == Outcome.CANCELLED
                ? new Next.Finish(
                        Outcome.CANCELLED,
                        Optional.of(what + "was ended, and the round with it: "
                                + run.reason().orElse("no reason was given.")))
                : new Next.Finish(
                        Outcome.FAILED,
                        Optional.of(what + "failed: " + run.reason().orElse("no reason was given.")));
    }
}
