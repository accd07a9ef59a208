package hone.run;

import hone.contract.Recipe;
import hone.web.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All that one run's page shows. */
record RunShown(
        TrainingRun run,
        RunPages.Links links,
        List<RunPages.GuidelineUsed> guidelines,
        LineChart chart,
        List<LineChart.Point> heldOut,
        List<RunPages.Metric> metrics,
        List<RunPages.EventLine> events,
        List<RunPages.Sample> samples,
        RunPages.Sampled sampled,
        List<RunPages.Brought> newest,
        Optional<RunPages.Checkpoint> checkpoint,
        List<RunPages.Setting> settings,
        Instant now) {
    static RunShown of(TrainingRun run, RunPages pages, Instant now) {
        List<LineChart.Point> heldOut = pages.losses(run.id, "run.evaluation");
        LineChart chart = LineChart.of(
                List.of(
                        new LineChart.Series("s1", "training", pages.losses(run.id, "run.step")),
                        new LineChart.Series("s2 dash", "held out", heldOut)),
                run.steps == null ? 0 : run.steps);
        return new RunShown(
                run,
                pages.links(run.id),
                pages.guidelines(run.id),
                chart,
                heldOut,
                pages.metrics(run.id),
                pages.events(run.id),
                pages.samples(run.id),
                pages.sampled(run.id),
                pages.newest(run.id),
                pages.checkpoint(run.id),
                RunPages.settings(run.recipe),
                now);
    }

    /** {@code waiting}, {@code running}, {@code cancelling}, or the outcome. */
    public String state() {
        if (run.outcome != null) {
            return run.outcome;
        }
        if (run.cancelAskedAt != null) {
            return "cancelling";
        }
        return run.startedAt == null ? "waiting" : "running";
    }

    /** Which sentence answers “did it help?”: by the state and by what was measured on held-out rows. */
    public String verdict() {
        if (generate() || !state().equals("succeeded") && !state().equals("running")) {
            return generate() && !state().equals("waiting") ? "sampled" : state();
        }
        if (heldOut.size() < 2) {
            return state().equals("running") ? "running" : "unmeasured";
        }
        String direction = after() < before() ? "better" : "worse";
        return state().equals("running") ? direction + "-so-far" : direction;
    }

    public boolean generate() {
        return run.kind.equals("generate");
    }

    public double before() {
        return heldOut.getFirst().value();
    }

    public double after() {
        return heldOut.getLast().value();
    }

    public long prompts() {
        return run.recipe instanceof Recipe.Generate generate
                ? generate.prompts().size()
                : 0;
    }

    /** From the start to the end, or to now. */
    public Optional<Duration> took() {
        if (run.startedAt == null) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(run.startedAt, run.finishedAt == null ? now : run.finishedAt));
    }

    /** By what the steps so far took. */
    public Optional<Duration> left() {
        Long step = run.step;
        Long steps = run.steps;
        if (run.finished() || step == null || steps == null || step < 1 || step >= steps) {
            return Optional.empty();
        }
        return took().map(t -> t.multipliedBy(steps - step).dividedBy(step));
    }

    public boolean measured() {
        return !heldOut.isEmpty();
    }

    public long step() {
        return run.step == null ? 0 : run.step;
    }

    public long steps() {
        return run.steps == null ? 0 : run.steps;
    }

    /** Ungrouped: a seed is copied, not counted. */
    public String seed() {
        return Long.toString(run.seed);
    }

    public String lastTraining() {
        return last("training");
    }

    public String lastHeldOut() {
        return last("held out");
    }

    private String last(String name) {
        return chart.lines().stream()
                .filter(line -> line.name().equals(name))
                .map(line -> Wording.brief(line.last()))
                .findFirst()
                .orElse("");
    }
}
