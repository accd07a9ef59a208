package hone.trainer.kto;

import hone.trainer.data.AnsweredRow;
import hone.trainer.data.LabeledAnswers;
import hone.trainer.data.TokenRows;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rated answers as token rows, and beside each the same prompt with the answer to another one, by which the divergence is
 * estimated. Rows that are too long or that the template refuses are left out and counted; an answer to another prompt is
 * cut.
 *
 * @param unrelated of the same size as rows
 */
record LabeledRows(
        List<TokenRows.Row> rows, List<TokenRows.Row> unrelated, List<LabeledAnswers.Labeled> answers, int tooLong) {
    static LabeledRows of(List<LabeledAnswers.Labeled> all, ChatTemplate template, Tokenizer tokenizer, int tokensMax) {
        List<TokenRows.Row> rows = new ArrayList<>();
        List<LabeledAnswers.Labeled> kept = new ArrayList<>();
        for (LabeledAnswers.Labeled one : all) {
            AnsweredRow.of(one.prompt().messages(), one.response(), template, tokenizer)
                    .filter(row -> row.tokens().length <= tokensMax)
                    .ifPresent(row -> {
                        rows.add(row);
                        kept.add(one);
                    });
        }
        List<TokenRows.Row> unrelated = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            LabeledAnswers.Labeled other = kept.get(ofAnotherPrompt(kept, i));
            unrelated.add(cut(
                    AnsweredRow.of(kept.get(i).prompt().messages(), other.response(), template, tokenizer)
                            .orElse(rows.get(i)),
                    tokensMax));
        }
        return new LabeledRows(List.copyOf(rows), List.copyOf(unrelated), List.copyOf(kept), all.size() - kept.size());
    }

    /** The next answer whose prompt is another one; the next at all if there is but one prompt. */
    private static int ofAnotherPrompt(List<LabeledAnswers.Labeled> all, int i) {
        for (int step = 1; step < all.size(); step++) {
            int other = (i + step) % all.size();
            if (!all.get(other).prompt().promptId().equals(all.get(i).prompt().promptId())) {
                return other;
            }
        }
        return (i + 1) % all.size();
    }

    private static TokenRows.Row cut(TokenRows.Row row, int tokensMax) {
        int length = Math.min(tokensMax, row.tokens().length);
        return new TokenRows.Row(
                Arrays.copyOf(row.tokens(), length), Arrays.copyOf(row.learned(), length), row.weight());
    }
}
