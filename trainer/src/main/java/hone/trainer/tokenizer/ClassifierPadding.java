package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * What transformers fills short rows with when it scores them. It takes the score at the last token that is not the padding, so
 * the padding must not be what a row ends with; but many models pad with the very token that ends an answer. For a classifier
 * made from such a model another mark is named: an unused one at best. A vocabulary without any leaves it open, and then
 * transformers scores single rows and refuses several, which is better than another score.
 *
 * @param mark empty if there is none that would do
 */
public record ClassifierPadding(Optional<Mark> mark) {
    /** A token that no text is encoded to. */
    record Mark(String content, int id) {}

    public static ClassifierPadding of(Tokenizer tokenizer, ChatTemplate template) {
        int last = template.answer("!", tokenizer).getLast();
        Optional<Mark> own = tokenizer.padding().filter(mark -> mark.id != last);
        return new ClassifierPadding(own.or(() -> tokenizer.specialTokens().stream()
                .filter(mark -> mark.id != last)
                .min(Comparator.comparingInt(ClassifierPadding::use).thenComparing(Mark::id))));
    }

    /** Smaller for marks that templates are less likely to write; none of them ends a row. */
    private static int use(Mark mark) {
        String content = mark.content.toLowerCase(Locale.ROOT);
        if (content.contains("pad")) {
            return 0;
        }
        if (content.contains("reserved") || content.contains("unused")) {
            return 1;
        }
        return content.contains("unk") || content.contains("endoftext") ? 2 : 3;
    }

    /** In config.json, where transformers looks while it scores. */
    public void writeTo(ObjectNode config) {
        mark.ifPresentOrElse(some -> config.put("pad_token_id", some.id), () -> config.putNull("pad_token_id"));
    }

    /** In tokenizer_config.json, so that rows are filled with the same. */
    void writeToTokenizer(ObjectNode config) {
        mark.ifPresentOrElse(some -> config.put("pad_token", some.content), () -> config.remove("pad_token"));
    }
}
