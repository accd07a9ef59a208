package hone.trainer.rollout;

import java.util.Map;

/** A run against a score has gone where its numbers no longer mean anything. */
public final class GuardRailPassed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Rail rail;
    private final long iteration;
    private final long goodIteration;
    private final transient Map<String, Double> numbers;

    /** What is watched. */
    public enum Rail {
        KL("kl-above-band", "Raise the KL coefficient or lower the learning rate."),
        ENTROPY("entropy-below-floor", "Lower the learning rate or raise the temperature."),
        LENGTH("length-drift", "Look at the answers: the score may pay for their length."),
        CLIPPING("clip-fraction-above-ceiling", "Lower the learning rate or learn fewer epochs from an answer."),
        VALUE("value-loss-blow-up", "Lower the value model's learning rate.");

        private final String word;
        private final String advice;

        Rail(String word, String advice) {
            this.word = word;
            this.advice = advice;
        }
    }

    /**
     * @param iteration that noticed it, counted from 1
     * @param goodIteration the last one after which all was well
     */
    GuardRailPassed(Rail rail, String sentence, long iteration, long goodIteration, Map<String, Double> numbers) {
        super(sentence);
        this.rail = rail;
        this.iteration = iteration;
        this.goodIteration = Math.max(0, goodIteration);
        this.numbers = Map.copyOf(numbers);
    }

    String word() {
        return rail.word;
    }

    String advice() {
        return rail.advice;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    long iteration() {
        return iteration;
    }

    long goodIteration() {
        return goodIteration;
    }

    Map<String, Double> numbers() {
        return numbers;
    }
}
