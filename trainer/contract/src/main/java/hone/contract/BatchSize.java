package hone.contract;

/**
 * The rows of one step.
 *
 * @param microBatchRows rows that go through the model at a time; their gradients add up to those of the whole batch
 */
public record BatchSize(int batchRows, int microBatchRows) {
    public BatchSize {
        Check.within("batchRows", batchRows, Recipe.ROWS_MAX);
        Check.within("microBatchRows", microBatchRows, Recipe.ROWS_MAX);
        Check.require(
                microBatchRows < 1 || batchRows % microBatchRows == 0,
                "microBatchRows",
                microBatchRows,
                "must divide batchRows");
    }

    /** All rows of a step at a time. */
    public static BatchSize whole(int rows) {
        return new BatchSize(rows, rows);
    }
}
