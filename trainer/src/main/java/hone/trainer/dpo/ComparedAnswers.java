package hone.trainer.dpo;

import hone.trainer.data.AnsweredRow;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.LeftOut;
import hone.trainer.data.Preferences;
import hone.trainer.data.TokenRows;
import java.util.ArrayList;
import java.util.List;

/**
 * A pair as two token rows: the prompt with the answer that was chosen, and with the one that was rejected.
 *
 * @param weight of its loss
 */
record ComparedAnswers(TokenRows.Row chosen, TokenRows.Row rejected, double weight) {

    /** The pairs of some judgments, and how many are left out because one of their answers is. */
    record Fitting(List<ComparedAnswers> pairs, LeftOut leftOut) {}

    static Fitting of(List<Preferences.Group> groups, ExampleRows examples) {
        List<ComparedAnswers> pairs = new ArrayList<>();
        LeftOut leftOut = new LeftOut("pairs");
        for (Preferences.Group group : groups) {
            List<AnsweredRow> rows = group.answers().stream()
                    .map(answer -> examples.of(group.prompt().messages(), answer, 1))
                    .toList();
            for (Preferences.Pair pair : group.pairs()) {
                AnsweredRow better = rows.get(pair.better());
                AnsweredRow worse = rows.get(pair.worse());
                if (better instanceof AnsweredRow.Fitting chosen && worse instanceof AnsweredRow.Fitting rejected) {
                    pairs.add(new ComparedAnswers(chosen.row(), rejected.row(), pair.weight()));
                } else {
                    leftOut.count(List.of(better, worse));
                }
            }
        }
        return new Fitting(List.copyOf(pairs), leftOut);
    }

    int longest() {
        return Math.max(chosen.tokens().length, rejected.tokens().length);
    }

    int tokens() {
        return chosen.tokens().length + rejected.tokens().length;
    }
}
