package hone.trainer.rollout;

import hone.contract.GuardRails;
import hone.contract.RunEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Watches an iteration's numbers. What answers show (divergence, entropy, length) comes from the updates of the iteration before;
 * what updates show (clipping, the value model's loss) comes from this one. Lengths and losses are compared with the run's first
 * iteration, which its events tell a resumed worker.
 */
public final class Guards {
    private static final String LENGTH = "response/tokens_mean";
    private static final String VALUE_LOSS = "loss/value_avg";

    private final Optional<GuardRails> rails;
    private final Optional<Double> klMax;
    private Optional<Map<String, Double>> first;

    /**
     * @param band where the KL ends if the recipe does not say it
     * @param earlier events of earlier workers of the run
     */
    public Guards(Optional<GuardRails> rails, Optional<Double> band, List<RunEvent> earlier) {
        this.rails = rails;
        this.klMax = rails.flatMap(GuardRails::klMax).or(() -> band);
        this.first = earlier.stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(RunEvent.StepReported.class::cast)
                .filter(told -> told.step() == 1)
                .findFirst()
                .map(RunEvent.StepReported::metrics);
    }

    /** After an iteration was reported. */
    public void reported(long iteration, Map<String, Double> metrics) {
        if (iteration == 1 && first.isEmpty()) {
            first = Optional.of(metrics);
        }
    }

    public boolean watchesDivergence() {
        return klMax.isPresent();
    }

    /** @param kl nats an answer */
    public void divergence(double kl, long iteration) {
        klMax.filter(limit -> kl > limit).ifPresent(limit -> {
            throw passed(
                    GuardRailPassed.Rail.KL,
                    format(
                            "After iteration %d the policy had moved %.1f nats an answer away from where it began; the band ends at %.1f.",
                            iteration - 1, kl, limit),
                    iteration,
                    iteration - 2,
                    Map.of("objective/kl", kl, "limit", limit));
        });
    }

    /**
     * @param entropy nats a token, estimated from the sampled tokens
     * @param length mean tokens of an answer
     */
    public void answers(double entropy, double length, long iteration) {
        rails.flatMap(GuardRails::entropyMin).filter(limit -> entropy < limit).ifPresent(limit -> {
            throw passed(
                    GuardRailPassed.Rail.ENTROPY,
                    format(
                            "After iteration %d the policy hardly chooses any more: %.3f nats a token; the floor is %.3f.",
                            iteration - 1, entropy, limit),
                    iteration,
                    iteration - 2,
                    Map.of("policy/entropy_avg", entropy, "limit", limit));
        });
        Optional<Double> before = first.map(metrics -> metrics.get(LENGTH));
        rails.flatMap(GuardRails::lengthFactorMax)
                .filter(limit -> before.isPresent() && (length > limit * before.get() || length * limit < before.get()))
                .ifPresent(limit -> {
                    throw passed(
                            GuardRailPassed.Rail.LENGTH,
                            format(
                                    "After iteration %d answers have %.1f tokens, in the first they had %.1f; a factor of %.2f is allowed.",
                                    iteration - 1, length, before.orElse(0.0), limit),
                            iteration,
                            iteration - 2,
                            Map.of(LENGTH, length, "first", before.orElse(0.0), "limit", limit));
                });
    }

    /** @param share of tokens whose step was clipped */
    public void clipping(double share, long iteration) {
        rails.flatMap(GuardRails::clipFractionMax)
                .filter(limit -> share > limit)
                .ifPresent(limit -> {
                    throw passed(
                            GuardRailPassed.Rail.CLIPPING,
                            format(
                                    "In iteration %d the steps of %.0f %% of the tokens were clipped; the ceiling is %.0f %%.",
                                    iteration, 100 * share, 100 * limit),
                            iteration,
                            iteration - 1,
                            Map.of("policy/clipfrac_avg", share, "limit", limit));
                });
    }

    public void valueLoss(double loss, long iteration) {
        Optional<Double> before = first.map(metrics -> metrics.get(VALUE_LOSS));
        rails.flatMap(GuardRails::valueLossFactorMax)
                .filter(limit -> before.isPresent() && loss > limit * before.get())
                .ifPresent(limit -> {
                    throw passed(
                            GuardRailPassed.Rail.VALUE,
                            format(
                                    "In iteration %d the value model's loss was %.4f, in the first %.4f; a factor of %.1f is allowed.",
                                    iteration, loss, before.orElse(0.0), limit),
                            iteration,
                            iteration - 1,
                            Map.of(VALUE_LOSS, loss, "first", before.orElse(0.0), "limit", limit));
                });
    }

    private static GuardRailPassed passed(
            GuardRailPassed.Rail rail, String sentence, long iteration, long good, Map<String, Double> numbers) {
        return new GuardRailPassed(rail, sentence, iteration, good, numbers);
    }

    private static String format(String sentence, Object... numbers) {
        return String.format(Locale.ROOT, sentence, numbers);
    }
}
