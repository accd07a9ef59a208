package hone.contract;

/** Where a frozen dataset lies on the datasets topic: the attempt that counts and its offsets, both ends included. */
public record DatasetRef(
        String datasetId, int attempt, int partition, long first, long last, long rows, String sha256) {}
