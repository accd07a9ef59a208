package hone.iteration;

import hone.iteration.RoundPages.Frozen;
import hone.iteration.RoundPages.RunLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All that one round's page shows. */
record RoundShown(
        Round round,
        Optional<String> by,
        Optional<Frozen> frozen,
        List<RunLine> runs,
        Optional<String> currentModel,
        int promptsMax) {
    public String state() {
        return round.outcome == null ? "running" : round.outcome;
    }

    /** Where the round is, for the sentence on top. */
    public String phase() {
        if (round.outcome != null) {
            return round.outcome.equals("succeeded") && modelIsCurrent() ? "current" : round.outcome;
        }
        if (frozen.isEmpty()) {
            return "freeze";
        }
        if (tuning().isEmpty()) {
            return "tune";
        }
        if (!tuning().get().state().equals("succeeded")) {
            return "tuning";
        }
        return sampling().isEmpty() ? "sample" : "sampling";
    }

    public Optional<RunLine> tuning() {
        return runs.stream().filter(run -> run.kind().equals("sft")).findFirst();
    }

    public List<RunLine> sampling() {
        return runs.stream().filter(run -> run.kind().equals("generate")).toList();
    }

    public Optional<String> model() {
        return tuning().flatMap(RunLine::model);
    }

    public String modelName() {
        return model().orElse("");
    }

    public String datasetNumber() {
        return frozen.map(f -> Long.toString(f.number())).orElse("");
    }

    public boolean modelIsCurrent() {
        return model().isPresent() && model().equals(currentModel);
    }

    public Duration lateBy() {
        return round.dueAt == null ? Duration.ZERO : Duration.between(round.dueAt, round.startedAt);
    }
}
