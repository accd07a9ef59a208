package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.CircleRows;
import hone.Servers;
import hone.contract.CloudEvent;
import hone.contract.DatasetAttempt;
import hone.contract.DatasetRecord;
import hone.contract.DatasetRef;
import hone.contract.RowHash;
import hone.contract.Wire;
import hone.judgment.Degree;
import hone.outbox.KafkaClients;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
class DatasetTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    DatasetPublisher publisher;

    @Inject
    Publication.Repo publications;

    @Inject
    KafkaClients clients;

    @Inject
    Sql sql;

    @Test
    void freezingCountsWhatItFroze() {
        Project project = judgedProject();

        Dataset dataset = freeze(project);

        assertThat(dataset.number).isEqualTo(1);
        assertThat(dataset.manifest.kinds())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("dataset.demonstration", 12L, "dataset.preference", 1L, "dataset.prompt", 14L));
        assertThat(dataset.rows).isEqualTo(27);
        assertThat(dataset.manifest.ties()).isEqualTo(1);
        assertThat(dataset.manifest.guidelines()).hasSize(2);
        assertThat(dataset.manifest.splits().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(27);
        assertThat(sql.number("select count(*) from dataset_judgment where dataset_id = ?", dataset.id))
                .isEqualTo(14);
        assertThat(sql.number("""
                        select count(*) from (select prompt_id from dataset_member where dataset_id = ?
                          group by prompt_id having count(distinct split) > 1) both_sides""", dataset.id)).isZero();
    }

    @Test
    void nothingNewIsRefusedWithTheNumbers() {
        Project project = judgedProject();
        freeze(project);

        assertThatThrownBy(() -> freeze(project))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("Nothing new was accepted since dataset 1: 0 new judgments, 14 in all");

        rows.demonstrated(project, rows.labeler("ravi"), rows.prompt(project, "One more?"), "One more.");
        assertThat(freeze(project).number).isEqualTo(2);
    }

    @Test
    void onlyTiesAreRefusedAndNothingIsLeftBehind() {
        Project project = rows.project();
        rows.tied(project, rows.labeler("lena"), rows.prompt(project, "Which?"));

        assertThatThrownBy(() -> freeze(project)).isInstanceOf(Conflict.class).hasMessageContaining("ties");

        assertThat(sql.number("select count(*) from dataset where project_id = ?", project.id))
                .isZero();
    }

    @Test
    void freezingTwiceAtOnceGivesOneDataset() throws InterruptedException {
        Project project = judgedProject();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> admins = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            admins.add(Thread.ofPlatform().start(() -> {
                try {
                    freeze(project);
                } catch (Conflict e) {
                    refused.incrementAndGet();
                }
            }));
        }
        for (Thread admin : admins) {
            admin.join();
        }

        assertThat(refused).hasValue(5);
        assertThat(sql.number("select count(*) from dataset where project_id = ?", project.id))
                .isEqualTo(1);
    }

    @Test
    void publishedRowsAndManifestAreReadAsFrozen() {
        Dataset dataset = freeze(judgedProject());

        DatasetRef ref = published(dataset);

        List<ConsumerRecord<byte[], byte[]>> records = read(ref);
        RowHash hash = new RowHash();
        List<DatasetRecord> values = records.stream()
                .map(record -> Wire.read(record.value(), DatasetRecord.class))
                .toList();
        for (DatasetRecord value : values) {
            if (value instanceof DatasetRecord.Row row) {
                hash.add(row);
            }
        }
        assertThat(hash.rows()).isEqualTo(dataset.rows);
        assertThat(hash.finish()).isEqualTo(dataset.sha256).isEqualTo(ref.sha256());
        assertThat(values.getLast()).isInstanceOfSatisfying(DatasetRecord.Manifest.class, manifest -> {
            assertThat(manifest.attempt()).isEqualTo(ref.attempt());
            assertThat(manifest.sha256()).isEqualTo(dataset.sha256);
        });
        assertThat(CloudEvent.read(headers(records.getLast())).type()).isEqualTo("hone.dataset.manifest");
        assertThat(published(dataset)).as("published once").isEqualTo(ref);
    }

    @Test
    void aDeathInBetweenIsFollowedByANewAttempt() {
        Dataset dataset = freeze(judgedProject());
        // The tick may have been quicker; what counts is that an attempt without an end is never named.
        sql.run("delete from dataset_publication where dataset_id = ?", dataset.id);
        sql.run("insert into dataset_publication (dataset_id, attempt, started_at) values (?, 1, now())", dataset.id);

        DatasetRef ref = published(dataset);

        assertThat(ref.attempt()).isEqualTo(2);
        assertThat(read(ref)).hasSize((int) dataset.rows + 1);
    }

    @Test
    void whileAPublisherSaysThatItIsAtWorkNoOtherBeginsAndAfterItsDeathEachRowIsThereOnce() {
        Dataset dataset = freeze(judgedProject());
        QuarkusTransaction.requiringNew().run(() -> {
            sql.first("select pg_advisory_xact_lock(?)::text as held", c -> c.text("held"), Publication.LOCK);
            sql.run("delete from dataset_publication where dataset_id = ?", dataset.id);
            sql.run("""
                    insert into dataset_publication (dataset_id, attempt, started_at, lease_until)
                    values (?, 1, now(), now() + interval '1 hour')""", dataset.id);
        });

        assertThat(publisher.publish(dataset.id)).isEmpty();
        leaseEnded(dataset);
        publications.renew(dataset.id, 1);
        assertThat(publisher.publish(dataset.id)).as("it said so again").isEmpty();
        assertThat(attempts(dataset)).isEqualTo(1);
        leaseEnded(dataset);
        DatasetRef ref = published(dataset);

        assertThat(ref.attempt()).isEqualTo(2);
        assertThat(read(ref)).hasSize((int) dataset.rows + 1);
    }

    private void leaseEnded(Dataset dataset) {
        sql.run(
                "update dataset_publication set lease_until = now() - interval '1 second' where dataset_id = ?",
                dataset.id);
    }

    private long attempts(Dataset dataset) {
        return sql.number("select count(*) from dataset_publication where dataset_id = ?", dataset.id);
    }

    @Test
    void whatLiesThereWaitsForNoOtherPublisher() {
        Dataset sent = freeze(judgedProject());
        DatasetRef ref = published(sent);
        Project judged = judgedProject();

        QuarkusTransaction.requiringNew().timeout(60).run(() -> {
            sql.first("select pg_advisory_xact_lock(?)::text", c -> c.text("pg_advisory_xact_lock"), Publication.LOCK);
            Dataset unsent = QuarkusTransaction.requiringNew().call(() -> freeze(judged));
            assertThat(publisher.publish(sent.id)).contains(ref);
            assertThat(publisher.publish(unsent.id)).isEmpty();
        });
    }

    @Test
    void aRangeThatIsGoneIsPublishedAgain() throws Exception {
        Dataset dataset = freeze(judgedProject());
        DatasetRef gone = published(dataset);
        try (var admin = clients.admin()) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(clients.topics().datasets(), gone.partition()),
                            RecordsToDelete.beforeOffset(gone.last() + 1)))
                    .all()
                    .get();
        }

        DatasetRef again = published(dataset);

        assertThat(again.attempt()).isGreaterThan(gone.attempt());
        assertThat(again.sha256()).isEqualTo(gone.sha256());
        assertThat(read(again)).hasSize((int) dataset.rows + 1);
    }

    private Project judgedProject() {
        Project project = rows.project();
        UUID lena = rows.labeler("lena");
        UUID ravi = rows.labeler("ravi");
        for (int i = 0; i < 12; i++) {
            rows.demonstrated(
                    project, i % 2 == 0 ? lena : ravi, rows.prompt(project, "Story " + i + "?"), "Story " + i);
        }
        rows.preferred(project, lena, rows.prompt(project, "Which one?"), "kind", "unkind", Degree.MUCH);
        rows.tied(project, lena, rows.prompt(project, "Which other?"));
        return project;
    }

    private Dataset freeze(Project project) {
        return freezer.freeze(project, Optional.empty(), Instant.now());
    }

    private DatasetRef published(Dataset dataset) {
        return org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> publisher.publish(dataset.id), Optional::isPresent)
                .orElseThrow();
    }

    private List<ConsumerRecord<byte[], byte[]>> read(DatasetRef ref) {
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            TopicPartition partition = new TopicPartition(clients.topics().datasets(), ref.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, ref.first());
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (consumer.position(partition) <= ref.last()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    if (record.offset() <= ref.last()
                            && DatasetAttempt.read(headers(record)).equals(ref.datasetAttempt())) {
                        found.add(record);
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
