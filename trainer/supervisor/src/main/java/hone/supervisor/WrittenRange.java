package hone.supervisor;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The extent of a partition, whether its records can be read yet or not.
 *
 * @param first the oldest offset that still exists
 * @param end the offset that the next record will get
 */
record WrittenRange(long first, long end) {
    static WrittenRange of(KafkaClients kafka, TopicPartition partition) {
        try (Admin admin = kafka.admin()) {
            return new WrittenRange(
                    offset(admin, partition, OffsetSpec.earliest()), offset(admin, partition, OffsetSpec.latest()));
        }
    }

    private static long offset(Admin admin, TopicPartition partition, OffsetSpec spec) {
        try {
            return admin.listOffsets(Map.of(partition, spec), new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new KafkaException("could not ask for the offsets of " + partition, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
