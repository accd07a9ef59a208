package hone.trainer.data;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.List;

/** How a run writes its examples: in which template, and how long a row may be. */
public record ExampleRows(ChatTemplate template, Tokenizer tokenizer, int tokensMax) {
    /** The prompt, then the answer and its end, the only part that is learned. */
    public AnsweredRow of(DatasetRecord.Demonstration one) {
        return of(one.prompt(), one.response(), one.weight());
    }

    /** The same of any prompt and answer. */
    public AnsweredRow of(List<Message> prompt, String response, double weight) {
        try {
            ChatTemplate.Example example = template.example(prompt, response, tokenizer);
            return fitting(TokenRows.Row.answering(example.question(), example.answer(), weight));
        } catch (RunFailure e) {
            return refused(e);
        }
    }

    /** The same, but every answer of the conversation is learned, those in the prompt too. */
    public AnsweredRow ofAllAnswers(List<Message> prompt, String response, double weight) {
        if (prompt.stream().noneMatch(turn -> turn.role().equals("assistant"))) {
            return of(prompt, response, weight);
        }
        try {
            ChatTemplate.Learned all = template.allAnswers(prompt, response, tokenizer);
            return fitting(TokenRows.Row.learning(all.ids(), all.learned(), weight));
        } catch (RunFailure e) {
            return refused(e);
        }
    }

    private AnsweredRow fitting(TokenRows.Row row) {
        return row.tokens().length > tokensMax ? new AnsweredRow.TooLong() : new AnsweredRow.Fitting(row);
    }

    private static AnsweredRow refused(RunFailure failure) {
        if (!ChatTemplate.refuses(failure)) {
            throw failure;
        }
        return new AnsweredRow.Refused(failure.sentence());
    }
}
