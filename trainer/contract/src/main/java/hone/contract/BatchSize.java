package hone.contract;

/**
 * The rows of one step.
 *
 * @param microBatchRows rows that go through the model at a time; their gradients add up to those of the whole batch
 */
public record BatchSize(int batchRows, int microBatchRows) {
    public BatchSize {
        Allowed.rows("batchRows", batchRows);
        Allowed.rows("microBatchRows", microBatchRows);
        Allowed.part("microBatchRows", microBatchRows, "batchRows", batchRows);
    }

    /** All rows of a step at a time. */
    public static BatchSize whole(int rows) {
        return new BatchSize(rows, rows);
    }
}
