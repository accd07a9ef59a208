package hone.trainer.run;

import java.util.Map;

/** A run can't continue. The message is a sentence that a person can act on; the cause is a stable word for machines. */
public final class RunFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** Names in files from elsewhere may be megabytes long, and the sentence travels as an event. */
    private static final int SENTENCE_CHARS_MAX = 2000;

    private final String word;
    private final String sentence;
    private final transient Map<String, Double> numbers;

    public RunFailure(String word, String sentence) {
        this(word, sentence, Map.of());
    }

    /** @param numbers what the sentence refers to, by metric name */
    public RunFailure(String word, String sentence, Map<String, Double> numbers) {
        super(brief(sentence));
        this.sentence = brief(sentence);
        this.word = word;
        this.numbers = Map.copyOf(numbers);
    }

    public RunFailure(String word, String sentence, Throwable reason) {
        super(brief(sentence), reason);
        this.sentence = brief(sentence);
        this.word = word;
        this.numbers = Map.of();
    }

    private static String brief(String sentence) {
        int half = SENTENCE_CHARS_MAX / 2;
        return sentence.length() <= SENTENCE_CHARS_MAX
                ? sentence
                : sentence.substring(0, half) + " … " + sentence.substring(sentence.length() - half);
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
