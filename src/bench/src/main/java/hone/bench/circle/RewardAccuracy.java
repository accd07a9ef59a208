package hone.bench.circle;

import hone.bench.figures.WinRate;
import hone.bench.labelers.Answer;
import hone.bench.labelers.Choice;
import hone.bench.labelers.Labeler;
import hone.bench.labelers.Preference;
import hone.bench.world.Dice;
import hone.bench.world.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often a reward model prefers the answer that the noiseless preference, or a labeler with errors, prefers. Pairs on which
 * the judge sees no difference are left out.
 */
public record RewardAccuracy(List<Double> noiseless, List<Double> stories, List<Double> noisy, long seed) {
    /** @param firstScores the reward model's scores, in the order of the prompts, as {@code secondScores} */
    public static RewardAccuracy of(
            List<Prompt> prompts,
            List<Answer> first,
            List<Answer> second,
            List<Double> firstScores,
            List<Double> secondScores,
            long seed) {
        Dice dice = Dice.of(seed, "reward accuracy");
        List<Labeler> crew = Labeler.crew();
        List<Double> noiseless = new ArrayList<>();
        List<Double> stories = new ArrayList<>();
        List<Double> noisy = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            Prompt prompt = prompts.get(i);
            boolean prefersFirst = firstScores.get(i) > secondScores.get(i);
            double difference = Preference.score(prompt, first.get(i)) - Preference.score(prompt, second.get(i));
            if (Choice.differs(difference)) {
                double right = prefersFirst == difference > 0 ? 1 : 0;
                noiseless.add(right);
                if (prompt instanceof Prompt.Story) {
                    stories.add(right);
                }
            }
            Choice choice = dice.pick(crew).compare(dice, prompt, first.get(i), second.get(i));
            if (choice.left() || choice.right()) {
                noisy.add(prefersFirst == choice.left() ? 1.0 : 0.0);
            }
        }
        return new RewardAccuracy(noiseless, stories, noisy, seed);
    }

    public Optional<WinRate> rateOf(List<Double> outcomes) {
        return outcomes.isEmpty() ? Optional.empty() : Optional.of(WinRate.of(outcomes, seed));
    }
}
