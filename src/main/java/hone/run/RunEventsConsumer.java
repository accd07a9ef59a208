package hone.run;

import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.deadletter.DeadLetters;
import hone.outbox.KafkaClients;
import hone.outbox.KafkaTopics;
import hone.outbox.Outbox;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code run-events} and applies each event once. Its position is stored in PostgreSQL, in the transaction that applies
 * the event, so the two can't disagree. Every instance reads; a lock on the row in {@code consumed} lets one of them apply a
 * record and makes the others skip it. A consumer group would reassign a partition only after a timeout, and its offsets would
 * be stored apart from the data they refer to.
 */
@ApplicationScoped
public class RunEventsConsumer {
    private static final Logger LOG = Logger.getLogger(RunEventsConsumer.class);
    private static final int TRIES_MAX = 5;
    private static final int DEAD_LETTER_CHARACTERS_MAX = 100_000;

    private final KafkaClients clients;
    private final KafkaTopics topics;
    private final ApplyRunEvent applyRunEvent;
    private final Outbox outbox;
    private final DeadLetters deadLetters;
    private final Sql sql;
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    RunEventsConsumer(
            KafkaClients clients,
            KafkaTopics topics,
            ApplyRunEvent applyRunEvent,
            Outbox outbox,
            DeadLetters deadLetters,
            Sql sql) {
        this.clients = clients;
        this.topics = topics;
        this.applyRunEvent = applyRunEvent;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.sql = sql;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().name("run-events").daemon().start(this::loop);
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        stop.countDown();
        if (thread != null && !thread.join(Duration.ofSeconds(10))) {
            LOG.warn(
                    "The reader of run-events did not end within 10 s; the event in hand will be applied at the next start.");
        }
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    private void loop() {
        while (!stopping()) {
            if (topics.established()) {
                try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
                    seek(consumer);
                    while (!stopping()) {
                        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                            if (stopping()) {
                                return;
                            }
                            take(record);
                        }
                    }
                } catch (RuntimeException e) {
                    LOG.warnf("run-events can't be read just now, nothing is lost: %s", e.getMessage());
                }
            }
            pause(Duration.ofSeconds(1));
        }
    }

    private void seek(Consumer<byte[], byte[]> consumer) {
        String topic = clients.topics().runEvents();
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        consumer.assign(partitions);
        var ends = consumer.endOffsets(partitions);
        var begins = consumer.beginningOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long next = QuarkusTransaction.requiringNew()
                    .call(() -> nextOffset(partition, begins.getOrDefault(partition, 0L)));
            if (next > ends.getOrDefault(partition, 0L)) {
                LOG.errorf(
                        "%s ends at %d, but %d was read before: Kafka has lost records. Reading begins again at its start; "
                                + "events that were applied are recognised and passed by.",
                        partition, ends.getOrDefault(partition, 0L), next);
                next = begins.getOrDefault(partition, 0L);
                long from = next;
                QuarkusTransaction.requiringNew()
                        .run(() -> sql.run(
                                "update consumed set next_offset = ? where topic = ? and partition = ?",
                                from,
                                partition.topic(),
                                partition.partition()));
            }
            consumer.seek(partition, next);
        }
    }

    private long nextOffset(TopicPartition partition, long begin) {
        sql.run(
                "insert into consumed (topic, partition, next_offset) values (?, ?, ?) on conflict do nothing",
                partition.topic(),
                partition.partition(),
                begin);
        return sql.number(
                "select next_offset from consumed where topic = ? and partition = ?",
                partition.topic(),
                partition.partition());
    }

    /** Applies a record, or sets it aside with the reason if it can't be applied; skipping it silently is not an option. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        for (int attempt = 1; !stopping(); attempt++) {
            try {
                once(record, () -> applyRunEvent.apply(Wire.read(value(record), RunEvent.class), Instant.now()));
                return;
            } catch (UnreadableMessage e) {
                once(record, () -> setAside(record, String.valueOf(e.getMessage())));
                return;
            } catch (RuntimeException e) {
                // The database may be down: then setting aside fails as well, and the loop starts over.
                if (attempt >= TRIES_MAX) {
                    LOG.errorf(e, "event at %s-%d could not be applied", record.topic(), record.offset());
                    once(record, () -> setAside(record, "could not be applied: " + e.getMessage()));
                    return;
                }
                pause(Duration.ofMillis(100L << attempt));
            }
        }
    }

    private void once(ConsumerRecord<byte[], byte[]> record, Runnable work) {
        QuarkusTransaction.requiringNew().run(() -> {
            long next = sql.number(
                    "select next_offset from consumed where topic = ? and partition = ? for update",
                    record.topic(),
                    record.partition());
            if (record.offset() < next) {
                return;
            }
            work.run();
            sql.run(
                    "update consumed set next_offset = ? where topic = ? and partition = ?",
                    record.offset() + 1,
                    record.topic(),
                    record.partition());
        });
    }

    private void setAside(ConsumerRecord<byte[], byte[]> record, String reason) {
        String text = value(record).replace('\0', '\ufffd');
        String kept = text.substring(0, Math.min(text.length(), DEAD_LETTER_CHARACTERS_MAX));
        String why = reason.replace('\0', '\ufffd');
        deadLetters.keep(record.topic(), record.partition(), record.offset(), why, kept, Instant.now());
        outbox.addDeadLetter(
                record.topic() + "-" + record.partition() + "-" + record.offset(), why, kept, Instant.now());
        LOG.warnf("%s at %d was set aside: %s", record.topic(), record.offset(), why);
    }

    private static String value(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8);
    }

    private void pause(Duration duration) {
        try {
            stop.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
