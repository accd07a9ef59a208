package hone.round;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a round does next, by what there is. A step that is done leaves a row; so after a death the next look goes on. */
final class RoundPlan {
    private RoundPlan() {}

    /** @param steps all of them, in order */
    record Facts(boolean frozen, List<StepFact> steps) {}

    /**
     * @param asked false when the project's settings left it out
     * @param leftOut why an asked step was not taken
     * @param runs once requested; Generate may need several
     */
    record StepFact(RoundStep step, boolean asked, Optional<String> leftOut, List<RunFact> runs) {
        boolean open() {
            return asked && leftOut.isEmpty();
        }
    }

    /** @param outcome empty while it goes on */
    record RunFact(int number, Optional<String> outcome, Optional<String> reason) {
        boolean endedBadly() {
            return outcome.filter(o -> !o.equals("succeeded")).isPresent();
        }
    }

    /** The next thing to do. */
    sealed interface Next {
        record Freeze() implements Next {}

        /** Ask the trainer for it, or note why it is left out. */
        record Take(RoundStep step) implements Next {}

        record Await() implements Next {}

        record Finish(String outcome, Optional<String> reason) implements Next {}
    }

    static Next next(Facts facts) {
        if (!facts.frozen()) {
            return new Next.Freeze();
        }
        for (StepFact step : facts.steps()) {
            if (!step.step().trains() && nothingTrained(facts)) {
                return nothingToTrain(facts);
            }
            if (step.open()) {
                if (step.runs().isEmpty()) {
                    return new Next.Take(step.step());
                }
                Optional<RunFact> bad =
                        step.runs().stream().filter(RunFact::endedBadly).findFirst();
                if (bad.isPresent()) {
                    return ended(step.step(), bad.get());
                }
                if (step.runs().stream().anyMatch(run -> run.outcome().isEmpty())) {
                    return new Next.Await();
                }
            }
        }
        return new Next.Finish("succeeded", Optional.empty());
    }

    /** Training was asked for, and each step had a reason against it. Where none was asked, sampling is the whole round. */
    private static boolean nothingTrained(Facts facts) {
        List<StepFact> asked = facts.steps().stream()
                .filter(step -> step.step().trains() && step.asked())
                .toList();
        return !asked.isEmpty() && asked.stream().noneMatch(StepFact::open);
    }

    private static Next nothingToTrain(Facts facts) {
        return new Next.Finish(
                "failed",
                Optional.of("Nothing could be trained; the dataset is kept. "
                        + facts.steps().stream()
                                .flatMap(step -> step.leftOut().stream())
                                .collect(Collectors.joining(" "))));
    }

    private static Next ended(RoundStep step, RunFact run) {
        String what = step.title() + ", run " + run.number() + ", ";
        return run.outcome().orElseThrow().equals("cancelled")
                ? new Next.Finish(
                        "cancelled",
                        Optional.of(what + "was ended, and the round with it: "
                                + run.reason().orElse("no reason was given.")))
                : new Next.Finish(
                        "failed", Optional.of(what + "failed: " + run.reason().orElse("no reason was given.")));
    }
}
