package hone.iteration;

import hone.iteration.RoundPages.Frozen;
import hone.iteration.RoundPages.RunLine;
import hone.kind.WorkKind;
import hone.run.HeldOutChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All that one round's page shows. */
record RoundShown(
        Round round,
        Optional<String> by,
        Optional<Frozen> frozen,
        List<RoundPages.Judged> judged,
        List<RoundSteps.Row> asked,
        List<RunLine> runs,
        Optional<HeldOutChange> change,
        RoundPages.NewTasks tasks,
        Optional<String> currentModel,
        Optional<RoundPages.MadeCurrent> madeCurrent,
        int promptsMax,
        boolean newest) {
    /** A step with what came of it. */
    public record StepShown(RoundSteps.Row row, List<RunLine> runs) {
        public RoundStep step() {
            return row.step();
        }

        public boolean asked() {
            return row.asked();
        }

        public Optional<String> leftOut() {
            return row.leftOut();
        }

        public boolean taken() {
            return runs.stream().anyMatch(this::counts);
        }

        boolean failed() {
            return runs.stream().anyMatch(run -> run.state().equals("failed") && counts(run));
        }

        private boolean counts(RunLine run) {
            return row.counts(run.number(), Optional.of(run.state()));
        }

        public boolean running() {
            return runs.stream().anyMatch(run -> run.finishedAt().isEmpty());
        }

        /** Of several Generate runs the last; it ends when all have ended. */
        public RunLine run() {
            return runs.stream()
                    .filter(run -> run.finishedAt().isEmpty())
                    .findFirst()
                    .orElseGet(runs::getLast);
        }
    }

    public List<StepShown> steps() {
        return asked.stream()
                .map(row -> new StepShown(
                        row,
                        runs.stream()
                                .filter(run -> run.kind().equals(row.step().word()))
                                .toList()))
                .toList();
    }

    public List<StepShown> leftOut() {
        return steps().stream().filter(step -> step.leftOut().isPresent()).toList();
    }

    public String state() {
        return round.outcome == null ? "running" : round.outcome;
    }

    /** Where the round is, for the sentence on top. */
    public String phase() {
        if (round.outcome != null) {
            if (!round.outcome.equals("succeeded")) {
                return round.outcome;
            }
            return model().isEmpty() ? "nothing-new" : modelIsCurrent() ? "current" : "succeeded";
        }
        if (frozen.isEmpty()) {
            return "freeze";
        }
        return steps().stream()
                .filter(StepShown::running)
                .findFirst()
                .map(step -> step.step().word())
                .orElse("between");
    }

    /** Whether an admin is asked to make its model current: after the newest round, when that came to its end. */
    public boolean decisionWaits() {
        return newest && state().equals("succeeded") && model().isPresent() && !modelIsCurrent();
    }

    /** The step that a failed round can be gone on with by hand; empty also when a newer round has begun. */
    public Optional<StepShown> again() {
        return state().equals("failed") && newest
                ? steps().stream().filter(StepShown::failed).findFirst()
                : Optional.empty();
    }

    /** The step that would come next; empty when none is left. */
    public Optional<StepShown> next() {
        return steps().stream()
                .filter(step -> step.asked() && step.leftOut().isEmpty() && !step.taken())
                .findFirst();
    }

    /** The round's newest policy: what Generate samples and an admin may make current. */
    public Optional<String> model() {
        return newestPolicy(runs);
    }

    static Optional<String> newestPolicy(List<RunLine> runs) {
        return runs.stream()
                .filter(run -> run.kind().equals("sft") || run.kind().equals("ppo"))
                .flatMap(run -> run.model().stream())
                .reduce((earlier, later) -> later);
    }

    /** A run of a kind whose numbers the sentence on top is made of. */
    public Optional<RunLine> done(String kind) {
        return runs.stream()
                .filter(run -> run.kind().equals(kind) && run.state().equals("succeeded"))
                .findFirst();
    }

    public long judgmentsOf(WorkKind kind) {
        return judged.stream()
                .filter(j -> j.kind() == kind)
                .mapToLong(RoundPages.Judged::judgments)
                .sum();
    }

    public List<WorkKind> kinds() {
        return judged.stream().map(RoundPages.Judged::kind).distinct().toList();
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
