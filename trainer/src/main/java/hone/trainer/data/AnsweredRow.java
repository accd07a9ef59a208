package hone.trainer.data;

/** A prompt and its answer as a token row in a model's template, or why nothing is learned from it. */
public sealed interface AnsweredRow {
    /** It can be learned from. */
    record Fitting(TokenRows.Row row) implements AnsweredRow {}

    /** It has more tokens than a row may have. */
    record TooLong() implements AnsweredRow {}

    /**
     * The template refuses the conversation, or it can't be said for sure which tokens are the answer's.
     *
     * @param why a sentence for a person
     */
    record Refused(String why) implements AnsweredRow {}
}
