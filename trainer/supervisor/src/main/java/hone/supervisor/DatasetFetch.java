package hone.supervisor;

import hone.contract.DatasetAttempt;
import hone.contract.DatasetRecord;
import hone.contract.DatasetRef;
import hone.contract.RowHash;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Downloads a frozen dataset from its topic into a file: the rows as they were sent, one per line, so that the file's sha256 is
 * the dataset's. Other datasets, other attempts, aborted transactions and markers may lie between the first and the last offset;
 * they are skipped. Rows are checked while the next ones are fetched. The file appears only when count and hash are right.
 */
final class DatasetFetch {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaClients kafka;
    private final String topic;

    DatasetFetch(KafkaClients kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /**
     * @param mayContinue asked between batches; false abandons the download
     * @return true when the file is there, false if the download was abandoned
     * @throws RunRefused if the range no longer exists, or is not what was frozen
     */
    boolean into(Path file, DatasetRef ref, BooleanSupplier mayContinue) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OutputStream lines = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            Received received = new Received(ref, lines);
            if (!read(ref, received, mayContinue)) {
                return false;
            }
            received.check();
            lines.flush();
            channel.force(true);
            DurableFile.moveIntoPlace(part, file);
            return true;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private boolean read(DatasetRef ref, Received received, BooleanSupplier mayContinue) throws IOException {
        TopicPartition partition = new TopicPartition(topic, ref.partition());
        try (Consumer<String, byte[]> consumer = kafka.rangeConsumer();
                OneBehind checking = new OneBehind()) {
            requireRange(consumer, partition, ref);
            consumer.assign(List.of(partition));
            consumer.seek(partition, ref.first());
            // The position also moves over markers and aborted records, which are never handed out.
            while (consumer.position(partition) <= ref.last()) {
                if (!mayContinue.getAsBoolean()) {
                    return false;
                }
                List<ConsumerRecord<String, byte[]>> next = consumer.poll(POLL).records(partition);
                checking.add(() -> received.take(next));
            }
            checking.await();
            return true;
        } catch (OffsetOutOfRangeException e) {
            throw gone(ref);
        }
    }

    /**
     * An open transaction hides everything after it, so the end is determined by what was written, not by what can be read yet.
     */
    private void requireRange(Consumer<String, byte[]> consumer, TopicPartition partition, DatasetRef ref) {
        if (consumer.partitionsFor(topic).stream().noneMatch(info -> info.partition() == partition.partition())) {
            throw gone(ref);
        }
        WrittenRange range = WrittenRange.of(kafka, partition);
        if (ref.first() < range.first() || ref.last() >= range.end()) {
            throw gone(ref);
        }
    }

    private static RunRefused gone(DatasetRef ref) {
        return new RunRefused(
                "missing-offsets",
                "Dataset " + ref.datasetId() + " is no longer where it was published (attempt " + ref.attempt()
                        + ", partition " + ref.partition() + ", offsets " + ref.first() + " to " + ref.last()
                        + "). It is kept in the app: publish it again, then start the run again.");
    }

    /** The result of one attempt. */
    private static final class Received {
        private final DatasetRef ref;
        private final OutputStream lines;
        private final RowHash hash = new RowHash();
        private Optional<DatasetRecord.Manifest> manifest = Optional.empty();

        Received(DatasetRef ref, OutputStream lines) {
            this.ref = ref;
            this.lines = lines;
        }

        void take(List<ConsumerRecord<String, byte[]>> records) throws IOException {
            for (ConsumerRecord<String, byte[]> record : records) {
                if (record.offset() <= ref.last() && ofThisAttempt(record)) {
                    take(record);
                }
            }
        }

        private void take(ConsumerRecord<String, byte[]> record) throws IOException {
            try {
                byte[] value = Optional.ofNullable(record.value())
                        .orElseThrow(
                                () -> new UnreadableMessage("the record at offset " + record.offset() + " is empty"));
                if (manifest.isPresent()) {
                    throw new UnreadableMessage("a record follows the manifest at offset " + record.offset());
                }
                switch (Wire.read(value, DatasetRecord.class)) {
                    case DatasetRecord.Manifest last -> manifest = Optional.of(last);
                    case DatasetRecord.Row row -> {
                        hash.add(row, value);
                        lines.write(value);
                        lines.write('\n');
                    }
                }
            } catch (UnreadableMessage e) {
                throw new RunRefused(
                        "unreadable-dataset",
                        "Dataset " + ref.datasetId() + " can't be read: " + e.getMessage()
                                + ". Publish it again; if that does not help, app and trainer are of different versions.");
            }
        }

        private boolean ofThisAttempt(ConsumerRecord<String, byte[]> record) {
            try {
                return DatasetAttempt.read(RecordHeaders.map(record.headers())).equals(ref.datasetAttempt());
            } catch (UnreadableMessage e) {
                return false; // whatever it is, it is not a record of a dataset
            }
        }

        void check() {
            if (manifest.isEmpty() && hash.rows() == 0) {
                throw gone(ref);
            }
            long rows = hash.rows();
            String sha256 = hash.finish();
            long manifestRows = manifest.map(DatasetRecord.Manifest::rows).orElse(-1L);
            if (rows != ref.rows() || rows != manifestRows) {
                throw new RunRefused(
                        "wrong-count",
                        "Dataset " + ref.datasetId() + " arrived with " + rows + " rows, but " + ref.rows()
                                + " were asked for and its manifest "
                                + (manifest.isPresent() ? "counts " + manifestRows : "is missing")
                                + ". Nothing was trained on it. Publish it again, then start the run again.");
            }
            if (!sha256.equals(ref.sha256())
                    || !sha256.equals(manifest.orElseThrow().sha256())) {
                throw new RunRefused(
                        "wrong-hash",
                        "The rows of dataset " + ref.datasetId() + " are not those that were frozen: their sha256 is "
                                + sha256 + ", asked for was " + ref.sha256()
                                + ". Nothing was trained on them. Publish it again, then start the run again.");
            }
            if (rows == 0) {
                throw new RunRefused(
                        "empty-dataset",
                        "Dataset " + ref.datasetId()
                                + " has no rows. Freeze a new one when work has been accepted, and start the run with it.");
            }
        }
    }
}
