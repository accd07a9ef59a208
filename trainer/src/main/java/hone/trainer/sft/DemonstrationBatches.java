package hone.trainer.sft;

import hone.contract.Recipe;
import hone.trainer.data.PackedRows;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.TokenLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * The rows of a step: every epoch has all of them in an order of its own; the last batch of an epoch may be smaller. A batch
 * depends on seed and step alone, so resuming needs no state.
 */
final class DemonstrationBatches {
    private final List<TokenRows.Row> rows;
    private final Recipe.Sft recipe;
    private final int padId;
    private final int tokensMax;
    private final ShuffledOrder order;
    private final long perEpoch;

    /** @param tokensMax of a row that several demonstrations share */
    DemonstrationBatches(List<TokenRows.Row> rows, Recipe.Sft recipe, int tokensMax, int padId, long seed) {
        this.rows = rows;
        this.recipe = recipe;
        this.padId = padId;
        this.tokensMax = tokensMax;
        this.order = new ShuffledOrder(rows.size(), seed);
        this.perEpoch = Math.ceilDiv(rows.size(), recipe.batch().batchRows());
    }

    long steps() {
        return perEpoch * recipe.epochs();
    }

    /** Rows that go through the model at a time. */
    record MicroBatch(int labelCount, Function<Decoder, Tensor> loss) {}

    /** The micro-batches of a step, counted from 0: the same rows whether or not they are packed. */
    List<MicroBatch> at(long step) {
        List<TokenRows.Row> batch = rowsAt(step);
        if (!recipe.packs()) {
            return inMicroBatches(batch, recipe.batch().microBatchRows(), padId).stream()
                    .map(part -> new MicroBatch(part.labelCount(), model -> TokenLoss.sum(model, part)))
                    .toList();
        }
        List<List<TokenRows.Row>> packs = PackedRows.plan(batch, tokensMax);
        List<MicroBatch> microBatches = new ArrayList<>();
        for (int from = 0; from < packs.size(); from += recipe.batch().microBatchRows()) {
            int to = Math.min(packs.size(), from + recipe.batch().microBatchRows());
            PackedRows part = PackedRows.of(packs.subList(from, to), padId);
            microBatches.add(new MicroBatch(part.labelCount(), model -> TokenLoss.sum(model, part)));
        }
        return microBatches;
    }

    private List<TokenRows.Row> rowsAt(long step) {
        long epoch = step / perEpoch;
        long begin = step % perEpoch * recipe.batch().batchRows();
        long end = Math.min(rows.size(), begin + recipe.batch().batchRows());
        List<TokenRows.Row> batch = new ArrayList<>();
        for (long place = begin; place < end; place++) {
            batch.add(rows.get(order.at(epoch * rows.size() + place)));
        }
        return batch;
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
