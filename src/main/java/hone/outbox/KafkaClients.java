package hone.outbox;

import hone.contract.Topics;
import hone.contract.Wire;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import net.jpountz.lz4.LZ4Factory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Plain Kafka clients with the settings that Hone relies on. Callers close the clients they get. */
@ApplicationScoped
public class KafkaClients {
    /** Must fit a value of 1 MiB with its key and headers. */
    static final int REQUEST_BYTES_MAX = 2 * Wire.RECORD_BYTES_MAX;

    private static final Logger LOG = Logger.getLogger(KafkaClients.class);

    static {
        // Beside the system's class loader Kafka packs by native code only where that is loaded already. In plain Java
        // packing a
        // dataset took a quarter of what freezing it does.
        try {
            LZ4Factory.nativeInstance();
        } catch (LinkageError | AssertionError e) {
            LOG.infof("datasets are packed by plain Java, which is slower: %s", e.getMessage());
        }
    }

    private final Map<String, Object> settings;
    private final Topics topics;

    public KafkaClients(
            @Identifier("default-kafka-broker") Map<String, Object> settings,
            @ConfigProperty(name = "hone.topic-prefix") String topicPrefix) {
        this.settings = settings;
        this.topics = new Topics(topicPrefix);
    }

    public Topics topics() {
        return topics;
    }

    /** Acknowledged by all replicas, idempotent; gives up on a record after 20 s. */
    public Producer<String, byte[]> producer() {
        return new KafkaProducer<>(producing());
    }

    /** All records of a transaction are written or none; another producer with the same id ends this one's open transaction. */
    public Producer<String, byte[]> transactionalProducer(String transactionalId) {
        Map<String, Object> config = producing();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        // A dataset of a million rows takes minutes; brokers allow up to 15 by default.
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 600_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
        // Rows of 2 KB, a million of them: gzip and small batches took longer than reading them from the database.
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        return new KafkaProducer<>(config);
    }

    private Map<String, Object> producing() {
        Map<String, Object> config = new HashMap<>(settings);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES_MAX);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        return config;
    }

    /** Without a consumer group: the reader decides where to begin and keeps its position in PostgreSQL. */
    public Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(consuming("read_committed"));
    }

    /** Sees the end of a topic whatever transaction is still open on it. Not for reading records. */
    public Consumer<byte[], byte[]> uncommittedConsumer() {
        return new KafkaConsumer<>(consuming("read_uncommitted"));
    }

    private Map<String, Object> consuming(String isolation) {
        Map<String, Object> config = new HashMap<>(settings);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        return config;
    }

    public Admin admin() {
        Map<String, Object> config = new HashMap<>(settings);
        config.put("default.api.timeout.ms", 10_000);
        config.put("request.timeout.ms", 5_000);
        return Admin.create(config);
    }
}
