package hone.supervisor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/** Sets aside messages that can't be read, with the reason, so that the topic moves on and an admin sees them. */
final class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private static final int HEADER_CHARS_MAX = 2000;

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final Counter counter;

    DeadLetters(Producer<String, byte[]> producer, String topic, MeterRegistry meters) {
        this.producer = producer;
        this.topic = topic;
        this.counter = meters.counter("hone.dead.letters");
    }

    /** Returns once the brokers have it. The headers of the record are kept. */
    void add(ConsumerRecord<String, byte[]> record, String reason) throws InterruptedException {
        ProducerRecord<String, byte[]> letter =
                new ProducerRecord<>(topic, null, null, record.key(), record.value(), record.headers());
        header(letter, "hone_reason", reason);
        header(letter, "hone_topic", record.topic());
        header(letter, "hone_partition", Integer.toString(record.partition()));
        header(letter, "hone_offset", Long.toString(record.offset()));
        if (!send(letter)) {
            ProducerRecord<String, byte[]> empty =
                    new ProducerRecord<>(topic, null, null, record.key(), new byte[0], letter.headers());
            send(empty); // the headers say where it is
        }
        // The reason may quote the record, and logs hold no texts of people.
        LOG.warnf(
                "%s-%d@%d was put aside on %s; the reason is its header hone_reason",
                record.topic(), record.partition(), record.offset(), topic);
    }

    /** A line of a run's events that can't be sent as an event; its text may be too large for a record and is left out. */
    void add(String runId, long position, String reason) throws InterruptedException {
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(topic, runId, new byte[0]);
        header(letter, "hone_reason", reason);
        header(letter, "hone_position", Long.toString(position));
        send(letter);
        LOG.errorf(
                "a line of run %s that ends at byte %d was not sent; the reason is a header hone_reason on %s",
                runId, position, topic);
    }

    /** @return false when it is too large for the topic */
    private boolean send(ProducerRecord<String, byte[]> letter) throws InterruptedException {
        try {
            producer.send(letter).get();
            counter.increment();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw new KafkaException("could not put a record aside on " + topic, e.getCause());
        }
    }

    private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().remove(name);
        record.headers()
                .add(
                        name,
                        value.substring(0, Math.min(value.length(), HEADER_CHARS_MAX))
                                .getBytes(StandardCharsets.UTF_8));
    }
}
