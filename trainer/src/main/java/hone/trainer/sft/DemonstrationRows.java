package hone.trainer.sft;

import hone.contract.DatasetRecord;
import hone.trainer.data.TokenRows;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Demonstrations as token rows: the prompt in the model's template, then the answer and its end token, the only part that the
 * model learns. Rows that are too long are left out and counted: a truncated answer would teach it to stop in the middle.
 */
record DemonstrationRows(List<TokenRows.Row> rows, int tooLong) {
    static DemonstrationRows of(
            List<DatasetRecord.Demonstration> demonstrations,
            ChatTemplate template,
            Tokenizer tokenizer,
            int tokensMax) {
        List<TokenRows.Row> rows = new ArrayList<>();
        int tooLong = 0;
        for (DatasetRecord.Demonstration demonstration : demonstrations) {
            List<Integer> question = template.question(demonstration.prompt(), tokenizer);
            List<Integer> answer = template.answer(demonstration.response(), tokenizer);
            int length = question.size() + answer.size();
            if (length > tokensMax) {
                tooLong++;
                continue;
            }
            int[] tokens = new int[length];
            boolean[] learned = new boolean[length];
            for (int t = 0; t < length; t++) {
                boolean ofAnswer = t >= question.size();
                tokens[t] = ofAnswer ? answer.get(t - question.size()) : question.get(t);
                learned[t] = ofAnswer;
            }
            rows.add(new TokenRows.Row(tokens, learned, (float) demonstration.weight()));
        }
        return new DemonstrationRows(List.copyOf(rows), tooLong);
    }
}
