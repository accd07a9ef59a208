package hone.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hone.Servers;
import hone.contract.JudgmentEvent.JudgmentWithdrawn;
import hone.web.Invalid;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
class OutboxRelayTest {
    @Inject
    Outbox outbox;

    @Inject
    OutboxRelay relay;

    @Inject
    KafkaClients clients;

    @Inject
    KafkaTopics topics;

    @Inject
    @Readiness
    OutboxReadiness readiness;

    @Inject
    Sql sql;

    @Test
    void everyRowArrivesOnceByIdThoughRelaysCompeteAndAreStoppedInMidBatch() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("OutboxRelayTest seed " + seed);
        Random random = new Random(seed);
        String marker = UUID.randomUUID().toString();
        CountDownLatch over = new CountDownLatch(1);

        List<Thread> relays = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            relays.add(Thread.ofPlatform().daemon().start(() -> {
                while (over.getCount() > 0) {
                    try {
                        relay.relay();
                        over.await(5, TimeUnit.MILLISECONDS);
                    } catch (RuntimeException | InterruptedException stopped) {
                        Thread.interrupted(); // Stopped in mid-batch; a restart would begin here.
                    }
                }
            }));
        }
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 5; w++) {
            int writer = w;
            writers.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 60; i++) {
                    add(marker, "key-" + writer, marker + ":" + writer + ":" + i);
                }
            }));
        }
        while (writers.stream().anyMatch(Thread::isAlive)) {
            relays.get(random.nextInt(relays.size())).interrupt();
            writers.getFirst().join(Duration.ofMillis(5 + random.nextInt(40)));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> unsent(marker) == 0);
        over.countDown();
        for (Thread thread : relays) {
            thread.join();
        }

        Set<String> rows = new HashSet<>(sql.list(
                "select id from outbox where key like ?", c -> c.id("id").toString(), marker + "%"));
        List<ConsumerRecord<byte[], byte[]>> sent = SentRecords.of(clients, marker);
        Set<String> arrived = new HashSet<>();
        sent.forEach(record -> arrived.add(SentRecords.event(record).id()));
        assertThat(rows).hasSize(300);
        assertThat(arrived).as("seed %d", seed).isEqualTo(rows);
        // Repetitions are the same event again, never another one under the same id.
        Map<String, String> subjects = new HashMap<>();
        sent.forEach(record -> assertThat(subjects.merge(
                        SentRecords.event(record).id(),
                        SentRecords.event(record).subject(),
                        (a, b) -> a))
                .isEqualTo(SentRecords.event(record).subject()));
    }

    @Test
    void aTransactionThatTookALowNumberAndCommitsLateIsSentToo() throws InterruptedException {
        String marker = UUID.randomUUID().toString();
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Thread late = Thread.ofPlatform()
                .start(() -> QuarkusTransaction.requiringNew().run(() -> {
                    outbox.add("judgments", marker + "-late", "late", withdrawn("late"), Instant.now());
                    taken.countDown();
                    waitFor(commit);
                }));
        taken.await();
        add(marker, "early", "early");
        await().atMost(Duration.ofSeconds(30)).until(() -> unsent(marker) == 0);

        commit.countDown();
        late.join();

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        sql.number("select count(*) from outbox where key like ? and sent_at is not null", marker + "%")
                                == 2);
        assertThat(SentRecords.of(clients, marker).stream()
                        .map(r -> SentRecords.event(r).subject()))
                .containsExactlyInAnyOrder("early", "late");
    }

    @Test
    void aRolledBackTransactionSendsNothing() {
        String marker = UUID.randomUUID().toString();

        QuarkusTransaction.begin();
        outbox.add("judgments", marker + "-x", "never", withdrawn("never"), Instant.now());
        QuarkusTransaction.rollback();
        add(marker, "x", "kept");

        await().atMost(Duration.ofSeconds(30)).until(() -> unsent(marker) == 0);
        assertThat(SentRecords.of(clients, marker).stream()
                        .map(r -> SentRecords.event(r).subject()))
                .containsExactly("kept");
    }

    @Test
    void anOutboxThatNobodyEmptiesIsNotReady() {
        await().atMost(Duration.ofSeconds(30)).until(topics::established);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> readiness.call().getStatus() == HealthCheckResponse.Status.UP);

        QuarkusTransaction.begin(QuarkusTransaction.beginOptions().timeout(60));
        sql.first("select pg_advisory_xact_lock(?)::text", c -> c.text("pg_advisory_xact_lock"), OutboxRelay.LOCK);
        // Committed beside the lock, six minutes old, and the relay can't get at it.
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.add(
                        "judgments",
                        "old",
                        "old",
                        withdrawn("old"),
                        Instant.now().minusSeconds(360)));
        HealthCheckResponse held = readiness.call();
        QuarkusTransaction.commit();

        assertThat(held.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> readiness.call().getStatus() == HealthCheckResponse.Status.UP);
    }

    @Test
    void anEventThatKafkaWouldRefuseIsRefusedBeforeItIsStored() {
        assertThatThrownBy(() -> add("large", "x", "x".repeat(90), "y".repeat(1 << 20)))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("limit 1048576");
    }

    @Test
    void theTopicsAreThereWithTheirSettings() {
        await().atMost(Duration.ofSeconds(30)).until(topics::established);

        assertThat(topics.faults()).isEmpty();
        assertThat(new TopicPlan("t", 1, TopicPlan.FOR_EVER)
                        .faults(Map.of(
                                "cleanup.policy", "compact",
                                "retention.ms", "604800000",
                                "retention.bytes", "-1",
                                "max.message.bytes", "1048588")))
                .hasSize(3)
                .anySatisfy(fault -> assertThat(fault).contains("604800000"));
    }

    private void add(String marker, String key, String subject) {
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.add("judgments", marker + key, subject, withdrawn(subject), Instant.now()));
    }

    private void add(String marker, String key, String subject, String reason) {
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.add(
                        "judgments",
                        marker + key,
                        subject,
                        new JudgmentWithdrawn(subject, "prompt", reason, Instant.now()),
                        Instant.now()));
    }

    private static JudgmentWithdrawn withdrawn(String id) {
        return new JudgmentWithdrawn(id.replace(':', '-'), "prompt", "test", Instant.now());
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long unsent(String marker) {
        return sql.number("select count(*) from outbox where key like ? and sent_at is null", marker + "%");
    }
}
