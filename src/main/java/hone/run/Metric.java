package hone.run;

import java.util.Arrays;
import java.util.Optional;

/** How pages name what a trainer measures, and what each number is. Metrics that are not listed go by the trainer's own name. */
public enum Metric {
    LOSS("loss", "Loss", "mean cross entropy per answer token, in nats; held out: on prompts that training never sees"),
    HELD_OUT_LOSS("held-out loss", "Held-out loss", ""),
    REWARD_LOSS("reward-loss", "Loss", "−log σ(chosen − rejected − margin), mean of a group’s pairs, in nats"),
    ACCURACY("accuracy", "Right pairs", "share of pairs in which the chosen answer scores higher"),
    HELD_OUT_ACCURACY("held-out accuracy", "Right on held-out pairs", ""),
    MARGIN("margin", "Margin", "how much higher the chosen answer scores, mean over pairs"),
    SCORES(
            "objective/scores",
            "Reward",
            "mean score by the reward model; 0 is the mean and 1 the spread of the SFT model’s answers"),
    SCORES_DEVIATION("objective/scores_deviation", "Spread of the rewards", ""),
    KL(
            "objective/kl",
            "KL to the policy before",
            "nats per answer; high means that it has moved far from where it began"),
    TOKENS("response/tokens_mean", "Answer length, tokens", "mean tokens an answer. Watch this when the reward rises."),
    ENDED("response/ended", "Answers that ended by themselves", ""),
    ENTROPY(
            "objective/entropy",
            "Entropy of the answers",
            "nats per answer; falling towards 0 means always the same words"),
    RLHF_REWARD("objective/rlhf_reward", "Reward after the KL penalty", ""),
    KL_PENALTY("objective/non_score_reward", "KL penalty", ""),
    BEST_SCORE(
            "best-of-n/score_best",
            "Score of the best answer",
            "mean over prompts of the highest score of their answers"),
    MEAN_SCORE("best-of-n/score_mean", "Score of all answers", "mean over all sampled answers"),
    BEST_ROWS(
            "best-of-n/rows",
            "Prompts with an answer to learn from",
            "answers that were cut, or that a rule finds wrong, are not learned"),
    BEST_PROMPTS("best-of-n/prompts", "Prompts answered", ""),
    POLICY_LOSS("loss/policy_avg", "Policy loss", "clipped loss of the policy, mean per token"),
    VALUE_LOSS("loss/value_avg", "Value loss", "clipped loss of the value model, mean per token"),
    POLICY_CLIPPED("policy/clipfrac_avg", "Clipped share, policy", ""),
    VALUE_CLIPPED("val/clipfrac_avg", "Clipped share, value", ""),
    RATIO("val/ratio", "Probability ratio", "new over old probability, mean; 1 is no change"),
    APPROXIMATE_KL("policy/approxkl_avg", "KL of one update", ""),
    END_TOKENS("val/num_eos_tokens", "End tokens", ""),
    LEARNING_RATE("lr", "Learning rate", ""),
    GRADIENT_NORM("grad_norm", "Gradient norm", "");

    private final String name;
    private final String label;
    private final String note;

    Metric(String name, String label, String note) {
        this.name = name;
        this.label = label;
        this.note = note;
    }

    public static String label(String name) {
        return named(name).map(metric -> metric.label).orElse(name);
    }

    public static String note(String name) {
        return named(name)
                .map(metric -> metric.note)
                .filter(note -> !note.isEmpty())
                .orElse("as the trainer reports it: " + name);
    }

    private static Optional<Metric> named(String name) {
        return Arrays.stream(values())
                .filter(metric -> metric.name.equals(name))
                .findFirst();
    }
}
