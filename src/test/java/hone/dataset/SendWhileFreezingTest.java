package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hone.Servers;
import hone.contract.DatasetAttempt;
import hone.contract.DatasetRecord;
import hone.contract.DatasetRef;
import hone.contract.RowHash;
import hone.contract.Wire;
import hone.devstack.history.WorkHistory;
import hone.outbox.KafkaClients;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dataset of more than a page of judgments is on its topic as soon as it is frozen, each row once, and only if it was frozen. */
@QuarkusTest
@WithTestResource(Servers.class)
class SendWhileFreezingTest {
    private static final int JUDGMENTS = ChosenJudgments.PAGE + 100;

    @Inject
    DatasetFreezer freezer;

    @Inject
    DatasetPublisher publisher;

    @Inject
    Publication.Repo publications;

    @Inject
    KafkaClients clients;

    @Inject
    Project.Repo projects;

    @Inject
    Sql sql;

    private Project project = new Project();

    @BeforeEach
    void judged() throws IOException, SQLException {
        String slug = "sent-" + UUID.randomUUID().toString().substring(0, 8);
        var config = ConfigProvider.getConfig();
        try (Connection database = DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class))) {
            new WorkHistory(slug, JUDGMENTS, 1, JUDGMENTS, 0).fill(database, List.of("lena"));
        }
        project = QuarkusTransaction.requiringNew()
                .call(() -> projects.named(slug).orElseThrow());
    }

    @Test
    void itsRowsAreThereOnceAndWereNotReadFromTheDatabaseAgain() {
        Dataset dataset = freeze();

        DatasetRef ref = published(dataset);

        assertThat(ref.attempt()).isEqualTo(1);
        // An attempt of the publisher begins after the freezing.
        assertThat(sql.number("""
                        select count(*) from dataset_publication p join dataset d on d.id = p.dataset_id
                        where d.id = ? and p.started_at = d.created_at""", dataset.id)).isEqualTo(1);
        List<DatasetRecord> read = read(ref.partition(), ref.first(), dataset.id);
        RowHash hash = new RowHash();
        read.stream()
                .filter(DatasetRecord.Row.class::isInstance)
                .map(DatasetRecord.Row.class::cast)
                .forEach(hash::add);
        assertThat(read).hasSize((int) dataset.rows + 1).last().isInstanceOf(DatasetRecord.Manifest.class);
        assertThat(hash.finish()).isEqualTo(dataset.sha256);
        assertThat(publisher.publish(dataset.id)).as("sent once").contains(ref);
        // A publisher that looked while the first attempt was on its way, and begins when it has come to its end.
        Publication.Known notFinished = new Publication.Known(1, 0);
        assertThat(publications.begin(dataset.id, notFinished, Instant.now()))
                .as("sent by now")
                .isEmpty();
    }

    @Test
    void ofAFreezingThatIsRolledBackNobodySeesARow() {
        UUID[] never = new UUID[1];
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().timeout(60).run(() -> {
                    never[0] = freezer.freeze(project, Optional.empty(), Instant.now()).id;
                    QuarkusTransaction.setRollbackOnly();
                }))
                .isInstanceOf(QuarkusTransactionException.class);
        Dataset dataset = freeze();

        DatasetRef ref = published(dataset);

        assertThat(read(ref.partition(), 0, never[0])).isEmpty();
        assertThat(read(ref.partition(), 0, dataset.id)).hasSize((int) dataset.rows + 1);
    }

    @Test
    void whileAnotherPublisherIsAtWorkItWaitsAndIsSentAfterwards() {
        Dataset dataset = QuarkusTransaction.requiringNew().timeout(60).call(() -> {
            sql.first("select pg_advisory_xact_lock(?)::text as held", c -> c.text("held"), Publication.LOCK);
            Dataset frozen = freeze();
            assertThat(publications.of(frozen.id)).isEmpty();
            return frozen;
        });

        DatasetRef ref = published(dataset);

        assertThat(read(ref.partition(), ref.first(), dataset.id)).hasSize((int) dataset.rows + 1);
    }

    private Dataset freeze() {
        return QuarkusTransaction.requiringNew()
                .timeout(60)
                .call(() -> freezer.freeze(project, Optional.empty(), Instant.now()));
    }

    private DatasetRef published(Dataset dataset) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> publisher.publish(dataset.id), Optional::isPresent)
                .orElseThrow();
    }

    /** What a reader sees of a dataset from an offset on, up to the end of committed records. */
    private List<DatasetRecord> read(int number, long from, UUID dataset) {
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            TopicPartition partition = new TopicPartition(clients.topics().datasets(), number);
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            long end = consumer.position(partition);
            if (from == 0) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, from);
            }
            List<DatasetRecord> found = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    if (DatasetAttempt.read(headers(record)).datasetId().equals(dataset.toString())) {
                        found.add(Wire.read(record.value(), DatasetRecord.class));
                    }
                }
            }
            return found;
        }
    }

    private static Map<String, byte[]> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, byte[]> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), header.value()));
        return headers;
    }
}
