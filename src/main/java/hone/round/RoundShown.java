package hone.round;

import hone.kind.WorkKind;
import hone.round.RoundPages.Frozen;
import hone.round.RoundPages.RunLine;
import hone.run.RunState;
import hone.run.SamplingConfig;
import hone.run.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything that one round's page shows. */
record RoundShown(
        Round round,
        Optional<String> by,
        Optional<Frozen> frozen,
        List<RoundPages.Judged> judged,
        List<RoundStages.Row> plan,
        List<RunLine> runs,
        RoundPages.NewTasks tasks,
        Current current,
        int promptsMax,
        boolean newest) {
    /**
     * The current model.
     *
     * @param made when the round's model was made current, if it ever was
     */
    public record Current(Optional<String> model, Optional<RoundPages.MadeCurrent> made) {}

    @ApplicationScoped
    static class Query {
        private final Round.Repo rounds;
        private final RoundStages stages;
        private final RoundPages pages;
        private final SamplingConfig sampling;

        Query(Round.Repo rounds, RoundStages stages, RoundPages pages, SamplingConfig sampling) {
            this.rounds = rounds;
            this.stages = stages;
            this.pages = pages;
            this.sampling = sampling;
        }

        RoundShown of(Round round) {
            List<RunLine> lines = pages.runs(round.id);
            return new RoundShown(
                    round,
                    pages.name(Optional.ofNullable(round.startedBy)),
                    pages.frozen(round.id),
                    pages.judged(round.id),
                    stages.of(round.id),
                    lines,
                    pages.newTasks(round.id),
                    new Current(
                            pages.currentModel(round.projectId),
                            newestPolicy(lines).flatMap(model -> pages.madeCurrent(round.projectId, model))),
                    sampling.promptsMax(),
                    rounds.newest(round.projectId)
                            .filter(newest -> newest.id.equals(round.id))
                            .isPresent());
        }
    }

    /** A stage and its result. */
    public record StageShown(RoundStages.Row row, List<RunLine> runs) {
        public Stage stage() {
            return row.stage();
        }

        public boolean enabled() {
            return row.enabled();
        }

        public Optional<String> leftOut() {
            return row.leftOut();
        }

        public boolean taken() {
            return runs.stream().anyMatch(this::counts);
        }

        boolean failed() {
            return runs.stream().anyMatch(run -> run.state() == RunState.FAILED && counts(run));
        }

        private boolean counts(RunLine run) {
            return row.counts(run.number(), run.state());
        }

        public boolean running() {
            return runs.stream().anyMatch(run -> run.finishedAt().isEmpty());
        }

        /** Of several Generate runs the last; the stage ends when all have ended. */
        public RunLine run() {
            return runs.stream()
                    .filter(run -> run.finishedAt().isEmpty())
                    .findFirst()
                    .orElseGet(runs::getLast);
        }
    }

    public List<StageShown> stages() {
        return plan.stream()
                .map(row -> new StageShown(
                        row,
                        runs.stream().filter(run -> run.kind() == row.stage()).toList()))
                .toList();
    }

    public List<StageShown> leftOut() {
        return stages().stream().filter(stage -> stage.leftOut().isPresent()).toList();
    }

    public RoundState state() {
        return round.state();
    }

    /** The phase of the round, for the sentence at the top. */
    public enum Phase {
        FREEZING,
        /** The next stage is about to be requested. */
        BETWEEN_STAGES,
        FINE_TUNING,
        LEARNING_REWARDS,
        FOLLOWING_REWARDS,
        LEARNING_PREFERENCES,
        LEARNING_BEST_ANSWERS,
        COMPARING_ANSWERS,
        SAMPLING,
        DONE,
        DONE_AND_CURRENT,
        DONE_WITHOUT_POLICY,
        FAILED,
        STOPPED
    }

    public Phase phase() {
        return switch (round.state()) {
            case RUNNING -> atWork();
            case SUCCEEDED ->
                model().isEmpty() ? Phase.DONE_WITHOUT_POLICY : modelIsCurrent() ? Phase.DONE_AND_CURRENT : Phase.DONE;
            case FAILED -> Phase.FAILED;
            case CANCELLED -> Phase.STOPPED;
        };
    }

    private Phase atWork() {
        if (frozen.isEmpty()) {
            return Phase.FREEZING;
        }
        return stages().stream()
                .filter(StageShown::running)
                .findFirst()
                .map(shown -> switch (shown.stage()) {
                    case SFT -> Phase.FINE_TUNING;
                    case REWARD -> Phase.LEARNING_REWARDS;
                    case PPO -> Phase.FOLLOWING_REWARDS;
                    case KTO, DPO -> Phase.LEARNING_PREFERENCES;
                    case BEST_OF_N -> Phase.LEARNING_BEST_ANSWERS;
                    case GRPO -> Phase.COMPARING_ANSWERS;
                    case GENERATE, SCORE -> Phase.SAMPLING;
                })
                .orElse(Phase.BETWEEN_STAGES);
    }

    public boolean failed() {
        return round.state() == RoundState.FAILED;
    }

    public boolean succeeded() {
        return round.state() == RoundState.SUCCEEDED;
    }

    /** Whether an admin is asked to make its model current: after the newest round, if that was completed. */
    public boolean decisionWaits() {
        return newest && round.state() == RoundState.SUCCEEDED && model().isPresent() && !modelIsCurrent();
    }

    /** The stage from which a failed round can be continued by hand; also empty when a newer round has begun. */
    public Optional<StageShown> again() {
        return round.state() == RoundState.FAILED && newest
                ? stages().stream().filter(StageShown::failed).findFirst()
                : Optional.empty();
    }

    /** The stage that comes next; empty when none is left. */
    public Optional<StageShown> next() {
        return stages().stream()
                .filter(stage -> stage.enabled() && stage.leftOut().isEmpty() && !stage.taken())
                .findFirst();
    }

    /** The round's newest policy: what Generate samples from, and what an admin may make current. */
    public Optional<String> model() {
        return newestPolicy(runs);
    }

    static Optional<String> newestPolicy(List<RunLine> runs) {
        return runs.stream()
                .filter(run -> run.kind().makesPolicy())
                .flatMap(run -> run.model().stream())
                .reduce((earlier, later) -> later);
    }

    /** What the completed runs measured: the sentence at the top is made from it. */
    public List<RunFigures> figures() {
        return runs.stream()
                .filter(run -> run.state() == RunState.SUCCEEDED)
                .map(RunLine::figures)
                .filter(RunFigures::any)
                .toList();
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
        return model().isPresent() && model().equals(current.model);
    }

    public Duration lateBy() {
        return round.dueAt == null ? Duration.ZERO : Duration.between(round.dueAt, round.startedAt);
    }
}
