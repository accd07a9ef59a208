package hone.trainer.dpo;

import hone.contract.BatchSize;
import hone.trainer.data.ShuffledOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which pairs a step learns from: every epoch has all of them in an order of its own; the last batch of an epoch may be smaller. A
 * batch depends on seed and step alone, so resuming needs no state.
 */
final class PairBatches {
    private final List<ComparedAnswers> pairs;
    private final BatchSize size;
    private final ShuffledOrder order;
    private final long perEpoch;

    PairBatches(List<ComparedAnswers> pairs, BatchSize size, long seed) {
        this.pairs = pairs;
        this.size = size;
        this.order = new ShuffledOrder(pairs.size(), seed);
        this.perEpoch = Math.ceilDiv(pairs.size(), size.batchRows());
    }

    long perEpoch() {
        return perEpoch;
    }

    /** Numbers of the pairs of a step, counted from 0, in micro-batches of similar length. */
    List<int[]> at(long step) {
        long epoch = step / perEpoch;
        long begin = step % perEpoch * size.batchRows();
        long end = Math.min(pairs.size(), begin + size.batchRows());
        int[] batch = new int[(int) (end - begin)];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = order.at(epoch * pairs.size() + begin + i);
        }
        return ofSimilarLength(pairs, batch, size.microBatchRows());
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
