package hone.dataset;

import hone.contract.CloudEvent;
import hone.contract.DatasetRecord.Manifest;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.outbox.KafkaClients;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * One attempt to put a dataset on its topic, in one Kafka transaction: its rows in their order, then its manifest. Nobody sees any of
 * it before {@link #commit}; closed without that, it is as if it had never been. One thread at a time.
 *
 * <p>All attempts use the same transactional id, so that a new one ends the transaction that a dead one left open, which would
 * otherwise hold up every reader of the topic.
 */
final class Sending implements AutoCloseable {
    private final UUID dataset;
    private final int attempt;
    private final Producer<String, byte[]> producer;
    private final RowRecords records;
    private Optional<Future<RecordMetadata>> first = Optional.empty();
    private long rows;
    private boolean ended;

    private Sending(
            KafkaClients clients, Producer<String, byte[]> producer, UUID dataset, int attempt, Instant frozenAt) {
        this.dataset = dataset;
        this.attempt = attempt;
        this.producer = producer;
        this.records = new RowRecords(clients.topics().datasets(), dataset, attempt, frozenAt);
    }

    /** @throws KafkaException when Kafka is away */
    static Sending begin(KafkaClients clients, UUID dataset, int attempt, Instant frozenAt) {
        Producer<String, byte[]> producer =
                clients.transactionalProducer(clients.topics().datasets() + "-publisher");
        try {
            producer.initTransactions();
            producer.beginTransaction();
            return new Sending(clients, producer, dataset, attempt, frozenAt);
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
    }

    int attempt() {
        return attempt;
    }

    /**
     * The next row.
     *
     * @param kind its wire name
     * @param canonical its bytes as they were frozen
     */
    void row(String kind, byte[] canonical) {
        Future<RecordMetadata> sent = producer.send(records.of(rows, "hone." + kind, canonical));
        first = first.isPresent() ? first : Optional.of(sent);
        rows++;
    }

    /** @throws KafkaException when Kafka did not take all of it; then nobody sees any of it */
    Publication.Place commit(Manifest manifest) {
        try {
            Future<RecordMetadata> last =
                    producer.send(records.of(rows, CloudEvent.typeOf(manifest), Wire.bytes(manifest)));
            producer.flush();
            RecordMetadata from = first.orElseThrow(() -> new UnreadableMessage("dataset " + dataset + " has no rows"))
                    .get();
            RecordMetadata to = last.get();
            producer.commitTransaction();
            ended = true;
            return new Publication.Place(from.partition(), from.offset(), to.offset(), Instant.now());
        } catch (ExecutionException e) {
            throw new KafkaException("dataset " + dataset + " attempt " + attempt + " was not sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while dataset " + dataset + " was sent", e);
        }
    }

    @Override
    public void close() {
        try (producer) {
            if (!ended) {
                producer.abortTransaction();
            }
        }
    }
}
