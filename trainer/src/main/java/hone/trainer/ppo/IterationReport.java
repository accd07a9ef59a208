package hone.trainer.ppo;

import hone.trainer.rollout.Rollout;
import hone.trainer.tensor.Memory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The metrics of an iteration, named as in TRL's former PPOTrainer, and how long its parts took. */
final class IterationReport {
    private final Map<String, Double> metrics = new TreeMap<>(Memory.metrics());
    private double divergence;

    void put(String name, double value) {
        metrics.put(name, value);
    }

    /**
     * Means over sequences, in nats: of k1 summed over an answer, of −log p summed over an answer, and of the tokens' and the
     * answers' rewards.
     *
     * @param scores after the penalty
     */
    void objective(double kl, double entropy, double nonScoreReward, double scores, double klCoefficient) {
        divergence = kl;
        put("objective/kl", kl);
        put("objective/entropy", entropy);
        put("objective/non_score_reward", nonScoreReward);
        put("objective/scores", scores);
        put("objective/rlhf_reward", nonScoreReward + scores);
        put("objective/kl_coefficient", klCoefficient);
    }

    /** A number that was put before. */
    double of(String name) {
        return metrics.getOrDefault(name, Double.NaN);
    }

    /** KL as {@link #objective} was given it. */
    double divergence() {
        return divergence;
    }

    void answers(List<Rollout> rollouts) {
        double tokens = rollouts.stream().mapToInt(Rollout::answerTokens).sum();
        double ended = rollouts.stream().filter(Rollout::ended).count();
        put("num_tokens", tokens);
        put("response/tokens_mean", tokens / rollouts.size());
        put("response/ended", ended / rollouts.size());
        put("val/num_eos_tokens", ended);
    }

    void learned(List<PolicyUpdates.Seen> policy, List<ValueUpdates.Seen> value) {
        double ratio = mean(policy, PolicyUpdates.Seen::ratio);
        put("loss/policy_avg", mean(policy, PolicyUpdates.Seen::loss));
        put("loss/value_avg", mean(value, ValueUpdates.Seen::loss));
        put("policy/approxkl_avg", mean(policy, PolicyUpdates.Seen::approximateKl));
        put("policy/clipfrac_avg", mean(policy, PolicyUpdates.Seen::clipFraction));
        put("policy/entropy_avg", mean(policy, PolicyUpdates.Seen::entropy));
        put("val/clipfrac_avg", mean(value, ValueUpdates.Seen::clipFraction));
        put("val/ratio", ratio);
        put("val/ratio_var", varianceOfRatio(policy, ratio));
        put("grad_norm", mean(policy, PolicyUpdates.Seen::norm));
        if (policy.stream().anyMatch(seen -> seen.written() > 0)) {
            put("loss/sft_avg", mean(policy, PolicyUpdates.Seen::written));
        }
        put("grad_norm/value", mean(value, ValueUpdates.Seen::norm));
    }

    /** Seconds of the iteration's three parts. */
    void time(double sampling, double scoring, double learning) {
        put("time/sampling_seconds", sampling);
        put("time/scoring_seconds", scoring);
        put("time/learning_seconds", learning);
    }

    private static double varianceOfRatio(List<PolicyUpdates.Seen> seen, double mean) {
        double squares = seen.stream()
                .mapToDouble(one -> (one.ratio() - mean) * (one.ratio() - mean))
                .sum();
        return squares / Math.max(1, seen.size() - 1);
    }

    private static <T> double mean(List<T> all, ToDoubleFunction<T> number) {
        return all.stream().mapToDouble(number).average().orElse(0);
    }

    Map<String, Double> metrics() {
        Map<String, Double> finite = new TreeMap<>(metrics);
        finite.values().removeIf(value -> !Double.isFinite(value));
        return finite;
    }
}
