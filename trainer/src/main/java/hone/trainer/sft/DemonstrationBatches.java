package hone.trainer.sft;

import hone.contract.SftRecipe;
import hone.trainer.data.DemonstrationRows;
import hone.trainer.data.EpochBatches;
import hone.trainer.data.InTwo;
import hone.trainer.data.LabelledRows;
import hone.trainer.data.PackedRows;
import hone.trainer.data.TokenRows;
import hone.trainer.run.DataParallel;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rows of a step that this process learns from, in micro-batches. */
final class DemonstrationBatches {
    private final DemonstrationRows rows;
    private final SftRecipe recipe;
    private final int padId;
    private final int tokensMax;
    private final EpochBatches batches;
    private final DataParallel together;

    /** @param tokensMax of a row that several demonstrations share */
    DemonstrationBatches(
            DemonstrationRows rows, SftRecipe recipe, int tokensMax, int padId, long seed, DataParallel together) {
        this.rows = rows;
        this.recipe = recipe;
        this.padId = padId;
        this.tokensMax = tokensMax;
        this.together = together;
        this.batches = new EpochBatches(rows.size(), recipe.batch().batchRows(), seed);
    }

    long steps() {
        return batches.perEpoch() * recipe.epochs();
    }

    /** Rows that go through the model at a time, in at most two parts. */
    record MicroBatch(List<? extends LabelledRows> parts) {}

    /**
     * What a step learns from.
     *
     * @param labelCount of all processes' rows
     * @param microBatches of this one; none if there are fewer rows than processes
     */
    record Batch(int labelCount, List<MicroBatch> microBatches) {}

    /** The batch of a step, counted from 0: the same rows whether or not they are packed, and however many processes share them. */
    Batch at(long step) {
        List<TokenRows.Row> batch = rows.at(batches.at(step), tokensMax).stream()
                .sorted(Comparator.comparingInt(DemonstrationBatches::tokens))
                .toList();
        int labelCount = batch.stream().mapToInt(TokenRows.Row::labelCount).sum();
        return new Batch(labelCount, inMicroBatches(together.share(batch)));
    }

    private List<MicroBatch> inMicroBatches(List<TokenRows.Row> batch) {
        int most = recipe.batch().microBatchRows();
        if (!recipe.packs()) {
            return several(batch, most)
                    .map(rows -> new MicroBatch(InTwo.of(rows, row -> 1, DemonstrationBatches::tokens).stream()
                            .map(part -> TokenRows.rightPadded(part, padId))
                            .toList()))
                    .toList();
        }
        return several(PackedRows.plan(batch, tokensMax), most)
                .map(packs -> new MicroBatch(InTwo.of(packs, pack -> 1, DemonstrationBatches::tokensOf).stream()
                        .map(part -> PackedRows.of(part, padId))
                        .toList()))
                .toList();
    }

    private static int tokens(TokenRows.Row row) {
        return row.tokens().length;
    }

    private static int tokensOf(List<TokenRows.Row> pack) {
        return pack.stream().mapToInt(DemonstrationBatches::tokens).sum();
    }

    private static <T> Stream<List<T>> several(List<T> all, int most) {
        return IntStream.range(0, Math.ceilDiv(all.size(), most))
                .mapToObj(i -> all.subList(i * most, Math.min(all.size(), (i + 1) * most)));
    }

    /** Rows of similar length together, so that there is little padding. */
    static List<TokenRows> inMicroBatches(List<TokenRows.Row> rows, int perMicroBatch, int padId) {
        List<TokenRows.Row> sorted = rows.stream()
                .sorted(Comparator.comparingInt(DemonstrationBatches::tokens))
                .toList();
        return several(sorted, perMicroBatch)
                .map(some -> TokenRows.rightPadded(some, padId))
                .toList();
    }
}
