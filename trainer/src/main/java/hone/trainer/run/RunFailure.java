package hone.trainer.run;

/** A run can't go on. The message is a sentence that a person can act on; the cause word is stable, for machines. */
public final class RunFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String word;
    private final String sentence;

    public RunFailure(String word, String sentence) {
        super(sentence);
        this.sentence = sentence;
        this.word = word;
    }

    public RunFailure(String word, String sentence, Throwable reason) {
        super(sentence, reason);
        this.sentence = sentence;
        this.word = word;
    }

    /** Refuses a recipe that does not hold what its stage needs. */
    public static void unlessRecipe(boolean holds, String sentence) {
        if (!holds) {
            throw new RunFailure("bad-recipe", "The recipe can't be used: " + sentence + ".");
        }
    }

    public String sentence() {
        return sentence;
    }

    /** {@code wrong-hash}, {@code nan-loss}, {@code disk-full} … */
    public String word() {
        return word;
    }
}
