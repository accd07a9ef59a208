package hone.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.outbox.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * A topic, which is created with the broker's defaults if it is not there. The key names the job, as OpenLineage's own clients do,
 * so that the events of a job stay in order however many partitions the topic has. Not by the outbox: a topic that refuses them
 * must hold up lineage only.
 */
final class KafkaTransport implements Transport, AutoCloseable {
    static final String NAME = "kafka";

    private final KafkaClients clients;
    private final String topic;
    private @Nullable Producer<String, byte[]> producer;

    KafkaTransport(KafkaClients clients, String topic) {
        this.clients = clients;
        this.topic = topic;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> send(String payload) throws InterruptedException {
        try {
            open().send(new ProducerRecord<>(topic, key(payload), payload.getBytes(StandardCharsets.UTF_8)))
                    .get();
            return Optional.empty();
        } catch (ExecutionException e) {
            close();
            return Optional.of("Kafka: " + (e.getCause() == null ? e : e.getCause()));
        } catch (KafkaException e) {
            close();
            return Optional.of("Kafka: " + e.getMessage());
        }
    }

    private static String key(String payload) {
        JsonNode job = Wire.read(payload, JsonNode.class).path("job");
        return "run:" + job.path("namespace").asText() + "/" + job.path("name").asText();
    }

    private Producer<String, byte[]> open() throws ExecutionException, InterruptedException {
        if (producer == null) {
            try (Admin admin = clients.admin()) {
                if (!admin.listTopics().names().get().contains(topic)) {
                    create(admin);
                }
            }
            producer = clients.producer();
        }
        return producer;
    }

    private void create(Admin admin) throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // Another instance was quicker.
                throw e;
            }
        }
    }

    /** The next event opens a new one. */
    @Override
    public void close() {
        Producer<String, byte[]> closing = producer;
        producer = null;
        if (closing != null) {
            closing.close(Duration.ZERO);
        }
    }
}
