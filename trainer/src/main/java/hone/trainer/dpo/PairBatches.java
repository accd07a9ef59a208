package hone.trainer.dpo;

import hone.contract.BatchSize;
import hone.trainer.data.EpochBatches;
import hone.trainer.run.DataParallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The pairs of a step that this process learns from, in micro-batches of similar length. */
final class PairBatches {
    private final List<ComparedAnswers> pairs;
    private final BatchSize size;
    private final EpochBatches batches;
    private final DataParallel together;

    PairBatches(List<ComparedAnswers> pairs, BatchSize size, long seed, DataParallel together) {
        this.together = together;
        this.pairs = pairs;
        this.size = size;
        this.batches = new EpochBatches(pairs.size(), size.batchRows(), seed);
    }

    long perEpoch() {
        return batches.perEpoch();
    }

    /**
     * What a step learns from.
     *
     * @param pairCount of all processes
     * @param microBatches numbers of the pairs of this one; none if there are fewer pairs than processes
     */
    record Batch(int pairCount, List<int[]> microBatches) {}

    /** @param step counted from 0 */
    Batch at(long step) {
        int[] all = batches.at(step);
        List<Integer> mine = together.share(sorted(pairs, all));
        return new Batch(all.length, inMicroBatches(mine, size.microBatchRows()));
    }

    /** All pairs, in batches of similar length. */
    static List<int[]> all(List<ComparedAnswers> pairs, int together) {
        return inMicroBatches(sorted(pairs, IntStream.range(0, pairs.size()).toArray()), together);
    }

    private static List<Integer> sorted(List<ComparedAnswers> pairs, int[] which) {
        return Arrays.stream(which)
                .boxed()
                .sorted(Comparator.comparingInt(i -> pairs.get(i).longest()))
                .toList();
    }

    private static List<int[]> inMicroBatches(List<Integer> which, int together) {
        int[] sorted = which.stream().mapToInt(Integer::intValue).toArray();
        List<int[]> parts = new ArrayList<>();
        for (int from = 0; from < sorted.length; from += together) {
            parts.add(Arrays.copyOfRange(sorted, from, Math.min(sorted.length, from + together)));
        }
        return parts;
    }
}
