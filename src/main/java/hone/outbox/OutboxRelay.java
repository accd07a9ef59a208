package hone.outbox;

import hone.contract.CloudEvent;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.interceptor.Interceptor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows waiting in the outbox, in order, and marks them as sent. It selects <em>unsent</em> rows, never “those after
 * the last one”: a transaction that took a low number may commit late. A row is marked after Kafka has acknowledged it, so a
 * crash in between sends it again under the same id, and readers recognise a duplicate by that.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    /** An arbitrary number that no other lock of Hone uses: “outb” as bytes. */
    public static final long LOCK = 0x6f757462L;

    private static final int BATCH_BYTES_MAX = 8 << 20;
    private static final Duration GATHERING = Duration.ofMillis(50);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
    private static final String SOURCE = "hone-app";

    private final Sql sql;
    private final KafkaClients clients;
    private final KafkaTopics topics;
    private final OutboxConfig config;
    private final BlockingQueue<OutboxGrew> wakeUp = new ArrayBlockingQueue<>(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Object producing = new Object();
    private @Nullable Producer<String, byte[]> producer;
    private @Nullable Thread thread;

    OutboxRelay(Sql sql, KafkaClients clients, KafkaTopics topics, OutboxConfig config) {
        this.sql = sql;
        this.clients = clients;
        this.topics = topics;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::loop);
    }

    /** Before connections close: finishes the current batch and leaves the rest for the next start. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        stopped.countDown();
        wakeUp.offer(new OutboxGrew());
        if (thread != null && !thread.join(Duration.ofSeconds(15))) {
            LOG.warn("The outbox relay did not finish its batch within 15 s; its rows will be sent at the next start.");
        }
        closeProducer();
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutboxGrew grew) {
        wakeUp.offer(grew);
    }

    private boolean running() {
        return stopped.getCount() > 0;
    }

    private void loop() {
        Duration pause = config.tick();
        while (running()) {
            try {
                if (!topics.established()) {
                    topics.establish();
                }
                for (int sent = relay(); sent > 0 && running(); sent = relay()) {
                    if (sent < config.batchRows()) {
                        // What is committed meanwhile goes with the next batch: one commit for many of the labelers'.
                        // Nothing signals when enough has accumulated, so it is a pause; only the app's shutdown cuts
                        // it short.
                        stopped.await(GATHERING.toMillis(), TimeUnit.MILLISECONDS);
                    }
                }
                pause = config.tick();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
                LOG.warnf("Outbox not sent, nothing is lost, next try in %s: %s", pause, e.getMessage());
            }
            try {
                wakeUp.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /**
     * Sends one batch; a transaction-level advisory lock lets only one relay at a time do it, across all instances.
     *
     * @return how many rows were sent and marked; also 0 when another relay is at work
     */
    int relay() {
        return QuarkusTransaction.requiringNew().timeout(120).call(() -> {
            boolean mine = sql.first(
                            "select pg_try_advisory_xact_lock(?)", c -> c.flag("pg_try_advisory_xact_lock"), LOCK)
                    .orElse(false);
            if (!mine) {
                return 0;
            }
            List<Waiting> batch = sql.list("""
                    select sequence, id, topic, key, type, subject, payload, created_at
                    from (select *, sum(octet_length(payload)) over (order by sequence) as bytes
                          from (select * from outbox where sent_at is null order by sequence limit ?) waiting) counted
                    where bytes - octet_length(payload) < ?
                    order by sequence""", Waiting::read, config.batchRows(), BATCH_BYTES_MAX);
            if (batch.isEmpty()) {
                return 0;
            }
            send(batch);
            int marked = sql.run(
                    "update outbox set sent_at = ? where sequence = any(?) and sent_at is null",
                    Instant.now(),
                    batch.stream().map(Waiting::sequence).toArray(Long[]::new));
            if (marked != batch.size()) {
                throw new IllegalStateException(batch.size() + " rows sent, but " + marked + " were still unsent");
            }
            return marked;
        });
    }

    private void send(List<Waiting> batch) {
        try {
            Producer<String, byte[]> open = openProducer();
            List<Future<RecordMetadata>> acks = new ArrayList<>(batch.size());
            for (Waiting row : batch) {
                acks.add(open.send(row.record(clients.topics().prefix())));
            }
            open.flush();
            for (Future<RecordMetadata> ack : acks) {
                ack.get();
            }
        } catch (ExecutionException e) {
            closeProducer();
            throw new KafkaException(String.valueOf(e.getCause() == null ? e : e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted in mid-batch", e);
        } catch (KafkaException e) {
            closeProducer();
            throw e;
        }
    }

    private Producer<String, byte[]> openProducer() {
        synchronized (producing) {
            if (producer == null) {
                producer = clients.producer();
            }
            return producer;
        }
    }

    /** Closes at once: after a failure, records still in flight must not overtake their own resend by much. */
    private void closeProducer() {
        synchronized (producing) {
            Producer<String, byte[]> closing = producer;
            producer = null; // First: closing an interrupted thread's producer throws.
            if (closing != null) {
                try {
                    closing.close(Duration.ZERO);
                } catch (KafkaException e) {
                    LOG.debugf("the producer did not close cleanly: %s", e.getMessage());
                }
            }
        }
    }

    /** How long the oldest unsent row has waited; empty when none waits. */
    public Optional<Duration> age(Instant now) {
        return sql.first(
                        "select created_at from outbox where sent_at is null order by sequence limit 1",
                        c -> c.time("created_at"))
                .map(oldest -> Duration.between(oldest, now));
    }

    /** How many rows wait, counted up to 100,000. */
    public long size() {
        return sql.number("select count(*) from (select 1 from outbox where sent_at is null limit 100000) waiting");
    }

    private record Waiting(
            long sequence,
            UUID id,
            String topic,
            String key,
            String type,
            String subject,
            String payload,
            Instant createdAt) {
        static Waiting read(Sql.Cells c) throws java.sql.SQLException {
            return new Waiting(
                    c.number("sequence"),
                    c.id("id"),
                    c.text("topic"),
                    c.text("key"),
                    c.text("type"),
                    c.text("subject"),
                    c.text("payload"),
                    c.time("created_at"));
        }

        ProducerRecord<String, byte[]> record(String prefix) {
            ProducerRecord<String, byte[]> sent =
                    new ProducerRecord<>(prefix + topic, key, payload.getBytes(StandardCharsets.UTF_8));
            new CloudEvent(id.toString(), SOURCE, type, subject, createdAt)
                    .headers()
                    .forEach((name, value) -> sent.headers().add(name, value));
            if (topic.equals(Outbox.DEAD_LETTERS)) {
                // A dead letter has no subject of its own; its row keeps the reason in that column.
                sent.headers().add("hone_reason", subject.getBytes(StandardCharsets.UTF_8));
            }
            return sent;
        }
    }
}
