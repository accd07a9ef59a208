package hone.trainer.sft;

import hone.contract.DatasetRecord;
import hone.contract.SftRecipe;
import hone.trainer.data.AnsweredRow;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.LeftOut;
import hone.trainer.data.TokenRows;
import java.util.ArrayList;
import java.util.List;

/**
 * Demonstrations as token rows: the prompt in the model's template, then the answer and its end token, the only part that is learned
 * unless the recipe wants the answers in the prompt learned too.
 */
record DemonstrationRows(List<TokenRows.Row> rows, LeftOut leftOut) {
    static DemonstrationRows of(
            List<DatasetRecord.Demonstration> demonstrations, ExampleRows examples, SftRecipe recipe) {
        List<TokenRows.Row> rows = new ArrayList<>();
        LeftOut leftOut = new LeftOut("rows");
        for (DatasetRecord.Demonstration one : demonstrations) {
            AnsweredRow row = recipe.learnsAllAnswers()
                    ? examples.ofAllAnswers(one.prompt(), one.response(), one.weight())
                    : examples.of(one.prompt(), one.response(), one.weight());
            leftOut.row(row).ifPresent(rows::add);
        }
        return new DemonstrationRows(List.copyOf(rows), leftOut);
    }
}
