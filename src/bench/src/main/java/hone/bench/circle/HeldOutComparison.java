package hone.bench.circle;

import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.labelers.Answer;
import hone.bench.labelers.Preference;
import hone.bench.world.Dice;
import hone.bench.world.Prompt;
import hone.evaluation.WinRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two models' answers to held-out prompts, the same number of each, compared in pairs by the preference without noise.
 *
 * @param outcomes of a prompt's pairs: 1 if ours is better, ½ for a tie, 0 if theirs is
 */
public record HeldOutComparison(List<Prompt> prompts, List<List<Double>> outcomes, long seed) {
    public HeldOutComparison {
        prompts = List.copyOf(prompts);
        outcomes = List.copyOf(outcomes);
    }

    /**
     * The sides are drawn at random, so that a judge with a favourite side could not bias the rate.
     *
     * @param ours a prompt's answers stand side by side
     */
    public static HeldOutComparison of(List<Prompt> prompts, List<Answer> ours, List<Answer> theirs, long seed) {
        int each = ours.size() / prompts.size();
        Dice dice = Dice.of(seed, "sides");
        List<List<Double>> outcomes = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            List<Double> pairs = new ArrayList<>();
            for (int k = i * each; k < (i + 1) * each; k++) {
                pairs.add(
                        dice.chance(0.5)
                                ? leftWins(prompts.get(i), ours.get(k), theirs.get(k))
                                : 1 - leftWins(prompts.get(i), theirs.get(k), ours.get(k)));
            }
            outcomes.add(pairs);
        }
        return new HeldOutComparison(prompts, outcomes, seed);
    }

    /** One number a prompt: the mean of its pairs. Prompts, not pairs, are what the intervals resample. */
    private List<Double> wins() {
        return outcomes.stream()
                .map(pairs -> pairs.stream().mapToDouble(win -> win).average().orElseThrow())
                .toList();
    }

    private static double leftWins(Prompt prompt, Answer left, Answer right) {
        return (1 + Math.signum(Preference.score(prompt, left) - Preference.score(prompt, right))) / 2;
    }

    public WinRate rate() {
        return WinRate.of(wins(), seed);
    }

    /** The same for each kind of prompt separately, by its name. */
    public Map<String, WinRate> ratesByKind() {
        Map<String, List<Double>> byKind = new TreeMap<>();
        List<Double> wins = wins();
        for (int i = 0; i < prompts.size(); i++) {
            byKind.computeIfAbsent(prompts.get(i).kind(), kind -> new ArrayList<>())
                    .add(wins.get(i));
        }
        Map<String, WinRate> rates = new TreeMap<>();
        byKind.forEach((kind, some) -> rates.put(kind, WinRate.of(some, seed)));
        return rates;
    }

    /** The rate under its name, and each kind's under the name with the kind after a dot. */
    public void print(Figures figures, String bench, String caseName, String metric) {
        Figures.log("%s: %d won, %d tied, %d lost", metric, count(1), count(0.5), count(0));
        List<Figure> taken = new ArrayList<>();
        taken.add(Figure.of(bench, caseName, metric, rate()));
        ratesByKind().forEach((kind, rate) -> taken.add(Figure.of(bench, caseName, metric + "." + kind, rate)));
        taken.forEach(figures::print);
    }

    private long count(double outcome) {
        return outcomes.stream()
                .flatMap(List::stream)
                .filter(win -> win == outcome)
                .count();
    }
}
