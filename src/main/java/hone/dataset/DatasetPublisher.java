package hone.dataset;

import hone.contract.CloudEvent;
import hone.contract.DatasetAttempt;
import hone.contract.DatasetRecord.Manifest;
import hone.contract.DatasetRef;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.outbox.KafkaClients;
import hone.web.Conflict;
import hone.web.NotFound;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Sends a frozen dataset's rows and then its manifest in one Kafka transaction and stores where they lie. Dead in between: the
 * next one begins a new attempt, and the attempt number on every record keeps them apart. One publisher at a time, by the lease
 * of its attempt: no connection is held while Kafka is waited for. All use the same transactional id, so that a new one ends the
 * transaction that a dead one left open, which would otherwise hold up every reader of the topic.
 */
@ApplicationScoped
public class DatasetPublisher {
    private static final Logger LOG = Logger.getLogger(DatasetPublisher.class);
    private static final int PAGE = 1_000;
    private static final Duration RENEWED_EVERY = Publication.LEASE.dividedBy(5);

    private final Sql sql;
    private final KafkaClients clients;
    private final Dataset.Repo datasets;
    private final Publication.Repo publications;

    DatasetPublisher(Sql sql, KafkaClients clients, Dataset.Repo datasets, Publication.Repo publications) {
        this.sql = sql;
        this.clients = clients;
        this.datasets = datasets;
        this.publications = publications;
    }

    /**
     * Where the dataset is now; sends it when it was never sent, or when what was sent is gone from the topic. One that is
     * there already waits for nobody: only sending is one at a time.
     *
     * @return empty while another publisher is at work, on this dataset or on another; ask again later
     * @throws Conflict when rows of it were deleted since
     * @throws KafkaException when Kafka can't take it; nothing is lost, the next call begins a new attempt
     */
    public Optional<DatasetRef> publish(UUID datasetId) {
        Dataset dataset = Optional.ofNullable(
                        QuarkusTransaction.requiringNew().call(() -> datasets.findById(datasetId)))
                .orElseThrow(() -> new NotFound("dataset " + datasetId));
        dataset.whyNotWhole().ifPresent(why -> {
            throw new Conflict(why);
        });
        int newest = publications.newest(datasetId);
        Optional<DatasetRef> sent = publications.finished(dataset).filter(this::stillThere);
        return sent.isPresent()
                ? sent
                : publications.begin(datasetId, newest, Instant.now()).map(attempt -> attempt(dataset, attempt));
    }

    /** Every dataset that was frozen but never wholly sent. */
    public void publishWhatWaits() {
        for (UUID dataset : publications.unpublished()) {
            publish(dataset);
        }
    }

    private DatasetRef attempt(Dataset dataset, int attempt) {
        try {
            Publication.Place place = send(dataset, attempt);
            publications.finish(dataset.id, attempt, place);
            LOG.infof(
                    "dataset %s attempt %d: %d rows on partition %d, offsets %d to %d",
                    dataset.id, attempt, dataset.rows, place.partition(), place.first(), place.last());
        } catch (RuntimeException e) {
            publications.giveUp(dataset.id, attempt);
            throw e;
        }
        return publications.finished(dataset).orElseThrow();
    }

    private Publication.Place send(Dataset dataset, int attempt) {
        String topic = clients.topics().datasets();
        try (Producer<String, byte[]> producer = clients.transactionalProducer(topic + "-publisher")) {
            producer.initTransactions();
            producer.beginTransaction();
            try {
                Future<RecordMetadata> first = rows(producer, topic, dataset, attempt);
                Manifest manifest = numbered(dataset.manifest, attempt);
                Future<RecordMetadata> last = producer.send(record(
                        topic, dataset, attempt, dataset.rows, CloudEvent.typeOf(manifest), Wire.bytes(manifest)));
                producer.flush();
                RecordMetadata from = first.get();
                RecordMetadata to = last.get();
                producer.commitTransaction();
                return new Publication.Place(from.partition(), from.offset(), to.offset(), Instant.now());
            } catch (KafkaException | ExecutionException | UnreadableMessage e) {
                producer.abortTransaction();
                throw new KafkaException("dataset " + dataset.id + " attempt " + attempt + " was not sent", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted while dataset " + dataset.id + " was sent", e);
            }
        }
    }

    /** The stored bytes go out as they are, and are checked against the hash on the way. */
    private Future<RecordMetadata> rows(Producer<String, byte[]> producer, String topic, Dataset dataset, int attempt) {
        MessageDigest digest = Wire.sha256();
        Optional<Future<RecordMetadata>> first = Optional.empty();
        long position = 0;
        Instant renewed = Instant.now();
        while (true) {
            if (Instant.now().isAfter(renewed.plus(RENEWED_EVERY))) {
                publications.renew(dataset.id, attempt);
                renewed = Instant.now();
            }
            List<Member> page = sql.list(
                    """
                    select kind, row from dataset_member where dataset_id = ? and position >= ?
                    order by position limit %d""".formatted(PAGE),
                    c -> new Member(c.text("kind"), c.text("row").getBytes(StandardCharsets.UTF_8)),
                    dataset.id,
                    position);
            for (Member member : page) {
                digest.update(member.row());
                digest.update((byte) '\n');
                Future<RecordMetadata> sent =
                        producer.send(record(topic, dataset, attempt, position, "hone." + member.kind(), member.row()));
                first = first.isPresent() ? first : Optional.of(sent);
                position++;
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (position != dataset.rows || !sha256.equals(dataset.sha256)) {
            throw new UnreadableMessage("dataset " + dataset.id + " has " + position + " rows with sha256 " + sha256
                    + " in the database, but was frozen as " + dataset.rows + " rows with " + dataset.sha256);
        }
        return first.orElseThrow(() -> new UnreadableMessage("dataset " + dataset.id + " has no rows"));
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, Dataset dataset, int attempt, long position, String type, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, dataset.id.toString(), value);
        new DatasetAttempt(dataset.id.toString(), attempt)
                .headers()
                .forEach((name, header) -> record.headers().add(name, header));
        new CloudEvent(
                        dataset.id + "-" + attempt + "-" + position,
                        "hone-app",
                        type,
                        dataset.id.toString(),
                        dataset.createdAt)
                .headers()
                .forEach((name, header) -> record.headers().add(name, header));
        return record;
    }

    private static Manifest numbered(Manifest m, int attempt) {
        return new Manifest(
                m.datasetId(),
                attempt,
                m.rows(),
                m.sha256(),
                m.kinds(),
                m.splits(),
                m.guidelines(),
                m.labelers(),
                m.simulatedJudgments(),
                m.ties(),
                m.bothBad(),
                m.importedJudgments(),
                m.frozenAt());
    }

    /**
     * Whether the topic still holds the range: somebody may have deleted records, or the topic. Asked without regard to
     * transactions: that of the range was committed before its place was stored, but the broker may not have marked it yet.
     */
    private boolean stillThere(DatasetRef ref) {
        try (Consumer<byte[], byte[]> consumer = clients.uncommittedConsumer()) {
            TopicPartition partition = new TopicPartition(clients.topics().datasets(), ref.partition());
            List<TopicPartition> asked = List.of(partition);
            consumer.assign(asked);
            Long begin = consumer.beginningOffsets(asked).get(partition);
            Long end = consumer.endOffsets(asked).get(partition);
            return begin != null && end != null && begin <= ref.first() && end > ref.last();
        }
    }

    private record Member(String kind, byte[] row) {}
}
