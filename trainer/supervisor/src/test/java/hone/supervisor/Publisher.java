package hone.supervisor;

import hone.contract.DatasetAttempt;
import hone.contract.DatasetRecord;
import hone.contract.DatasetRef;
import hone.contract.Message;
import hone.contract.RowHash;
import hone.contract.Split;
import hone.contract.Topics;
import hone.contract.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes datasets as the app does: one transaction a publication, the manifest last. */
final class Publisher {
    private final Topics topics;

    Publisher(Topics topics) {
        this.topics = topics;
    }

    static List<DatasetRecord.Row> rows(int count) {
        List<DatasetRecord.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new DatasetRecord.Demonstration(
                    i,
                    Split.TRAIN,
                    "prompt-" + i,
                    "judgment-" + i,
                    List.of(Message.user("Grüße, " + i + "?")),
                    "Ja, “" + i + "”.",
                    1));
        }
        return rows;
    }

    static DatasetRecord.Manifest manifest(String id, int attempt, List<DatasetRecord.Row> rows) {
        RowHash hash = new RowHash();
        rows.forEach(hash::add);
        return new DatasetRecord.Manifest(
                id,
                attempt,
                rows.size(),
                hash.finish(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    DatasetRef publish(String id, int attempt, List<DatasetRecord.Row> rows) {
        return publish(rows, manifest(id, attempt, rows));
    }

    DatasetRef publish(List<DatasetRecord.Row> rows, DatasetRecord.Manifest manifest) {
        try (Producer<String, byte[]> producer = transactional()) {
            producer.beginTransaction();
            List<RecordMetadata> sent = send(producer, rows, manifest);
            producer.commitTransaction();
            return new DatasetRef(
                    manifest.datasetId(),
                    manifest.attempt(),
                    sent.getFirst().partition(),
                    sent.getFirst().offset(),
                    sent.getLast().offset(),
                    rows.size(),
                    manifest.sha256());
        }
    }

    /** A publisher that died: its records are on the topic, but never count. */
    void publishAborted(String id, int attempt, List<DatasetRecord.Row> rows) {
        try (Producer<String, byte[]> producer = transactional()) {
            producer.beginTransaction();
            send(producer, rows, manifest(id, attempt, rows));
            producer.abortTransaction();
        }
    }

    Producer<String, byte[]> transactional() {
        Map<String, Object> settings = new HashMap<>(Broker.client());
        settings.put("transactional.id", "publisher-" + UUID.randomUUID());
        Producer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    List<RecordMetadata> send(
            Producer<String, byte[]> producer, List<DatasetRecord.Row> rows, DatasetRecord.Manifest manifest) {
        List<RecordMetadata> sent = new ArrayList<>();
        for (DatasetRecord.Row row : rows) {
            sent.add(send(producer, row, manifest));
        }
        sent.add(send(producer, manifest, manifest));
        return sent;
    }

    /** @param manifest says of which attempt the record is */
    RecordMetadata send(Producer<String, byte[]> producer, DatasetRecord one, DatasetRecord.Manifest manifest) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topics.datasets(), manifest.datasetId(), Wire.bytes(one));
        new DatasetAttempt(manifest.datasetId(), manifest.attempt()).headers().forEach(record.headers()::add);
        try {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
