package hone.trainer.grpo;

import hone.contract.GrpoSettings;
import java.util.Arrays;

/**
 * How much better an answer is than the others to its prompt. Sources: Shao et al. 2024, arXiv 2402.03300, section 4.1.2 (group);
 * Liu et al. 2025, arXiv 2503.20783 (none); Ahmadian et al. 2024, arXiv 2402.14740 (leave one out, RLOO). Deviations are those of
 * a sample, divided by n − 1.
 */
public final class GroupAdvantages {
    private GroupAdvantages() {}

    /**
     * @param rewards group by group
     * @param how a word of {@link GrpoSettings}
     * @param epsilon added to deviations
     */
    public static double[] of(double[] rewards, int groupSize, String how, double epsilon) {
        double[] advantages = new double[rewards.length];
        double all = deviation(rewards);
        for (int from = 0; from < rewards.length; from += groupSize) {
            double[] group = Arrays.copyOfRange(rewards, from, from + groupSize);
            double mean = Arrays.stream(group).average().orElse(0);
            double scale = switch (how) {
                case GrpoSettings.GROUP -> 1 / (deviation(group) + epsilon);
                case GrpoSettings.BATCH -> 1 / (all + epsilon);
                case GrpoSettings.LEAVE_ONE_OUT -> groupSize / (groupSize - 1.0); // r − mean of the others
                default -> 1;
            };
            for (int i = 0; i < groupSize; i++) {
                advantages[from + i] = (group[i] - mean) * scale;
            }
        }
        return advantages;
    }

    static double deviation(double[] numbers) {
        double mean = Arrays.stream(numbers).average().orElse(0);
        double squares =
                Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / Math.max(1, numbers.length - 1));
    }
}
