package hone.bench.crowd;

import hone.bench.figures.Figures;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Dice;
import hone.bench.world.Prompts;
import hone.evaluation.Labels;
import hone.evaluation.Measure;
import hone.evaluation.reliability.OneCoin;
import hone.evaluation.reliability.RowPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code bench reliability}: what bad labelers cost a reward model, and what weighing labelers gives back. Simulated people compare
 * pairs of short stories, three a pair; up to half of them choose at random, choose what is worse, or always choose the left one.
 * The same judgments train three reward models: every judgment alike, by the majority, and by the probability that reliability
 * gives each answer. Accuracy is on fresh pairs by the hidden preference without errors.
 */
public final class ReliabilityBench {
    private static final String BENCH = "reliability";
    private static final int SEEDS = 5;
    private static final int PEOPLE = 20;
    private static final int PAIRS = 768;
    private static final int JUDGMENTS = 3;
    private static final int MEASURED = 1200;
    private static final int EPOCHS = 1;
    private static final int BATCH_GROUPS = 8;
    private static final List<Integer> BAD_PERCENT = List.of(0, 10, 20, 30, 40, 50);
    private static final List<Habit> BAD = List.of(Habit.CARELESS, Habit.ADVERSARIAL, Habit.LAZY_LEFT);
    private static final List<String> WAYS = List.of("unweighted", "majority", "weighted");

    private final RewardRuns runs;
    private final Figures figures;
    private final SeedNumbers found = new SeedNumbers(BENCH);

    public ReliabilityBench(TrainerProgram trainer, Path base, Path work, Figures figures) {
        this.runs = new RewardRuns(trainer, base, work, EPOCHS, BATCH_GROUPS);
        this.figures = figures;
    }

    public static List<String> cases() {
        return BAD_PERCENT.stream().map(percent -> "bad-" + percent).toList();
    }

    public void run(List<String> cases) throws IOException, InterruptedException {
        for (String word : cases) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                plan(word, seed);
            }
        }
        runs.train();
        for (String word : cases) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                for (String way : WAYS) {
                    found.add(word, "accuracy_" + way, accuracy(word, way, seed));
                }
                found.add(
                        word,
                        "gain_weighted_over_unweighted",
                        accuracy(word, "weighted", seed) - accuracy(word, "unweighted", seed));
            }
            report(word);
        }
    }

    private double accuracy(String word, String way, long seed) {
        return runs.trained(name(word, way, seed)).accuracy();
    }

    private static String name(String word, String way, long seed) {
        return word + "-" + way + "-" + seed;
    }

    private void plan(String word, long seed) throws IOException {
        Prompts world = Prompts.draw(seed);
        List<StoryPair> pairs = StoryPair.draw(Dice.of(seed, "pairs"), world.train(), PAIRS);
        List<StoryPair> measured = StoryPair.draw(Dice.of(seed, "measured"), world.heldOut(), MEASURED);
        Labels labels = judged(pairs, crowd(word), Dice.of(seed, word));
        Measure<OneCoin> reliability = OneCoin.of(labels);
        double[] votes = forBetter(new RowPolicy.Off().rows(labels, reliability));
        double[] weighted = forBetter(new RowPolicy.SoftLabel().rows(labels, reliability));
        plan(word, "unweighted", seed, pairs, measured, votes);
        plan(
                word,
                "majority",
                seed,
                pairs,
                measured,
                Arrays.stream(votes).map(ReliabilityBench::most).toArray());
        plan(word, "weighted", seed, pairs, measured, weighted);
    }

    private void plan(
            String word, String way, long seed, List<StoryPair> pairs, List<StoryPair> measured, double[] forBetter)
            throws IOException {
        PairRows rows = new PairRows();
        double right = 0;
        for (int pair = 0; pair < pairs.size(); pair++) {
            if (!isUndecided(way, forBetter[pair])) {
                rows.learn(pairs.get(pair), pair, forBetter[pair], 1 - forBetter[pair]);
            }
            right += Double.isNaN(forBetter[pair]) ? 0.5 : (1 + Math.signum(forBetter[pair] - 0.5)) / 2;
        }
        found.add(word, "labels_right_" + way, right / pairs.size());
        for (int pair = 0; pair < measured.size(); pair++) {
            rows.measure(measured.get(pair), pair);
        }
        runs.plan(name(word, way, seed), rows, seed);
    }

    /** Good people, and of the bad ones as many of each kind as can be. */
    private static List<Habit> crowd(String word) {
        int bad = PEOPLE * Integer.parseInt(word.substring("bad-".length())) / 100;
        return IntStream.range(0, PEOPLE)
                .mapToObj(person -> person < bad ? BAD.get(person % BAD.size()) : Habit.HONEST)
                .toList();
    }

    /** The better answer is the first of each pair, which no estimate can use: both are as likely to it. */
    private static Labels judged(List<StoryPair> pairs, List<Habit> crowd, Dice dice) {
        int[] item = new int[pairs.size() * JUDGMENTS];
        int[] worker = new int[item.length];
        int[] label = new int[item.length];
        List<Integer> people = IntStream.range(0, crowd.size()).boxed().toList();
        for (int pair = 0; pair < pairs.size(); pair++) {
            List<Integer> asked = dice.sample(people, JUDGMENTS);
            for (int j = 0; j < JUDGMENTS; j++) {
                int at = pair * JUDGMENTS + j;
                item[at] = pair;
                worker[at] = asked.get(j);
                label[at] = switch (crowd.get(asked.get(j)).compare(dice, pairs.get(pair))) {
                    case BETTER -> OneCoin.FIRST;
                    case WORSE -> OneCoin.SECOND;
                    case NEITHER -> OneCoin.TIE;
                };
            }
        }
        return Labels.of(pairs.size(), crowd.size(), OneCoin.CLASSES, item, worker, label);
    }

    /** What share of the weight of a pair's rows prefers the better answer; NaN for a pair without rows. */
    private static double[] forBetter(Measure<List<RowPolicy.Row>> rows) {
        double[] better = new double[PAIRS];
        double[] all = new double[PAIRS];
        for (RowPolicy.Row row : rows.toOptional().orElseThrow()) {
            better[row.pair()] += row.firstChosen() ? row.weight() : 0;
            all[row.pair()] += row.weight();
        }
        return IntStream.range(0, PAIRS)
                .mapToDouble(pair -> better[pair] / all[pair])
                .toArray();
    }

    private static double most(double share) {
        return share == 0.5 ? share : Math.rint(share);
    }

    /** A pair that nobody decided has no row, and none by a majority where both answers have as many votes. */
    private static boolean isUndecided(String way, double forBetter) {
        return Double.isNaN(forBetter) || way.equals("majority") && forBetter == 0.5;
    }

    private void report(String word) {
        for (String way : WAYS) {
            figures.print(found.share(word, "accuracy_" + way));
        }
        figures.print(found.difference(word, "gain_weighted_over_unweighted"));
        for (String way : WAYS) {
            figures.print(found.share(word, "labels_right_" + way));
        }
    }
}
