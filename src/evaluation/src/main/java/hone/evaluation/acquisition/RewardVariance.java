package hone.evaluation.acquisition;

import java.util.OptionalDouble;

/**
 * How differently several reward models see the answers of a task. Each says by Bradley and Terry with which probability one answer is
 * preferred to another, σ(r<sub>a</sub> − r<sub>b</sub>); the variance of that over the models is what Christiano et al. choose queries by
 * (<a href="https://arxiv.org/abs/1706.03741">Deep reinforcement learning from human preferences</a>, 2017, section 2.2.4). A probability
 * has a variance of ¼ at most, so four times the variance is from 0 to 1. Of more than two answers it is the mean over their pairs.
 */
public final class RewardVariance {
    private static final double LARGEST = 0.25;

    private RewardVariance() {}

    /**
     * @param rewards (models, answers)
     * @return empty for fewer than two models or answers: one opinion has no variance
     */
    public static OptionalDouble of(double[][] rewards) {
        if (rewards.length < 2 || rewards[0].length < 2) {
            return OptionalDouble.empty();
        }
        int answers = rewards[0].length;
        for (double[] ofModel : rewards) {
            check(ofModel, answers);
        }
        double sum = 0;
        int pairs = 0;
        for (int a = 0; a < answers; a++) {
            for (int b = a + 1; b < answers; b++) {
                sum += variance(rewards, a, b);
                pairs++;
            }
        }
        return OptionalDouble.of(Math.min(1, sum / pairs / LARGEST));
    }

    private static void check(double[] ofModel, int answers) {
        if (ofModel.length != answers) {
            throw new IllegalArgumentException(
                    "each model gives a reward to each of " + answers + " answers, not to " + ofModel.length);
        }
        for (double reward : ofModel) {
            if (!Double.isFinite(reward)) {
                throw new IllegalArgumentException("a reward is a number, not " + reward);
            }
        }
    }

    /** Over the models as they are: they are all that is asked about, not a sample of more. */
    private static double variance(double[][] rewards, int a, int b) {
        double mean = 0;
        for (double[] ofModel : rewards) {
            mean += preferred(ofModel[a], ofModel[b]) / rewards.length;
        }
        double variance = 0;
        for (double[] ofModel : rewards) {
            double apart = preferred(ofModel[a], ofModel[b]) - mean;
            variance += apart * apart / rewards.length;
        }
        return variance;
    }

    private static double preferred(double one, double other) {
        return 1 / (1 + Math.exp(other - one));
    }
}
