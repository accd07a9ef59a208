package hone.bench.demo;

import hone.bench.stack.RunningHone;
import hone.contract.JudgmentEvent;
import hone.contract.Topics;
import hone.contract.Wire;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What became of every acknowledged judgment, read from PostgreSQL and from the topic {@code judgments} as any consumer reads it.
 *
 * @param lost answered with success, but not in PostgreSQL or not on the topic
 * @param doubled two standing judgments of one slot, or two different events of one judgment
 */
record JudgmentCount(int acknowledged, int lost, int doubled) {
    private static final Duration QUIET = Duration.ofSeconds(2);

    static JudgmentCount take(RunningHone hone, Map<String, String> acknowledged) throws SQLException {
        Map<String, String> judgmentByAssignment = new HashMap<>();
        int twice = 0;
        try (Connection database = hone.database()) {
            try (PreparedStatement query = database.prepareStatement("select assignment_id, id from judgment");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    judgmentByAssignment.put(rows.getString(1), rows.getString(2));
                }
            }
            try (PreparedStatement query = database.prepareStatement("""
                            select count(*) from (
                                select 1 from judgment j join assignment a on a.id = j.assignment_id
                                where j.withdrawn_at is null
                                group by a.task_id, a.slot_number having count(*) > 1) doubled""");
                    ResultSet rows = query.executeQuery()) {
                rows.next();
                twice = rows.getInt(1);
            }
        }
        Map<String, Set<String>> eventsByJudgment = events(hone);
        int lost = 0;
        for (String assignment : acknowledged.keySet()) {
            String judgment = judgmentByAssignment.get(assignment);
            if (judgment == null || !eventsByJudgment.containsKey(judgment)) {
                lost++;
            }
        }
        int repeated = (int)
                eventsByJudgment.values().stream().filter(ids -> ids.size() > 1).count();
        return new JudgmentCount(acknowledged.size(), lost, twice + repeated);
    }

    /** Judgment → ids of its accepted events. A repetition has the same id and is none. */
    private static Map<String, Set<String>> events(RunningHone hone) {
        Properties settings = new Properties();
        settings.putAll(hone.kafkaClient());
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        Map<String, Set<String>> events = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(new Topics("hone.").judgments()).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(QUIET)) {
                    if (Wire.read(record.value(), JudgmentEvent.class)
                            instanceof JudgmentEvent.JudgmentAccepted accepted) {
                        events.computeIfAbsent(accepted.judgmentId(), none -> new HashSet<>())
                                .add(idOf(record));
                    }
                }
            }
        }
        return events;
    }

    private static String idOf(ConsumerRecord<byte[], byte[]> record) {
        Header id = record.headers().lastHeader("ce_id");
        return id == null ? "" : new String(id.value(), StandardCharsets.UTF_8);
    }
}
