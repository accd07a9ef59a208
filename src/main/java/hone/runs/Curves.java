package hone.runs;

import hone.contract.BestOfNRecipe;
import hone.contract.DpoRecipe;
import hone.contract.GenerateRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.KtoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.PretrainRecipe;
import hone.contract.RewardRecipe;
import hone.contract.ScoreRecipe;
import hone.contract.SftRecipe;
import hone.run.LineChart;
import hone.run.LineChart.Point;
import hone.run.LineChart.Series;
import hone.run.Metric;
import hone.run.TrainingRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of a run's metrics are drawn, and which of them together. Metrics that are not placed here come last, sorted by name. */
final class Curves {
    /** This many fit beside the plot in the room that most charts need. */
    private static final int LABEL_LETTERS = 5;

    private Curves() {}

    /**
     * One chart.
     *
     * @param name selects the title and the note: a metric's own, or that of two metrics drawn together
     */
    public record Curve(String name, LineChart chart) {
        public String label() {
            return Metric.label(name);
        }

        public String note() {
            return Metric.note(name);
        }

        /** Whether a line is labelled at its end, which needs room. */
        public boolean named() {
            return chart.lines().stream().anyMatch(line -> !line.name().isEmpty());
        }

        /** Whether a value beside the chart needs more room than most. */
        public boolean isLong() {
            return chart.yTicks().stream().anyMatch(tick -> tick.label().length() > LABEL_LETTERS);
        }

        /** For an element's id: unique for each name, so other characters are encoded rather than dropped. */
        public String id() {
            StringBuilder id = new StringBuilder("c-");
            name.codePoints().forEach(letter -> {
                if (letter < 128 && Character.isLetterOrDigit(letter)) {
                    id.appendCodePoint(letter);
                } else {
                    id.append('_').append(Integer.toHexString(letter)).append('_');
                }
            });
            return id.toString();
        }
    }

    /** The charts that show how a run of this kind is going, the best known first. */
    static List<Curve> main(TrainingRun run, RunMetrics metrics) {
        return switch (run.recipe) {
            case SftRecipe sft -> List.of(trainedAndHeld("loss", "loss", run, metrics));
            case RewardRecipe reward ->
                List.of(
                        trainedAndHeld("accuracy", "accuracy", run, metrics),
                        trainedAndHeld("reward-loss", "loss", run, metrics),
                        one("margin", run, metrics));
            case PpoRecipe ppo ->
                List.of(
                        one("objective/scores", run, metrics),
                        kl(ppo, run, metrics),
                        one("response/tokens_mean", run, metrics),
                        // In separate charts: the losses of the policy and of the value model can't be compared.
                        one("loss/policy_avg", run, metrics),
                        one("loss/value_avg", run, metrics));
            case DpoRecipe dpo -> preferred(run, metrics);
            case KtoRecipe kto -> preferred(run, metrics);
            case GrpoRecipe grpo ->
                List.of(
                        one("objective/scores", run, metrics),
                        one("objective/kl", run, metrics),
                        one("response/tokens_mean", run, metrics),
                        one("loss/policy_avg", run, metrics));
            case GenerateRecipe generate -> List.of();
            case ScoreRecipe score -> List.of();
            case BestOfNRecipe best ->
                List.of(
                        trainedAndHeld("loss", "loss", run, metrics),
                        one("best-of-n/score_best", run, metrics),
                        one("best-of-n/score_mean", run, metrics));
            case PretrainRecipe pretrain -> List.of();
        };
    }

    /** All other metrics of the steps, except memory, time, and counts of what is left out. */
    static List<Curve> others(TrainingRun run, RunMetrics metrics) {
        Set<String> drawn = new HashSet<>(
                switch (run.recipe) {
                    case SftRecipe sft -> Set.of("loss");
                    case RewardRecipe reward -> Set.of("accuracy", "loss", "margin");
                    case PpoRecipe ppo ->
                        Set.of(
                                "objective/scores",
                                "objective/kl",
                                "response/tokens_mean",
                                "loss/policy_avg",
                                "loss/value_avg");
                    case DpoRecipe dpo -> Set.of("loss", "rewards/margins");
                    case KtoRecipe kto -> Set.of("loss", "rewards/margins");
                    case GrpoRecipe grpo ->
                        Set.of("objective/scores", "objective/kl", "response/tokens_mean", "loss/policy_avg");
                    case GenerateRecipe generate -> Set.of();
                    case ScoreRecipe score -> Set.of();
                    case BestOfNRecipe best -> Set.of("loss", "best-of-n/score_best", "best-of-n/score_mean");
                    case PretrainRecipe pretrain -> Set.of();
                });
        return metrics.steps().keySet().stream()
                .filter(name -> !drawn.contains(name) && !name.startsWith("memory/") && !name.startsWith("time/"))
                .filter(name -> !LeftOut.counts(name))
                .sorted()
                .map(name -> one(name, run, metrics))
                .toList();
    }

    private static List<Curve> preferred(TrainingRun run, RunMetrics metrics) {
        return List.of(
                trainedAndHeld("loss", "loss", run, metrics),
                trainedAndHeld("rewards/margins", "rewards/margins", run, metrics));
    }

    private static Curve trainedAndHeld(String name, String metric, TrainingRun run, RunMetrics metrics) {
        return curve(
                name,
                run,
                new Series("s1", "training", metrics.step(metric)),
                new Series("s2 dash", "held out", metrics.held(metric)));
    }

    private static Curve one(String name, TrainingRun run, RunMetrics metrics) {
        return curve(name, run, new Series("s1", "", metrics.step(name)));
    }

    /** With the target of an adaptive controller. */
    private static Curve kl(PpoRecipe ppo, TrainingRun run, RunMetrics metrics) {
        List<Point> kl = metrics.step("objective/kl");
        List<Series> series = new ArrayList<>(List.of(new Series("s1", "KL", kl)));
        if (ppo.kl().adapts() && !kl.isEmpty()) {
            series.add(new Series(
                    "ref dots",
                    "target",
                    List.of(
                            new Point(0, ppo.kl().klTarget()),
                            new Point(kl.getLast().step(), ppo.kl().klTarget()))));
        }
        return curve("objective/kl", run, series.toArray(Series[]::new));
    }

    private static Curve curve(String name, TrainingRun run, Series... series) {
        return new Curve(name, LineChart.of(List.of(series), run.steps == null ? 0 : run.steps));
    }
}
