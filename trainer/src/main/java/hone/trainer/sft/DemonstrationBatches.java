package hone.trainer.sft;

import hone.contract.SftRecipe;
import hone.trainer.data.EpochBatches;
import hone.trainer.data.PackedRows;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.TokenLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/** The rows of a step in micro-batches. */
final class DemonstrationBatches {
    private final List<TokenRows.Row> rows;
    private final SftRecipe recipe;
    private final int padId;
    private final int tokensMax;
    private final EpochBatches batches;

    /** @param tokensMax of a row that several demonstrations share */
    DemonstrationBatches(List<TokenRows.Row> rows, SftRecipe recipe, int tokensMax, int padId, long seed) {
        this.rows = rows;
        this.recipe = recipe;
        this.padId = padId;
        this.tokensMax = tokensMax;
        this.batches = new EpochBatches(rows.size(), recipe.batch().batchRows(), seed);
    }

    long steps() {
        return batches.perEpoch() * recipe.epochs();
    }

    /** Rows that go through the model at a time. */
    record MicroBatch(int labelCount, Function<Decoder, Tensor> loss) {}

    /** The micro-batches of a step, counted from 0: the same rows whether or not they are packed. */
    List<MicroBatch> at(long step) {
        List<TokenRows.Row> batch =
                Arrays.stream(batches.at(step)).mapToObj(rows::get).toList();
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
