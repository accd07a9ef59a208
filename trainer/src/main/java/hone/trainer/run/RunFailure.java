package hone.trainer.run;

import java.util.Map;

/** A run can't continue. The message is a sentence that a person can act on; the cause is a stable word for machines. */
public final class RunFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String word;
    private final String sentence;
    private final transient Map<String, Double> numbers;

    public RunFailure(String word, String sentence) {
        this(word, sentence, Map.of());
    }

    /** @param numbers what the sentence refers to, by metric name */
    public RunFailure(String word, String sentence, Map<String, Double> numbers) {
        super(sentence);
        this.sentence = sentence;
        this.word = word;
        this.numbers = Map.copyOf(numbers);
    }

    public RunFailure(String word, String sentence, Throwable reason) {
        super(sentence, reason);
        this.sentence = sentence;
        this.word = word;
        this.numbers = Map.of();
    }

    /** Refuses a recipe that lacks what its stage needs. */
    public static void unlessRecipe(boolean holds, String sentence) {
        if (!holds) {
            throw new RunFailure("bad-recipe", "The recipe can't be used: " + sentence + ".");
        }
    }

    public String sentence() {
        return sentence;
    }

    public Map<String, Double> numbers() {
        return numbers;
    }

    /** {@code wrong-hash}, {@code nan-loss}, {@code disk-full} … */
    public String word() {
        return word;
    }
}
