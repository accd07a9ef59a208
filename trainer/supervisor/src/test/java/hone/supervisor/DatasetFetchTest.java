package hone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.contract.DatasetRecord;
import hone.contract.DatasetRef;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFetchTest {
    private static final List<DatasetRecord.Row> ROWS = Publisher.rows(3);

    private final World world;
    private final Path file;

    DatasetFetchTest(@TempDir Path folder) throws IOException {
        world = World.withTopics(folder);
        file = folder.resolve("data.jsonl");
    }

    @Test
    void theFileIsTheRowsAsTheyWereSentSoItsSha256IsTheDatasets() throws IOException {
        DatasetRef ref = world.publisher.publish("dataset-1", 1, ROWS);

        assertThat(fetch(ref)).isTrue();

        assertThat(Files.readString(file)).isEqualTo(lines(ROWS));
        assertThat(Wire.sha256(Files.readAllBytes(file))).isEqualTo(ref.sha256());
        assertThat(file.resolveSibling("data.jsonl.part")).doesNotExist();
    }

    /** Between the offsets lie: another dataset, an aborted attempt of this one, a record without headers, an earlier attempt. */
    @Test
    void whatIsNotOfThisAttemptIsPassedOver() throws IOException {
        DatasetRef ref;
        try (Producer<String, byte[]> late = world.publisher.transactional();
                Producer<String, byte[]> other = world.publisher.transactional()) {
            DatasetRecord.Manifest manifest = Publisher.manifest("dataset-1", 2, ROWS);
            late.beginTransaction();
            long first = world.publisher.send(late, ROWS.get(0), manifest).offset();
            world.publisher.publish("dataset-1", 1, ROWS);
            world.publisher.send(late, ROWS.get(1), manifest);
            world.publisher.publishAborted("dataset-1", 2, ROWS);
            world.send(world.topics.datasets(), "dataset-1", "no dataset at all".getBytes(StandardCharsets.UTF_8));
            other.beginTransaction();
            world.publisher.send(other, Publisher.rows(5), Publisher.manifest("dataset-2", 1, Publisher.rows(5)));
            other.commitTransaction();
            world.publisher.send(late, ROWS.get(2), manifest);
            long last = world.publisher.send(late, manifest, manifest).offset();
            late.commitTransaction();
            ref = new DatasetRef("dataset-1", 2, 0, first, last, 3, manifest.sha256());
        }

        fetch(ref);

        assertThat(Files.readString(file)).isEqualTo(lines(ROWS));
    }

    @Test
    void aWrongHashIsRefused() {
        DatasetRef asked = world.publisher.publish("dataset-1", 1, ROWS);
        DatasetRef other = new DatasetRef("dataset-1", 1, 0, asked.first(), asked.last(), 3, "0".repeat(64));

        assertRefused(other, "wrong-hash", "0".repeat(64));
    }

    @Test
    void aManifestThatNamesAnotherHashThanItsRowsHaveIsRefused() {
        DatasetRecord.Manifest right = Publisher.manifest("dataset-1", 1, ROWS);
        DatasetRef ref = world.publisher.publish(List.of(ROWS.get(0), ROWS.get(1), changed(ROWS.get(2))), right);

        assertRefused(ref, "wrong-hash", right.sha256());
    }

    @Test
    void aWrongCountIsRefused() {
        DatasetRef two = world.publisher.publish(ROWS.subList(0, 2), Publisher.manifest("dataset-1", 1, ROWS));

        assertRefused(new DatasetRef("dataset-1", 1, 0, two.first(), two.last(), 2, two.sha256()), "wrong-count", "3");
    }

    @Test
    void rowsOutOfOrderAreRefused() {
        DatasetRef ref = world.publisher.publish(
                List.of(ROWS.get(0), ROWS.get(2), ROWS.get(1)), Publisher.manifest("dataset-1", 1, ROWS));

        assertRefused(ref, "unreadable-dataset", "row 2 where row 1 was due");
    }

    @Test
    void offsetsThatWereNeverWrittenAreMissing() {
        DatasetRef ref = world.publisher.publish("dataset-1", 1, ROWS);

        assertRefused(
                new DatasetRef("dataset-1", 1, 0, ref.first(), ref.last() + 100, 3, ref.sha256()),
                "missing-offsets",
                "publish it again");
        assertRefused(
                new DatasetRef("dataset-1", 1, 7, ref.first(), ref.last(), 3, ref.sha256()),
                "missing-offsets",
                "partition 7");
    }

    @Test
    void offsetsThatWereDeletedAreMissing() throws ExecutionException, InterruptedException {
        DatasetRef ref = world.publisher.publish("dataset-1", 1, ROWS);
        try (Admin admin = Broker.clients().admin()) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(world.topics.datasets(), 0),
                            RecordsToDelete.beforeOffset(ref.first() + 1)))
                    .all()
                    .get();
        }

        assertRefused(ref, "missing-offsets", "publish it again");
    }

    @Test
    void anAttemptThatWasAbortedIsMissing() {
        world.publisher.publishAborted("dataset-1", 1, ROWS);
        world.publisher.publish("dataset-2", 1, ROWS);

        assertRefused(
                new DatasetRef("dataset-1", 1, 0, 0, 3, 3, "0".repeat(64)), "missing-offsets", "publish it again");
    }

    @Test
    void anEmptyDatasetIsRefused() {
        assertRefused(world.publisher.publish("dataset-1", 1, List.of()), "empty-dataset", "has no rows");
    }

    @Test
    void aFetchCanBeGivenUp() throws IOException {
        DatasetRef ref = world.publisher.publish("dataset-1", 1, ROWS);

        assertThat(new DatasetFetch(Broker.clients(), world.topics.datasets()).into(file, ref, () -> false))
                .isFalse();
        assertThat(file).doesNotExist();
    }

    private boolean fetch(DatasetRef ref) throws IOException {
        return new DatasetFetch(Broker.clients(), world.topics.datasets()).into(file, ref, () -> true);
    }

    private void assertRefused(DatasetRef ref, String word, String said) {
        assertThatThrownBy(() -> fetch(ref))
                .isInstanceOfSatisfying(
                        RunRefused.class, refused -> assertThat(refused.word()).isEqualTo(word))
                .hasMessageContaining(said);
        assertThat(file).doesNotExist();
    }

    private static DatasetRecord.Row changed(DatasetRecord.Row row) {
        DatasetRecord.Demonstration was = (DatasetRecord.Demonstration) row;
        return new DatasetRecord.Demonstration(
                was.position(), was.split(), was.promptId(), was.judgmentId(), was.prompt(), "Nein.", was.weight());
    }

    private static String lines(List<DatasetRecord.Row> rows) {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(Wire.write(row)).append('\n'));
        return lines.toString();
    }
}
