package hone.bench.circle;

import hone.bench.labelers.Answer;
import hone.bench.labelers.Choice;
import hone.bench.labelers.Labeler;
import hone.bench.labelers.Preference;
import hone.bench.world.Dice;
import hone.bench.world.Prompt;
import hone.evaluation.RewardAccuracy;
import hone.evaluation.RewardAccuracy.Preferred;
import hone.evaluation.WinRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often a reward model prefers the same answer as the noiseless preference, or as a labeler with errors. Pairs on which the
 * judge sees no difference are left out.
 */
public record RewardAgreement(List<Double> noiseless, List<Double> stories, List<Double> noisy, long seed) {
    /** @param firstScores the reward model's scores, in the order of the prompts, as {@code secondScores} */
    public static RewardAgreement of(
            List<Prompt> prompts,
            List<Answer> first,
            List<Answer> second,
            List<Double> firstScores,
            List<Double> secondScores,
            long seed) {
        Dice dice = Dice.of(seed, "reward accuracy");
        List<Labeler> crew = Labeler.crew();
        List<Preferred> better = new ArrayList<>();
        List<Preferred> betterStory = new ArrayList<>();
        List<Preferred> chosen = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            Prompt prompt = prompts.get(i);
            Preferred preferred = preferred(prompt, first.get(i), second.get(i));
            better.add(preferred);
            betterStory.add(prompt instanceof Prompt.Story ? preferred : Preferred.NEITHER);
            Choice choice = dice.pick(crew).compare(dice, prompt, first.get(i), second.get(i));
            chosen.add(choice.left() ? Preferred.FIRST : choice.right() ? Preferred.SECOND : Preferred.NEITHER);
        }
        return new RewardAgreement(
                RewardAccuracy.of(firstScores, secondScores, better),
                RewardAccuracy.of(firstScores, secondScores, betterStory),
                RewardAccuracy.of(firstScores, secondScores, chosen),
                seed);
    }

    private static Preferred preferred(Prompt prompt, Answer first, Answer second) {
        double difference = Preference.score(prompt, first) - Preference.score(prompt, second);
        if (!Choice.differs(difference)) {
            return Preferred.NEITHER;
        }
        return difference > 0 ? Preferred.FIRST : Preferred.SECOND;
    }

    public Optional<WinRate> rateOf(List<Double> outcomes) {
        return outcomes.isEmpty() ? Optional.empty() : Optional.of(WinRate.of(outcomes, seed));
    }
}
