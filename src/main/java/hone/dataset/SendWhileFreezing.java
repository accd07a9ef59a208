package hone.dataset;

import hone.contract.DatasetRecord.Manifest;
import hone.outbox.KafkaClients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Sends the rows of a large dataset while they are made, instead of reading them from the database again afterwards. Kafka's
 * transaction is committed only after the database's: until then nobody sees anything of it, and if the freezing fails there never
 * was anything. What goes wrong here fails no freezing: the dataset then waits for {@link PublishDatasets}, like small ones.
 */
@ApplicationScoped
class SendWhileFreezing {
    private static final Logger LOG = Logger.getLogger(SendWhileFreezing.class);

    /** Of a dataset that is sent after it was frozen. */
    static final RowsOnTheirWay LATER = new RowsOnTheirWay(Optional.empty());

    private final KafkaClients clients;
    private final Publication.Repo publications;
    private final TransactionSynchronizationRegistry transaction;

    SendWhileFreezing(
            KafkaClients clients, Publication.Repo publications, TransactionSynchronizationRegistry transaction) {
        this.clients = clients;
        this.publications = publications;
        this.transaction = transaction;
    }

    /**
     * Begins it, if nobody else sends a dataset: until the running transaction ends nobody else begins to.
     *
     * @return what takes the rows; one that ignores them where sending has to wait
     */
    RowsOnTheirWay begin(UUID dataset, Instant frozenAt) {
        if (!publications.nobodySends()) {
            return LATER;
        }
        try {
            RowsOnTheirWay rows = new RowsOnTheirWay(
                    Optional.of(Sending.begin(clients, dataset, 1, frozenAt.truncatedTo(ChronoUnit.MICROS))));
            transaction.registerInterposedSynchronization(new AtTheEnd(rows));
            return rows;
        } catch (KafkaException e) {
            LOG.warnf("dataset %s is sent after it is frozen: %s", dataset, e.getMessage());
            return LATER;
        }
    }

    /** The attempt, in the transaction that freezes: from its commit on others wait for its lease. */
    void frozen(UUID dataset, RowsOnTheirWay rows, Manifest manifest, Instant now) {
        rows.sending().ifPresent(sending -> {
            publications.going(dataset, sending.attempt(), now);
            rows.whole(dataset, manifest);
        });
    }

    /** Takes the rows as they are made; after Kafka has refused one it takes no more. */
    static final class RowsOnTheirWay {
        private Optional<Sending> sending;
        private Optional<UUID> dataset = Optional.empty();
        private Optional<Manifest> manifest = Optional.empty();

        RowsOnTheirWay(Optional<Sending> sending) {
            this.sending = sending;
        }

        synchronized Optional<Sending> sending() {
            return sending;
        }

        synchronized void row(String kind, byte[] canonical) {
            if (sending.isEmpty()) {
                return;
            }
            try {
                sending.get().row(kind, canonical);
            } catch (KafkaException e) {
                LOG.warnf("a dataset is sent after it is frozen: %s", e.getMessage());
                Sending given = sending.get();
                sending = Optional.empty();
                close(given);
            }
        }

        synchronized void whole(UUID frozen, Manifest said) {
            dataset = Optional.of(frozen);
            manifest = Optional.of(said);
        }

        private static void close(Sending sending) {
            try {
                sending.close();
            } catch (KafkaException e) {
                LOG.debugf("its transaction ends by itself: %s", e.getMessage());
            }
        }
    }

    /** Kafka's transaction ends as the database's did. */
    private final class AtTheEnd implements Synchronization {
        private final RowsOnTheirWay rows;

        AtTheEnd(RowsOnTheirWay rows) {
            this.rows = rows;
        }

        @Override
        public void beforeCompletion() {
            // Nothing: the attempt's row is written by whoever freezes.
        }

        /** On a thread of its own: this one is still busy with the transaction, and somebody waits for its answer. */
        @Override
        public void afterCompletion(int status) {
            Thread.ofVirtual().name("dataset-is-sent").start(() -> end(status == Status.STATUS_COMMITTED));
        }

        private void end(boolean frozen) {
            Optional<Sending> sending = rows.sending();
            if (sending.isEmpty()) {
                return;
            }
            try {
                if (frozen && rows.manifest.isPresent()) {
                    finish(sending.get(), rows.dataset.orElseThrow(), rows.manifest.get());
                }
            } catch (RuntimeException e) {
                LOG.warnf("a dataset is sent once more: %s", e.getMessage());
                rows.dataset.ifPresent(
                        dataset -> publications.giveUp(dataset, sending.get().attempt()));
            } finally {
                RowsOnTheirWay.close(sending.get());
            }
        }

        private void finish(Sending sending, UUID dataset, Manifest manifest) {
            Publication.Place place = sending.commit(manifest);
            publications.finish(dataset, sending.attempt(), place);
            LOG.infof(
                    "dataset %s was sent while it was frozen: %d rows on partition %d, offsets %d to %d",
                    dataset, manifest.rows(), place.partition(), place.first(), place.last());
        }
    }
}
