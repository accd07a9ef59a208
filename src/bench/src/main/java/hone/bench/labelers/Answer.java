package hone.bench.labelers;

/**
 * An answer as a labeler sees it.
 *
 * @param ended whether the model ended it itself, rather than a token limit
 */
public record Answer(String text, boolean ended) {
    public static Answer whole(String text) {
        return new Answer(text, true);
    }
}
