package hone.dataset;

import hone.contract.CloudEvent;
import hone.contract.DatasetAttempt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The records of one attempt, with the attributes of CloudEvents. All but id and type are the same on each of a million records, so
 * they are made once: making nine headers anew took as long as packing the row.
 */
final class RowRecords {
    private static final String ID = "ce_id";
    private static final String TYPE = "ce_type";

    private final String topic;
    private final String dataset;
    private final String idBefore;
    private final List<Header> same;
    private final Map<String, Header> types = new HashMap<>();

    RowRecords(String topic, UUID dataset, int attempt, Instant frozenAt) {
        this.topic = topic;
        this.dataset = dataset.toString();
        this.idBefore = dataset + "-" + attempt + "-";
        Map<String, byte[]> headers = new HashMap<>(new DatasetAttempt(this.dataset, attempt).headers());
        headers.putAll(new CloudEvent(idBefore, "hone-app", "hone.dataset", this.dataset, frozenAt).headers());
        headers.remove(ID);
        headers.remove(TYPE);
        this.same = headers.entrySet().stream()
                .<Header>map(header -> new RecordHeader(header.getKey(), header.getValue()))
                .toList();
    }

    /** @param type as CloudEvents has it */
    ProducerRecord<String, byte[]> of(long position, String type, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, dataset, value);
        same.forEach(record.headers()::add);
        record.headers().add(ID, (idBefore + position).getBytes(StandardCharsets.US_ASCII));
        record.headers()
                .add(types.computeIfAbsent(
                        type, named -> new RecordHeader(TYPE, named.getBytes(StandardCharsets.UTF_8))));
        return record;
    }
}
