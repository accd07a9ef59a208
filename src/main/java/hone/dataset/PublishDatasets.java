package hone.dataset;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Publishes what was frozen and not yet published: soon after freezing, and after a crash in between. */
@ApplicationScoped
class PublishDatasets {
    private static final Logger LOG = Logger.getLogger(PublishDatasets.class);

    private final DatasetPublisher publisher;

    PublishDatasets(DatasetPublisher publisher) {
        this.publisher = publisher;
    }

    @Scheduled(
            identity = "publish-datasets",
            every = "{hone.rounds.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        try {
            publisher.publishWhatWaits();
        } catch (KafkaException e) {
            LOG.warnf("a dataset waits for Kafka, nothing is lost: %s", e.getMessage());
        }
    }
}
