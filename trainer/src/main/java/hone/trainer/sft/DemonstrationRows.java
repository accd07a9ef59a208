package hone.trainer.sft;

import hone.contract.DatasetRecord;
import hone.trainer.data.TokenRows;
import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Demonstrations as token rows: the prompt in the model's template, then the answer and its end token, the only part that the
 * model learns. Rows that are too long are left out and counted: a truncated answer would teach it to stop in the middle. So are
 * those that the template refuses, or for which it can't be said where the answer begins.
 *
 * @param why of the first refusal
 */
record DemonstrationRows(List<TokenRows.Row> rows, int tooLong, int refused, Optional<String> why) {
    static DemonstrationRows of(
            List<DatasetRecord.Demonstration> demonstrations,
            ChatTemplate template,
            Tokenizer tokenizer,
            int tokensMax) {
        List<TokenRows.Row> rows = new ArrayList<>();
        int tooLong = 0;
        int refused = 0;
        Optional<String> why = Optional.empty();
        for (DatasetRecord.Demonstration demonstration : demonstrations) {
            ChatTemplate.Example example;
            try {
                example = template.example(demonstration.prompt(), demonstration.response(), tokenizer);
            } catch (RunFailure e) {
                if (!ChatTemplate.refuses(e)) {
                    throw e;
                }
                refused++;
                why = why.or(() -> Optional.of(e.sentence()));
                continue;
            }
            List<Integer> question = example.question();
            List<Integer> answer = example.answer();
            int length = question.size() + answer.size();
            if (length > tokensMax) {
                tooLong++;
                continue;
            }
            rows.add(TokenRows.Row.answering(question, answer, demonstration.weight()));
        }
        return new DemonstrationRows(List.copyOf(rows), tooLong, refused, why);
    }
}
