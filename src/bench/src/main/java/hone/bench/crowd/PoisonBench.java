package hone.bench.crowd;

import hone.bench.figures.Figures;
import hone.bench.labelers.Answer;
import hone.bench.trainer.Scoring;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Prompt;
import hone.evaluation.poison.OutsideScore;
import hone.evaluation.poison.PoisonScan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code bench poison}: whether planted preferences are found, and what they do to a reward model before and after. One account or
 * five plant a trigger phrase in questions and prefer the bad answer there, or flip what others compared too; they give 0.5 to 5 %
 * of all rows. The second opinion of pairs that nobody else compared is the reward model of the round before, which learned from
 * rows of which none was planted. Everybody is simulated.
 */
public final class PoisonBench {
    private static final String BENCH = "poison";

    /** Seeds whose rows are scanned, at the cost of a reward model each; the first ones are also trained on. */
    private static final int SEEDS = 6;

    private static final int TRAINED_SEEDS = 3;
    private static final List<String> PERCENTS = List.of("0.5", "1", "3", "5");
    private static final List<Integer> ACCOUNTS = List.of(1, 5);

    /** What trains with and without quarantine: rows of five accounts, which are harder to find. */
    private static final int TRAINED_ACCOUNTS = 5;

    private static final int EPOCHS = 1;
    private static final int BATCH_GROUPS = 16;

    private final RewardRuns runs;
    private final Scoring scoring;
    private final Figures figures;
    private final SeedNumbers found = new SeedNumbers(BENCH);

    public PoisonBench(TrainerProgram trainer, Path base, Path work, Figures figures) {
        this.runs = new RewardRuns(trainer, base, work, EPOCHS, BATCH_GROUPS);
        this.scoring = new Scoring(trainer, work);
        this.figures = figures;
    }

    public static List<String> cases() {
        return Stream.of("trigger-", "flip-")
                .flatMap(kind -> PERCENTS.stream().map(percent -> kind + percent))
                .toList();
    }

    public void run(List<String> cases) throws IOException, InterruptedException {
        // 1. A reward model of the round before for each seed.
        for (long seed = 1; seed <= SEEDS; seed++) {
            runs.plan("earlier-" + seed, new PoisonedWorld(seed).earlier().without(List.of(), List.of()), seed);
        }
        runs.train();

        // 2. Scan; what is left of the first seeds is trained on, beside everything and beside clean rows.
        for (long seed = 1; seed <= SEEDS; seed++) {
            scan(seed, cases);
        }
        for (String word : cases) {
            print(word, List.of("recall", "recall.1", "recall.5", "false_quarantine"));
        }
        runs.train();

        // 3. How often the planted preference has been learned.
        for (String word : cases) {
            for (long seed = 1; seed <= TRAINED_SEEDS; seed++) {
                found.add(word, "backdoor_without", bad(word + "-without-" + seed));
                found.add(word, "backdoor_with", bad(word + "-with-" + seed));
                found.add(word, "backdoor_clean", bad("clean-" + kind(word) + "-" + seed));
            }
            print(word, List.of("backdoor_without", "backdoor_with", "backdoor_clean"));
        }
    }

    private static String kind(String word) {
        return word.substring(0, word.indexOf('-'));
    }

    private static boolean isTrigger(String word) {
        return kind(word).equals("trigger");
    }

    private static JudgedPairs poisoned(PoisonedWorld world, String word, int accounts) {
        double percent = Double.parseDouble(word.substring(word.indexOf('-') + 1));
        return isTrigger(word) ? world.triggered(percent, accounts) : world.flipped(percent, accounts);
    }

    private void scan(long seed, List<String> cases) throws IOException, InterruptedException {
        PoisonedWorld world = new PoisonedWorld(seed);
        OutsideScore score = scores(runs.trained("earlier-" + seed).model(), world, cases);
        for (String word : cases) {
            double recall = 0;
            double falselyHeld = 0;
            for (int accounts : ACCOUNTS) {
                JudgedPairs judged = poisoned(world, word, accounts);
                PoisonScan scan = PoisonScan.of(judged.rows(), Optional.of(score));
                found.add(word, "recall." + accounts, judged.recall(scan.heldBack()));
                recall += judged.recall(scan.heldBack()) / ACCOUNTS.size();
                falselyHeld += judged.falselyHeld(scan.heldBack()) / ACCOUNTS.size();
                if (accounts == TRAINED_ACCOUNTS && seed <= TRAINED_SEEDS) {
                    List<StoryPair> measured = isTrigger(word) ? world.measuredWithTrigger() : world.measured();
                    runs.plan(word + "-without-" + seed, judged.without(List.of(), measured), seed);
                    runs.plan(word + "-with-" + seed, judged.without(scan.heldBack(), measured), seed);
                    runs.plan("clean-" + kind(word) + "-" + seed, world.clean().without(List.of(), measured), seed);
                }
            }
            found.add(word, "recall", recall);
            found.add(word, "false_quarantine", falselyHeld);
        }
    }

    /** Of every answer that will be compared; the highest rates hold the pairs of all lower ones. */
    private OutsideScore scores(Path model, PoisonedWorld world, List<String> cases)
            throws IOException, InterruptedException {
        JudgedPairs all = world.clean();
        for (String word : cases) {
            JudgedPairs judged = poisoned(world, word, 1);
            all = judged.pairs() > all.pairs() ? judged : all;
        }
        List<Prompt> prompts = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (int pair = 0; pair < all.pairs(); pair++) {
            for (Answer answer : List.of(all.pair(pair).better(), all.pair(pair).worse())) {
                prompts.add(all.pair(pair).prompt());
                answers.add(answer);
            }
        }
        List<Double> scored = scoring.score(model, prompts, answers);
        Map<List<String>, Double> byText = new HashMap<>();
        for (int i = 0; i < scored.size(); i++) {
            byText.put(List.of(prompts.get(i).text(), answers.get(i).text()), scored.get(i));
        }
        return (row, answer) -> byText.getOrDefault(List.of(row.prompt(), answer), Double.NaN);
    }

    /** How often a model prefers the bad answer of what it is measured on. */
    private double bad(String name) {
        return 1 - runs.trained(name).accuracy();
    }

    private void print(String word, List<String> metrics) {
        metrics.forEach(metric -> figures.print(found.share(word, metric)));
    }
}
