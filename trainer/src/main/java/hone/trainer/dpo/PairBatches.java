package hone.trainer.dpo;

import hone.contract.BatchSize;
import hone.trainer.data.EpochBatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The pairs of a step in micro-batches of similar length. */
final class PairBatches {
    private final List<ComparedAnswers> pairs;
    private final BatchSize size;
    private final EpochBatches batches;

    PairBatches(List<ComparedAnswers> pairs, BatchSize size, long seed) {
        this.pairs = pairs;
        this.size = size;
        this.batches = new EpochBatches(pairs.size(), size.batchRows(), seed);
    }

    long perEpoch() {
        return batches.perEpoch();
    }

    /** Numbers of the pairs of a step, counted from 0. */
    List<int[]> at(long step) {
        return ofSimilarLength(pairs, batches.at(step), size.microBatchRows());
    }

    /** All pairs, in batches of similar length. */
    static List<int[]> all(List<ComparedAnswers> pairs, int together) {
        return ofSimilarLength(pairs, IntStream.range(0, pairs.size()).toArray(), together);
    }

    private static List<int[]> ofSimilarLength(List<ComparedAnswers> pairs, int[] which, int together) {
        int[] sorted = Arrays.stream(which)
                .boxed()
                .sorted(Comparator.comparingInt(i -> pairs.get(i).longest()))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> parts = new ArrayList<>();
        for (int from = 0; from < sorted.length; from += together) {
            parts.add(Arrays.copyOfRange(sorted, from, Math.min(sorted.length, from + together)));
        }
        return parts;
    }
}
