package hone.bench.ledger;

import hone.bench.stack.RunningHone;
import hone.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What became of every acknowledged judgment, read from PostgreSQL and from the topic {@code judgments} as any consumer reads
 * it.
 *
 * @param lost submitted successfully, but not in PostgreSQL or not on the topic
 * @param doubled two standing judgments of one slot, or two different events for one judgment
 * @param overlapExceeded tasks with more standing judgments than were asked for
 * @param slotsWithoutJudgment slots that count as judged, so that nobody else is asked, and have no standing judgment
 */
public record JudgmentCount(int acknowledged, int lost, int doubled, int overlapExceeded, int slotsWithoutJudgment) {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final int SENDING_SECONDS_MAX = 120;
    private static final String ACCEPTED = "accepted";

    /** @param acknowledged ids of the assignments whose submission succeeded */
    public static JudgmentCount take(RunningHone hone, Collection<String> acknowledged)
            throws SQLException, InterruptedException {
        awaitSending(hone);
        Map<String, Set<String>> eventsByJudgment = events(hone);
        try (Connection database = hone.database()) {
            int lost = 0;
            try (PreparedStatement query = database.prepareStatement(
                    "select j.id from unnest(?) a left join judgment j on j.assignment_id = a")) {
                query.setArray(
                        1,
                        database.createArrayOf(
                                "uuid",
                                acknowledged.stream().map(UUID::fromString).toArray()));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        String judgment = rows.getString(1);
                        lost += judgment == null || !eventsByJudgment.containsKey(judgment) ? 1 : 0;
                    }
                }
            }
            int twice = number(database, """
                    select count(*) from (
                        select 1 from judgment j join assignment a on a.id = j.assignment_id
                        where j.withdrawn_at is null
                        group by a.task_id, a.slot_number having count(*) > 1) doubled""");
            int repeated = (int) eventsByJudgment.values().stream()
                    .filter(ids -> ids.size() > 1)
                    .count();
            int exceeded = number(database, """
                    select count(*) from (
                        select 1 from judgment j join task t on t.id = j.task_id
                        where j.withdrawn_at is null
                        group by t.id having count(*) > t.asked) exceeded""");
            int empty = number(database, """
                    select count(*) from slot s where s.state = 'judged' and not exists (
                        select 1 from assignment a join judgment j on j.assignment_id = a.id
                        where a.task_id = s.task_id and a.slot_number = s.number and j.withdrawn_at is null)""");
            return new JudgmentCount(acknowledged.size(), lost, twice + repeated, exceeded, empty);
        }
    }

    private static int number(Connection database, String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void awaitSending(RunningHone hone) throws SQLException, InterruptedException {
        try (Connection database = hone.database()) {
            for (int second = 0; second < SENDING_SECONDS_MAX; second++) {
                if (number(database, "select count(*) from outbox where sent_at is null") == 0) {
                    return;
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    /** Judgment → ids of its accepted events. A redelivered event has the same id and does not count. */
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
                    // The headers say enough; half a million bodies would take minutes.
                    if (header(record, "ce_type").endsWith(ACCEPTED)) {
                        events.computeIfAbsent(header(record, "ce_subject"), none -> new HashSet<>())
                                .add(header(record, "ce_id"));
                    }
                }
            }
        }
        return events;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
