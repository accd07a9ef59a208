package hone.contract;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which freezing of which dataset a record belongs to; on every record of {@code datasets} as two headers. */
public record DatasetAttempt(String datasetId, int attempt) {
    public DatasetAttempt {
        Check.id("datasetId", datasetId);
        Check.positive("attempt", attempt);
    }

    /** {@code hone_dataset} and {@code hone_attempt}; the number is decimal text. */
    public Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(DatasetRecord.HEADER_DATASET, datasetId.getBytes(StandardCharsets.UTF_8));
        headers.put(DatasetRecord.HEADER_ATTEMPT, Integer.toString(attempt).getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    /** @throws UnreadableMessage if a header is missing or invalid */
    public static DatasetAttempt read(Map<String, byte[]> headers) {
        String attempt = Headers.text(headers, DatasetRecord.HEADER_ATTEMPT);
        try {
            return new DatasetAttempt(Headers.text(headers, DatasetRecord.HEADER_DATASET), Integer.parseInt(attempt));
        } catch (NumberFormatException e) {
            throw new UnreadableMessage(
                    "header " + DatasetRecord.HEADER_ATTEMPT + " is '" + attempt + "', no number", e);
        }
    }
}
