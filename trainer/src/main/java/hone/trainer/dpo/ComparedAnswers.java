package hone.trainer.dpo;

import hone.trainer.data.AnsweredRow;
import hone.trainer.data.Preferences;
import hone.trainer.data.TokenRows;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pair as two token rows: the prompt with the answer that was chosen, and with the one that was rejected.
 *
 * @param weight of its loss
 */
record ComparedAnswers(TokenRows.Row chosen, TokenRows.Row rejected, double weight) {

    /**
     * The pairs of some judgments; those with a row that is too long or that the template refuses are left out and counted: a
     * truncated answer would be another answer.
     */
    record Fitting(List<ComparedAnswers> pairs, int tooLong) {}

    static Fitting of(List<Preferences.Group> groups, ChatTemplate template, Tokenizer tokenizer, int tokensMax) {
        List<ComparedAnswers> pairs = new ArrayList<>();
        int tooLong = 0;
        for (Preferences.Group group : groups) {
            List<Optional<TokenRows.Row>> rows = group.answers().stream()
                    .map(answer -> AnsweredRow.of(group.prompt().messages(), answer, template, tokenizer)
                            .filter(row -> row.tokens().length <= tokensMax))
                    .toList();
            for (Preferences.Pair pair : group.pairs()) {
                Optional<TokenRows.Row> better = rows.get(pair.better());
                Optional<TokenRows.Row> worse = rows.get(pair.worse());
                if (better.isPresent() && worse.isPresent()) {
                    pairs.add(new ComparedAnswers(better.get(), worse.get(), pair.weight()));
                } else {
                    tooLong++;
                }
            }
        }
        return new Fitting(List.copyOf(pairs), tooLong);
    }

    int longest() {
        return Math.max(chosen.tokens().length, rejected.tokens().length);
    }

    int tokens() {
        return chosen.tokens().length + rejected.tokens().length;
    }
}
