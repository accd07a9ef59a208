package hone.contract;

import java.util.List;
import java.util.Optional;

/**
 * Written answers that PPO goes on learning (PPO-ptx, Ouyang et al. 2022, arXiv 2203.02155, eq. 2).
 *
 * @param sftCoefficient weight of the loss on them, mixed into each step of the policy; absent: they are not learned
 * @param sftAnswers {@value #ALL}, or {@value #CHECKED}, those to prompts that the recipe's verifier can judge; absent: all. Where a
 *     rule knows what is right, people's answers and the reward say the same; where taste decides, the reward has learned from
 *     comparisons what the answers don't know yet
 */
public record SftMix(Optional<Double> sftCoefficient, Optional<String> sftAnswers) {
    public static final String ALL = "all";
    public static final String CHECKED = "checked";

    static final SftMix NONE = new SftMix(Optional.empty(), Optional.empty());

    public SftMix {
        sftCoefficient.ifPresent(coefficient -> Allowed.weight("sftCoefficient", coefficient));
        sftAnswers.ifPresent(word -> Check.oneOf("sftAnswers", word, List.of(ALL, CHECKED)));
    }

    /** All of them. */
    static SftMix of(double coefficient) {
        return new SftMix(Optional.of(coefficient), Optional.empty());
    }

    /** Those that a rule could judge. */
    static SftMix ofChecked(double coefficient) {
        return new SftMix(Optional.of(coefficient), Optional.of(CHECKED));
    }

    public boolean onlyChecked() {
        return sftAnswers.filter(CHECKED::equals).isPresent();
    }
}
