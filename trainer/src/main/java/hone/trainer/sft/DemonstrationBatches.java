package hone.trainer.sft;

import hone.contract.Recipe;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rows of a step: every epoch has all of them in an order of its own; the last batch of an epoch may be smaller. A batch
 * depends on seed and step alone, so resuming needs no state.
 */
final class DemonstrationBatches {
    private final List<TokenRows.Row> rows;
    private final Recipe.Sft recipe;
    private final int padId;
    private final ShuffledOrder order;
    private final long perEpoch;

    DemonstrationBatches(List<TokenRows.Row> rows, Recipe.Sft recipe, int padId, long seed) {
        this.rows = rows;
        this.recipe = recipe;
        this.padId = padId;
        this.order = new ShuffledOrder(rows.size(), seed);
        this.perEpoch = Math.ceilDiv(rows.size(), recipe.batch().batchRows());
    }

    long steps() {
        return perEpoch * recipe.epochs();
    }

    /** The micro-batches of a step, counted from 0. */
    List<TokenRows> at(long step) {
        long epoch = step / perEpoch;
        long begin = step % perEpoch * recipe.batch().batchRows();
        long end = Math.min(rows.size(), begin + recipe.batch().batchRows());
        List<TokenRows.Row> batch = new ArrayList<>();
        for (long place = begin; place < end; place++) {
            batch.add(rows.get(order.at(epoch * rows.size() + place)));
        }
        return inMicroBatches(batch, recipe.batch().microBatchRows(), padId);
    }

    /** Rows of similar length together, so that there is little padding. */
    static List<TokenRows> inMicroBatches(List<TokenRows.Row> rows, int perMicroBatch, int padId) {
        List<TokenRows.Row> sorted = rows.stream()
                .sorted(Comparator.comparingInt(row -> row.tokens().length))
                .toList();
        List<TokenRows> microBatches = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += perMicroBatch) {
            microBatches.add(
                    TokenRows.rightPadded(sorted.subList(from, Math.min(sorted.size(), from + perMicroBatch)), padId));
        }
        return microBatches;
    }
}
