package hone.supervisor;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Between Kafka's headers and the plain map that the contract speaks of. */
final class RecordHeaders {
    private RecordHeaders() {}

    static Map<String, byte[]> map(Headers headers) {
        Map<String, byte[]> map = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                map.put(header.key(), header.value());
            }
        }
        return map;
    }
}
