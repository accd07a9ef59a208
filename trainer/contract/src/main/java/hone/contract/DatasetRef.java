package hone.contract;

/** Where a frozen dataset is on the datasets topic: the attempt that counts, and its first and last offset. */
public record DatasetRef(
        String datasetId, int attempt, int partition, long first, long last, long rows, String sha256) {
    public DatasetRef {
        Check.id("datasetId", datasetId);
        Check.positive("attempt", attempt);
        Check.notNegative("partition", partition);
        Check.notNegative("first", first);
        Check.notNegative("rows", rows);
        Check.require(
                last - first >= rows,
                "last",
                last,
                "from " + first + " on there must be " + rows + " rows and a manifest");
        Check.sha256("sha256", sha256);
    }

    public DatasetAttempt datasetAttempt() {
        return new DatasetAttempt(datasetId, attempt);
    }
}
