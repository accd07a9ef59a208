package hone.trainer.score;

import hone.contract.RunEvent;
import hone.contract.ScorePrompt;
import hone.contract.ScoreRecipe;
import hone.trainer.run.RunFailure;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The answers of a recipe as a reward model reads them.
 *
 * @param rows short ones first, so that there is little padding
 * @param unscored those that it can't read
 */
record AnswerRows(List<Row> rows, List<RunEvent.Unscored> unscored) {
    /** @param ids of the prompt, the answer and its end: the same as when the model was trained */
    record Row(String answerId, int[] ids) {}

    /** Depends on the recipe and the model alone. An answer that is named twice is read once. */
    static AnswerRows of(ScoreRecipe recipe, ChatTemplate template, Tokenizer tokenizer, int tokensMax) {
        List<Row> rows = new ArrayList<>();
        List<RunEvent.Unscored> unscored = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ScorePrompt prompt : recipe.prompts()) {
            for (ScorePrompt.Response answer : prompt.answers()) {
                if (!seen.add(answer.answerId())) {
                    continue;
                }
                try {
                    int[] ids = template.example(prompt.messages(), answer.text(), tokenizer)
                            .ids();
                    if (ids.length <= tokensMax) {
                        rows.add(new Row(answer.answerId(), ids));
                    } else {
                        unscored.add(new RunEvent.Unscored(
                                answer.answerId(),
                                "Prompt and answer have %d tokens together, but this model reads %d."
                                        .formatted(ids.length, tokensMax)));
                    }
                } catch (RunFailure e) {
                    if (!ChatTemplate.refuses(e)) {
                        throw e;
                    }
                    unscored.add(new RunEvent.Unscored(answer.answerId(), e.sentence()));
                }
            }
        }
        rows.sort(Comparator.comparingInt(row -> row.ids.length));
        return new AnswerRows(List.copyOf(rows), List.copyOf(unscored));
    }

    int batches(int batchRows) {
        return Math.ceilDiv(rows.size(), batchRows);
    }

    /** @param number from 0 */
    List<Row> batch(int number, int batchRows) {
        return rows.subList(number * batchRows, Math.min(rows.size(), (number + 1) * batchRows));
    }
}
