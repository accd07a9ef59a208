package hone.bench.labelers;

/**
 * An answer as a labeler sees it.
 *
 * @param ended the model ended it itself; false when a token limit cut it
 */
public record Answer(String text, boolean ended) {
    public static Answer whole(String text) {
        return new Answer(text, true);
    }
}
