package hone.trainer.kto;

import hone.trainer.data.AnsweredRow;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.LabeledAnswers;
import hone.trainer.data.LeftOut;
import hone.trainer.data.TokenRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rated answers as token rows, and beside each the same prompt with the answer to another one, by which the divergence is
 * estimated. Of those a row that is too long is cut, and counted: nothing is learned from it, and any text will do.
 *
 * @param unrelated of the same size as rows
 * @param cut how many of them are
 */
record LabeledRows(
        List<TokenRows.Row> rows,
        List<TokenRows.Row> unrelated,
        int cut,
        List<LabeledAnswers.Labeled> answers,
        LeftOut leftOut) {
    static LabeledRows of(List<LabeledAnswers.Labeled> all, ExampleRows examples) {
        List<TokenRows.Row> rows = new ArrayList<>();
        List<LabeledAnswers.Labeled> kept = new ArrayList<>();
        LeftOut leftOut = new LeftOut("rows");
        for (LabeledAnswers.Labeled one : all) {
            leftOut.row(examples.of(one.prompt().messages(), one.response(), 1)).ifPresent(row -> {
                rows.add(row);
                kept.add(one);
            });
        }
        ExampleRows ofAnyLength = new ExampleRows(examples.template(), examples.tokenizer(), Integer.MAX_VALUE);
        List<TokenRows.Row> unrelated = new ArrayList<>();
        int cut = 0;
        for (int i = 0; i < kept.size(); i++) {
            LabeledAnswers.Labeled other = kept.get(ofAnotherPrompt(kept, i));
            AnsweredRow row = ofAnyLength.of(kept.get(i).prompt().messages(), other.response(), 1);
            TokenRows.Row whole = row instanceof AnsweredRow.Fitting fitting ? fitting.row() : rows.get(i);
            cut += whole.tokens().length > examples.tokensMax() ? 1 : 0;
            unrelated.add(cut(whole, examples.tokensMax()));
        }
        return new LabeledRows(List.copyOf(rows), List.copyOf(unrelated), cut, List.copyOf(kept), leftOut);
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
