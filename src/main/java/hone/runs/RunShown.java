package hone.runs;

import hone.contract.BestOfNRecipe;
import hone.contract.GenerateRecipe;
import hone.contract.ScoreRecipe;
import hone.evaluation.HeldOutChange;
import hone.evaluation.ScoreChange;
import hone.models.RightPairs;
import hone.run.HeldOutChanges;
import hone.run.LineChart.Point;
import hone.run.Measured;
import hone.run.RunState;
import hone.run.ScoreChanges;
import hone.run.Stage;
import hone.run.TrainingRun;
import hone.runs.Curves.Curve;
import hone.score.AnswerScores;
import hone.task.Blind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything that one run's page shows. */
record RunShown(
        TrainingRun run,
        RunPages.Links links,
        List<RunPages.GuidelineUsed> guidelines,
        RunMetrics metrics,
        Optional<HeldOutChange> change,
        RunComparison beside,
        History history,
        Answers answers,
        Instant now) {
    /** What happened so far. */
    record History(List<RunPages.EventLine> events, Optional<RunPages.Checkpoint> checkpoint) {}

    /**
     * What the run's model answered.
     *
     * @param samples from before and after training
     * @param sampled how many answers a Generate run has so far
     * @param newest the prompts of a Generate run that were answered last
     * @param setAside prompts that its model can't be given
     * @param scored what a Score run has done so far
     */
    record Answers(
            List<RunAnswers.Sample> samples,
            RunAnswers.Sampled sampled,
            List<RunAnswers.AnsweredPrompt> newest,
            RunAnswers.SetAsidePrompts setAside,
            AnswerScores.Counted scored) {}

    @ApplicationScoped
    static class Query {
        private final RunPages pages;
        private final RunAnswers answers;
        private final AnswerScores scores;
        private final Blind blind;
        private final HeldOutChanges changes;
        private final RunComparison.Query beside;

        Query(
                RunPages pages,
                RunAnswers answers,
                AnswerScores scores,
                Blind blind,
                HeldOutChanges changes,
                RunComparison.Query beside) {
            this.pages = pages;
            this.answers = answers;
            this.scores = scores;
            this.blind = blind;
            this.changes = changes;
            this.beside = beside;
        }

        RunShown of(TrainingRun run, Instant now) {
            return new RunShown(
                    run,
                    pages.links(run.id),
                    pages.guidelines(run.id),
                    pages.metrics(run.id),
                    run.kind.hasLossesOfRows() ? changes.of(run.id) : Optional.empty(),
                    beside.of(run),
                    new History(pages.events(run.id), pages.checkpoint(run.id)),
                    new Answers(
                            blind.isSeeing() ? answers.samples(run.id, blind.judge()) : List.of(),
                            answers.sampled(run.id),
                            blind.isSeeing() ? answers.newest(run.id, blind.judge()) : List.of(),
                            answers.setAside(run.id),
                            run.kind.isScoring() ? scores.ofRun(run.id) : new AnswerScores.Counted(0, 0)),
                    now);
        }
    }

    public List<RunPages.Setting> settings() {
        return RunPages.settings(run.recipe);
    }

    public RunState state() {
        return run.state();
    }

    /** What answers “did it help?”, by the kind, the state and what was measured. */
    public enum Answer {
        WAITING,
        SAMPLED,
        SCORED,
        RIGHT_PAIRS,
        LOSS,
        SCORE,
        NOT_MEASURED_YET,
        NEVER_MEASURED,
        ENDING,
        FAILED,
        CANCELLED
    }

    public Answer answer() {
        return switch (run.state()) {
            case WAITING -> Answer.WAITING;
            case RUNNING -> measured(Answer.NOT_MEASURED_YET);
            case SUCCEEDED -> measured(Answer.NEVER_MEASURED);
            case CANCELLING -> made(Answer.ENDING);
            case FAILED -> made(Answer.FAILED);
            case CANCELLED -> made(Answer.CANCELLED);
        };
    }

    /** Whatever its end, what a run has sampled or scored is there. */
    private Answer made(Answer ofTraining) {
        return run.kind.trains() ? ofTraining : run.kind.isScoring() ? Answer.SCORED : Answer.SAMPLED;
    }

    private Answer measured(Answer otherwise) {
        return switch (run.kind) {
            case DPO, REWARD -> metrics.held().lastOf("accuracy").isPresent() ? Answer.RIGHT_PAIRS : otherwise;
            case PPO, GRPO -> score().isPresent() ? Answer.SCORE : otherwise;
            case SFT, KTO, BEST_OF_N -> change.isPresent() ? Answer.LOSS : otherwise;
            case GENERATE, SCORE -> made(otherwise);
        };
    }

    public boolean rewarding() {
        return run.kind == Stage.REWARD;
    }

    public boolean running() {
        return !run.finished();
    }

    public boolean isTraining() {
        return run.kind.trains();
    }

    public boolean isSampling() {
        return run.kind.isSampling();
    }

    public boolean isScoring() {
        return run.kind.isScoring();
    }

    /** How many answers a Score run was asked about. */
    public long asked() {
        return run.recipe instanceof ScoreRecipe score
                ? score.prompts().stream()
                        .mapToInt(prompt -> prompt.answers().size())
                        .sum()
                : 0;
    }

    public Optional<ScoreChange> score() {
        return ScoreChanges.of(metrics.trained());
    }

    public List<Curve> curves() {
        return Curves.main(run, metrics).stream()
                .filter(curve -> !curve.chart().isEmpty())
                .toList();
    }

    public List<Curve> otherCurves() {
        return Curves.others(run, metrics);
    }

    /** How often a reward model is right: overall, and by how much better people found the answer. */
    public List<RightPairs> right() {
        return RightPairs.ofDegrees(this::pairs);
    }

    /** How often two people who judged the same two answers chose the same one, and how often the model agreed with them. */
    public List<RightPairs> people() {
        return RightPairs.ofPeople(this::pairs);
    }

    private Optional<RightPairs> pairs(String degree, String name) {
        return metrics.held()
                .lastOf(name)
                .map(share -> new RightPairs(degree, share, metrics.held().shareOf(name)));
    }

    /**
     * What best of n learns from.
     *
     * @param rows the answers that it took
     * @param each how many were sampled to a prompt
     * @param prompts that were answered
     */
    public record Taken(long rows, int each, long prompts) {}

    /** Empty before all prompts are answered, and for every other stage. */
    public Optional<Taken> taken() {
        if (!(run.recipe instanceof BestOfNRecipe recipe)) {
            return Optional.empty();
        }
        Measured taken = metrics.taken();
        return taken.lastOf("rows")
                .flatMap(rows -> taken.lastOf("prompts")
                        .map(prompts ->
                                new Taken(Math.round(rows), recipe.candidates().perPrompt(), Math.round(prompts))));
    }

    /** What of the dataset it does not learn from. */
    public List<LeftOut.Some> leftOut() {
        return LeftOut.of(metrics.trained());
    }

    public double kl() {
        return metrics.trained().lastOf("objective/kl").orElse(0.0);
    }

    public String tokensBefore() {
        return tokens(metrics.trained().firstOf("response/tokens_mean"));
    }

    public String tokensAfter() {
        return tokens(metrics.trained().lastOf("response/tokens_mean"));
    }

    private static String tokens(Optional<Double> mean) {
        return mean.map(n -> Long.toString(Math.round(n))).orElse("");
    }

    /** A metric's first and last value. */
    public record Value(String name, double first, double last) {}

    public List<Value> values() {
        Map<String, List<Point>> all = new TreeMap<>(metrics.steps());
        metrics.heldOut().forEach((name, points) -> all.put("held-out " + name, points));
        return all.entrySet().stream()
                .map(one -> new Value(
                        one.getKey(),
                        one.getValue().getFirst().value(),
                        one.getValue().getLast().value()))
                .toList();
    }

    public long prompts() {
        return run.recipe instanceof GenerateRecipe generate
                ? generate.prompts().size()
                : 0;
    }

    /** From the start to the end, or until now. */
    public Optional<Duration> took() {
        if (run.startedAt == null) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(run.startedAt, run.finishedAt == null ? now : run.finishedAt));
    }

    /** Estimated from the time of the steps so far. */
    public Optional<Duration> left() {
        Long step = run.step;
        Long steps = run.steps;
        if (run.finished() || step == null || steps == null || step < 1 || step >= steps) {
            return Optional.empty();
        }
        return took().map(t -> t.multipliedBy(steps - step).dividedBy(step));
    }

    public long step() {
        return run.step == null ? 0 : run.step;
    }

    public long steps() {
        return run.steps == null ? 0 : run.steps;
    }

    /** Without grouping: a seed is copied, not read as a quantity. */
    public String seed() {
        return Long.toString(run.seed);
    }
}
