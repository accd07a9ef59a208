package hone.trainer.data;

/**
 * Which rows a step learns from, by their numbers: every epoch has all of them in an order of its own; the last batch of an epoch may
 * be smaller. A batch depends on seed and step alone, so resuming needs no state.
 */
public final class EpochBatches {
    private final int rows;
    private final int batchRows;
    private final ShuffledOrder order;
    private final long perEpoch;

    public EpochBatches(int rows, int batchRows, long seed) {
        this.rows = rows;
        this.batchRows = batchRows;
        this.order = new ShuffledOrder(rows, seed);
        this.perEpoch = Math.ceilDiv(rows, batchRows);
    }

    /** How many batches an epoch has. */
    public long perEpoch() {
        return perEpoch;
    }

    /** @param step counted from 0 */
    public int[] at(long step) {
        long epoch = step / perEpoch;
        long begin = step % perEpoch * batchRows;
        long end = Math.min(rows, begin + batchRows);
        int[] batch = new int[(int) (end - begin)];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = order.at(epoch * rows + begin + i);
        }
        return batch;
    }
}
