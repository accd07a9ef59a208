package hone.dataset;

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
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Sends a frozen dataset's rows and then its manifest in one Kafka transaction and stores where they lie. Dead in between: the
 * next one begins a new attempt, and the attempt number on every record keeps them apart. One publisher at a time, by the lease
 * of its attempt: no connection is held while Kafka is waited for. A large dataset is sent while it is frozen ({@link SendWhileFreezing});
 * here it is sent from its rows when that was not possible, did not come to its end, or Kafka has lost it.
 */
@ApplicationScoped
public class DatasetPublisher {
    private static final Logger LOG = Logger.getLogger(DatasetPublisher.class);
    private static final int PAGE = 1_000;
    /** A row may have a mebibyte: a page ends by bytes as well, with the row that reaches this. */
    private static final int PAGE_BYTES = 8 << 20;

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
     * Where the dataset is on the topic; sends it if it was never sent, or is no longer there. A dataset that is there waits for
     * nobody: only sending is one at a time.
     *
     * @return empty while another publisher is at work, on this dataset or another one; ask again later
     * @throws Conflict if rows of it have been deleted
     * @throws KafkaException if Kafka can't take it; nothing is lost, the next call begins a new attempt
     */
    public Optional<DatasetRef> publish(UUID datasetId) {
        Dataset dataset = Optional.ofNullable(
                        QuarkusTransaction.requiringNew().call(() -> datasets.findById(datasetId)))
                .orElseThrow(() -> new NotFound("dataset " + datasetId));
        dataset.whyNotWhole().ifPresent(why -> {
            throw new Conflict(why);
        });
        int newest = publications.newest(datasetId);
        Optional<DatasetRef> finished = publications.finished(dataset);
        Optional<DatasetRef> sent = finished.filter(this::stillThere);
        if (sent.isPresent()) {
            return sent;
        }
        Publication.Known known =
                new Publication.Known(newest, finished.map(DatasetRef::attempt).orElse(0));
        return publications.begin(datasetId, known, Instant.now()).map(attempt -> attempt(dataset, attempt));
    }

    /** Every dataset that was frozen but never completely sent. */
    public void publishWhatWaits() {
        for (UUID dataset : publications.unpublished()) {
            try {
                publish(dataset);
            } catch (Conflict e) {
                LOG.debugf("dataset %s is not sent: %s", dataset, e.sentence()); // rows were deleted just now
            } catch (KafkaException e) {
                if (!(e.getCause() instanceof UnreadableMessage)) {
                    throw e;
                }
                LOG.errorf(e, "dataset %s can't be sent; others are", dataset);
            }
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
        try (Sending sending = Sending.begin(clients, dataset.id, attempt, dataset.createdAt)) {
            rows(sending, dataset);
            return sending.commit(numbered(dataset.manifest, attempt));
        } catch (UnreadableMessage e) {
            throw new KafkaException("dataset " + dataset.id + " attempt " + attempt + " was not sent", e);
        }
    }

    /** The stored bytes go out as they are, and are checked against the hash on the way. */
    private void rows(Sending sending, Dataset dataset) {
        MessageDigest digest = Wire.sha256();
        long position = 0;
        Instant renewed = Instant.now();
        while (true) {
            if (Instant.now().isAfter(renewed.plus(RENEWED_EVERY))) {
                publications.renew(dataset.id, sending.attempt());
                renewed = Instant.now();
            }
            List<Member> page = sql.list(
                    """
                    select kind, convert_to(row, 'UTF8') as row from (
                      select kind, row, position, sum(octet_length(row)) over (order by position) - octet_length(row) as before from (
                        select kind, row, position from dataset_member where dataset_id = ? and position >= ?
                        order by position limit %d) m) m
                    where before < %d order by position""".formatted(PAGE, PAGE_BYTES),
                    c -> new Member(c.text("kind"), c.bytes("row")),
                    dataset.id,
                    position);
            for (Member member : page) {
                digest.update(member.row());
                digest.update((byte) '\n');
                sending.row(member.kind(), member.row());
                position++;
            }
            if (page.isEmpty()) {
                break;
            }
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (position != dataset.rows || !sha256.equals(dataset.sha256)) {
            throw new UnreadableMessage("dataset " + dataset.id + " has " + position + " rows with sha256 " + sha256
                    + " in the database, but was frozen as " + dataset.rows + " rows with " + dataset.sha256);
        }
    }

    static Manifest numbered(Manifest m, int attempt) {
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
                m.weights(),
                m.scan(),
                m.frozenAt());
    }

    /**
     * Whether the topic still has the range: somebody may have deleted records, or the topic. Checked regardless of transactions:
     * that of the range was committed before its position was stored, but the broker may not have marked it yet.
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
