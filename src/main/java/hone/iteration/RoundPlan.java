package hone.iteration;

import java.util.List;
import java.util.Optional;

/** What a round does next, by what there is. A step that is done leaves a row; so after a death the next look goes on. */
final class RoundPlan {
    private RoundPlan() {}

    /**
     * @param demonstrations rows of the frozen dataset that fine-tuning can learn from; empty while nothing is frozen
     * @param tuning the SFT run, once requested
     * @param sampling the Generate runs, once requested
     */
    record Facts(Optional<Long> demonstrations, Optional<RunFact> tuning, List<RunFact> sampling) {}

    /** @param outcome empty while it goes on */
    record RunFact(int number, String name, Optional<String> outcome, Optional<String> reason) {}

    /** The next thing to do. */
    sealed interface Next {
        record Freeze() implements Next {}

        record Tune() implements Next {}

        record Sample() implements Next {}

        record Await() implements Next {}

        record Finish(String outcome, Optional<String> reason) implements Next {}
    }

    static Next next(Facts facts) {
        if (facts.demonstrations().isEmpty()) {
            return new Next.Freeze();
        }
        if (facts.tuning().isEmpty()) {
            return facts.demonstrations().get() == 0
                    ? new Next.Finish(
                            "failed",
                            Optional.of(
                                    "The dataset has no written answers (demonstrations or corrections), so SFT has nothing "
                                            + "to learn from. The dataset is kept; have some written, then start a round."))
                    : new Next.Tune();
        }
        RunFact tuning = facts.tuning().get();
        if (tuning.outcome().isEmpty()) {
            return new Next.Await();
        }
        if (!tuning.outcome().get().equals("succeeded")) {
            return ended(tuning);
        }
        if (facts.sampling().isEmpty()) {
            return new Next.Sample();
        }
        Optional<RunFact> ended = facts.sampling().stream()
                .filter(run -> run.outcome().filter(o -> !o.equals("succeeded")).isPresent())
                .findFirst();
        if (ended.isPresent()) {
            return ended(ended.get());
        }
        return facts.sampling().stream().allMatch(run -> run.outcome().isPresent())
                ? new Next.Finish("succeeded", Optional.empty())
                : new Next.Await();
    }

    private static Next ended(RunFact run) {
        String what = run.name() + ", run " + run.number() + ", ";
        return run.outcome().orElseThrow().equals("cancelled")
                ? new Next.Finish("cancelled", Optional.of(what + "was cancelled, and the round with it."))
                : new Next.Finish(
                        "failed", Optional.of(what + "failed: " + run.reason().orElse("no reason was given.")));
    }
}
