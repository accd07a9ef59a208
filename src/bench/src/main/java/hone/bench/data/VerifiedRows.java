package hone.bench.data;

import hone.bench.stack.RunningHone;
import hone.contract.DatasetAttempt;
import hone.contract.DatasetRecord;
import hone.contract.DatasetRef;
import hone.contract.RowHash;
import hone.contract.Topics;
import hone.contract.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a published dataset as the trainer's supervisor does: every row of the attempt, checked on a thread of its own while the next ones
 * are fetched, then count and sha256.
 */
final class VerifiedRows {
    private VerifiedRows() {}

    static void read(RunningHone hone, DatasetRef ref) throws IOException {
        Properties settings = new Properties();
        settings.putAll(hone.kafkaClient());
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "none");
        TopicPartition partition = new TopicPartition(new Topics("hone.").datasets(), ref.partition());
        RowHash hash = new RowHash();
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                ExecutorService checking = Executors.newSingleThreadExecutor()) {
            Future<?> last = checking.submit(() -> {});
            consumer.assign(List.of(partition));
            consumer.seek(partition, ref.first());
            while (consumer.position(partition) <= ref.last()) {
                ConsumerRecords<byte[], byte[]> next = consumer.poll(Duration.ofMillis(500));
                last.get();
                last = checking.submit(() -> check(next, ref, hash));
            }
            last.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException("dataset " + ref.datasetId() + " could not be read", e);
        }
        if (hash.rows() != ref.rows() || !hash.finish().equals(ref.sha256())) {
            throw new IOException("dataset " + ref.datasetId() + " did not arrive as it was frozen");
        }
    }

    private static void check(ConsumerRecords<byte[], byte[]> records, DatasetRef ref, RowHash hash) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() <= ref.last()
                    && DatasetAttempt.read(headers(record)).equals(ref.datasetAttempt())
                    && Wire.read(record.value(), DatasetRecord.class) instanceof DatasetRecord.Row row) {
                hash.add(row, record.value());
            }
        }
    }

    /** Those two that tell which attempt a record belongs to. */
    private static Map<String, byte[]> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, byte[]> headers = new HashMap<>();
        for (String name : List.of(DatasetRecord.HEADER_DATASET, DatasetRecord.HEADER_ATTEMPT)) {
            Optional.ofNullable(record.headers().lastHeader(name))
                    .ifPresent(header -> headers.put(name, header.value()));
        }
        return headers;
    }
}
