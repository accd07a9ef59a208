package hone.trainer.kto;

import hone.trainer.data.AnsweredRow;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.LabeledAnswers;
import hone.trainer.data.LeftOut;
import hone.trainer.data.TokenRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rated answers as token rows, and beside each the same prompt with the answer to another one, by which the divergence is
 * estimated. Of those a row that is too long is cut, and counted: nothing is learned from it, and any text will do. Where there is
 * no other prompt, or the template refuses its answer here, an answer's own row stands for it, and is counted too: such an answer
 * makes the estimate larger.
 *
 * @param unrelated of the same size as rows
 * @param cut how many of them are
 * @param own how many of them are the answer's own rows
 */
record LabeledRows(
        List<TokenRows.Row> rows,
        List<TokenRows.Row> unrelated,
        int cut,
        int own,
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
        int[] others = ofOtherPrompts(kept);
        int cut = 0;
        int own = 0;
        for (int i = 0; i < others.length; i++) {
            if (others[i] != i
                    && ofAnyLength.of(
                                    kept.get(i).prompt().messages(),
                                    kept.get(others[i]).response(),
                                    1)
                            instanceof AnsweredRow.Fitting fitting) {
                cut += fitting.row().tokens().length > examples.tokensMax() ? 1 : 0;
                unrelated.add(cut(fitting.row(), examples.tokensMax()));
            } else {
                own++;
                unrelated.add(rows.get(i));
            }
        }
        return new LabeledRows(List.copyOf(rows), List.copyOf(unrelated), cut, own, List.copyOf(kept), leftOut);
    }

    /** Counts for the run's page, by the names of its metrics. */
    Map<String, Double> counts() {
        Map<String, Double> counts = new HashMap<>(leftOut.metrics());
        counts.put("unrelated_cut", (double) cut);
        counts.put("unrelated_own", (double) own);
        return counts;
    }

    /** For each answer the next one, in a circle, whose prompt is another; its own number if there is but one prompt. */
    private static int[] ofOtherPrompts(List<LabeledAnswers.Labeled> all) {
        int n = all.size();
        int[] others = IntStream.range(0, n).toArray();
        for (int back = 2 * n - 2; back >= 0; back--) { // twice around: whoever is last looks on from the first
            int next = (back + 1) % n;
            others[back % n] = isOfSamePrompt(all, back % n, next) ? others[next] : next;
        }
        return IntStream.range(0, n)
                .map(i -> isOfSamePrompt(all, i, others[i]) ? i : others[i])
                .toArray();
    }

    private static boolean isOfSamePrompt(List<LabeledAnswers.Labeled> all, int one, int other) {
        return all.get(one).prompt().promptId().equals(all.get(other).prompt().promptId());
    }

    private static TokenRows.Row cut(TokenRows.Row row, int tokensMax) {
        int length = Math.min(tokensMax, row.tokens().length);
        return new TokenRows.Row(
                Arrays.copyOf(row.tokens(), length), Arrays.copyOf(row.learned(), length), row.weight());
    }
}
