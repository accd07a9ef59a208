package hone.run;

import hone.contract.Recipe;
import hone.project.Blind;
import hone.run.Curves.Curve;
import hone.run.LineChart.Point;
import hone.web.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that one run's page shows. */
record RunShown(
        TrainingRun run,
        RunPages.Links links,
        List<RunPages.GuidelineUsed> guidelines,
        RunMetrics metrics,
        Optional<HeldOutChange> change,
        RunBeside beside,
        List<RunPages.EventLine> events,
        List<RunAnswers.Sample> samples,
        RunAnswers.Sampled sampled,
        List<RunAnswers.Asked> newest,
        RunAnswers.Asides setAside,
        Optional<RunPages.Checkpoint> checkpoint,
        List<RunPages.Setting> settings,
        Instant now) {
    static RunShown of(
            TrainingRun run,
            RunPages pages,
            RunAnswers answers,
            Blind blind,
            HeldOutChanges changes,
            RunBeside beside,
            Instant now) {
        return new RunShown(
                run,
                pages.links(run.id),
                pages.guidelines(run.id),
                pages.metrics(run.id),
                run.kind.equals("sft") ? changes.of(run.id) : Optional.empty(),
                beside,
                pages.events(run.id),
                blind.isSeeing() ? answers.samples(run.id, blind.judge()) : List.of(),
                answers.sampled(run.id),
                blind.isSeeing() ? answers.newest(run.id, blind.judge()) : List.of(),
                answers.setAside(run.id),
                pages.checkpoint(run.id),
                RunPages.settings(run.recipe),
                now);
    }

    public String state() {
        return RunState.of(
                        Optional.ofNullable(run.outcome),
                        Optional.ofNullable(run.cancelAskedAt),
                        Optional.ofNullable(run.startedAt))
                .word();
    }

    /** Which sentence answers “did it help?”: by the kind, the state and what was measured. */
    public String verdict() {
        if (generate()) {
            return state().equals("waiting") ? "waiting" : "sampled";
        }
        boolean running = state().equals("running");
        if (!running && !state().equals("succeeded")) {
            return state();
        }
        return switch (run.kind) {
            case "reward" -> metrics.lastHeld("accuracy").isPresent() ? "right" : running ? "running" : "unmeasured";
            case "ppo" ->
                metrics.step("objective/scores").size() > 1 ? (running ? "scores-so-far" : "scores") : "running";
            default -> helped(running);
        };
    }

    private String helped(boolean running) {
        return change.map(known -> "loss").orElse(running ? "running" : "unmeasured");
    }

    public boolean running() {
        return !run.finished();
    }

    public boolean generate() {
        return run.kind.equals("generate");
    }

    /** Scores of PPO at its first step. */
    public double scoreBefore() {
        return metrics.firstStep("objective/scores").orElse(0.0);
    }

    public double scoreAfter() {
        return metrics.lastStep("objective/scores").orElse(0.0);
    }

    public List<Curve> curves() {
        return Curves.main(run, metrics).stream()
                .filter(curve -> !curve.chart().isEmpty())
                .toList();
    }

    public List<Curve> otherCurves() {
        return Curves.others(run, metrics);
    }

    /** How often a reward model is right, all together and by how much better people found the answer. */
    public record Right(String degree, double share, Optional<Double> pairs) {
        public String percent() {
            return Wording.brief(100 * share);
        }

        /** With its interval; empty where nobody counted the pairs. */
        public Optional<Share> sure() {
            return pairs.filter(n -> n >= 1).map(n -> new Share(share, Math.round(n)));
        }

        public String pairsText() {
            return pairs.map(n -> Long.toString(Math.round(n))).orElse("");
        }
    }

    public List<Right> right() {
        return Stream.of("all", "much", "better", "slightly")
                .flatMap(degree -> {
                    String end = degree.equals("all") ? "" : "/" + degree;
                    return metrics
                            .lastHeld("accuracy" + end)
                            .map(share -> new Right(degree, share, metrics.lastHeld("pairs" + end)))
                            .stream();
                })
                .toList();
    }

    /** How often two people who judged the same two answers chose the same one. */
    public Optional<Right> people() {
        return metrics.lastHeld("people/agreement")
                .map(share -> new Right("people", share, metrics.lastHeld("people/pairs")));
    }

    public Optional<Right> modelOnThose() {
        return metrics.lastHeld("people/accuracy")
                .map(share -> new Right("model", share, metrics.lastHeld("people/pairs")));
    }

    public double kl() {
        return metrics.lastStep("objective/kl").orElse(0.0);
    }

    public String tokensBefore() {
        return tokens(metrics.firstStep("response/tokens_mean"));
    }

    public String tokensAfter() {
        return tokens(metrics.lastStep("response/tokens_mean"));
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
}
