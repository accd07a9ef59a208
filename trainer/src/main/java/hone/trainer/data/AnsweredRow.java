package hone.trainer.data;

import hone.contract.Message;
import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.List;
import java.util.Optional;

/** A prompt and its answer as a token row in a model's template. */
public final class AnsweredRow {
    private AnsweredRow() {}

    /** Of weight 1; empty if the template refuses the conversation. */
    public static Optional<TokenRows.Row> of(
            List<Message> prompt, String response, ChatTemplate template, Tokenizer tokenizer) {
        try {
            ChatTemplate.Example example = template.example(prompt, response, tokenizer);
            return Optional.of(TokenRows.Row.answering(example.question(), example.answer(), 1));
        } catch (RunFailure e) {
            if (ChatTemplate.refuses(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
