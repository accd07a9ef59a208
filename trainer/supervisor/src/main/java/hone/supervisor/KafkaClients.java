package hone.supervisor;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The few clients of the service, each with the guarantees that its use depends on.
 *
 * @param settings where the brokers are and how to sign in: {@code bootstrap.servers} and the like
 */
record KafkaClients(Map<String, Object> settings) {
    /** Room for a record of the allowed size with its headers. */
    private static final int REQUEST_BYTES_MAX = 2 << 20;

    /** Shares a topic with the other supervisors; commits only explicitly, once a command is on the disk. */
    Consumer<String, byte[]> groupConsumer(String group) {
        Map<String, Object> with = new HashMap<>(settings);
        with.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        with.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        with.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        with.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        with.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
        // After this time a killed supervisor's share of the topic is read by others, instead of the default 45 s.
        with.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        with.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        return new KafkaConsumer<>(with, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads a named range and nothing else: no group, and an offset that is gone is an error, not another offset. */
    Consumer<String, byte[]> rangeConsumer() {
        Map<String, Object> with = new HashMap<>(settings);
        with.remove(ConsumerConfig.GROUP_ID_CONFIG);
        with.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        with.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        with.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(with, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Keeps the order and never drops a record on its own: an event overtaken by the next would be worse than a late one. */
    Producer<String, byte[]> producer() {
        Map<String, Object> with = new HashMap<>(settings);
        with.put(ProducerConfig.ACKS_CONFIG, "all");
        with.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        with.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        with.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES_MAX);
        return new KafkaProducer<>(with, new StringSerializer(), new ByteArraySerializer());
    }

    Admin admin() {
        return Admin.create(settings);
    }
}
