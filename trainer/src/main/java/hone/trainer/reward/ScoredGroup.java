package hone.trainer.reward;

import hone.trainer.data.AnsweredRow;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.LeftOut;
import hone.trainer.data.Preferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One judgment as token rows: the prompt with each distinct answer, and the pairs that people made of them.
 *
 * @param rows prompt, answer, end token
 */
record ScoredGroup(List<int[]> rows, List<Preferences.Pair> pairs) {
    /** Empty and counted if one of its answers is left out. */
    static Optional<ScoredGroup> of(Preferences.Group group, ExampleRows examples, LeftOut leftOut) {
        List<AnsweredRow> rows = group.answers().stream()
                .map(answer -> examples.of(group.prompt().messages(), answer, 1))
                .toList();
        leftOut.count(rows);
        List<int[]> fitting = new ArrayList<>();
        for (AnsweredRow row : rows) {
            if (!(row instanceof AnsweredRow.Fitting one)) {
                return Optional.empty();
            }
            fitting.add(one.row().tokens());
        }
        return Optional.of(new ScoredGroup(List.copyOf(fitting), group.pairs()));
    }

    static List<ScoredGroup> all(List<Preferences.Group> groups, ExampleRows examples, LeftOut leftOut) {
        return groups.stream()
                .flatMap(group -> of(group, examples, leftOut).stream())
                .toList();
    }

    int longest() {
        return rows.stream().mapToInt(row -> row.length).max().orElse(0);
    }
}
