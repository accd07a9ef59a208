package hone.bench.circle;

import hone.bench.figures.WinRate;
import hone.bench.labelers.Answer;
import hone.bench.labelers.Preference;
import hone.bench.world.Dice;
import hone.bench.world.Prompt;
import java.util.ArrayList;
import java.util.List;

/** Two models' answers to held-out prompts, one each, compared by the preference without noise; a tie is a half. */
public final class HeldOutComparison {
    private HeldOutComparison() {}

    /** The sides are drawn at random, so that a judge with a favourite side could not tilt the rate. */
    public static WinRate of(List<Prompt> prompts, List<Answer> ours, List<Answer> theirs, long seed) {
        Dice dice = Dice.of(seed, "sides");
        List<Double> wins = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            wins.add(
                    dice.chance(0.5)
                            ? leftWins(prompts.get(i), ours.get(i), theirs.get(i))
                            : 1 - leftWins(prompts.get(i), theirs.get(i), ours.get(i)));
        }
        return WinRate.of(wins, seed);
    }

    private static double leftWins(Prompt prompt, Answer left, Answer right) {
        return (1 + Math.signum(Preference.score(prompt, left) - Preference.score(prompt, right))) / 2;
    }
}
