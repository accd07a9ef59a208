package hone.outbox;

import hone.contract.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One topic as Hone needs it. Only {@code judgments} has several partitions: its key is the prompt, and live readers may share
 * the load. The others carry little traffic, and one total order is easier to follow.
 *
 * @param keptMillis how long records must be retained; {@link #FOR_EVER} for those that are a source of truth
 */
record TopicPlan(String name, int partitions, long keptMillis) {
    static final long FOR_EVER = -1;
    private static final long DAYS_90 = 90L * 24 * 60 * 60 * 1000;

    static List<TopicPlan> all(Topics topics) {
        return List.of(
                new TopicPlan(topics.judgments(), 3, FOR_EVER),
                new TopicPlan(topics.datasets(), 1, FOR_EVER),
                new TopicPlan(topics.runs(), 1, DAYS_90),
                new TopicPlan(topics.runEvents(), 1, DAYS_90),
                new TopicPlan(topics.deadLetters(), 1, DAYS_90));
    }

    NewTopic create() {
        return new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(Map.of(
                        "cleanup.policy",
                        "delete",
                        "retention.ms",
                        Long.toString(keptMillis),
                        "retention.bytes",
                        "-1",
                        "max.message.bytes",
                        Integer.toString(KafkaClients.REQUEST_BYTES_MAX)));
    }

    /** What is wrong with the topic's settings, in sentences; empty when they will do. */
    List<String> faults(Map<String, String> found) {
        List<String> faults = new ArrayList<>();
        String policy = found.getOrDefault("cleanup.policy", "");
        if (!policy.equals("delete")) {
            faults.add(
                    "Topic " + name + " has cleanup.policy " + policy + " and would lose records; set it to delete.");
        }
        long kept = Long.parseLong(found.getOrDefault("retention.ms", "0"));
        if (kept != FOR_EVER && (keptMillis == FOR_EVER || kept < keptMillis)) {
            faults.add("Topic " + name + " keeps records for " + kept + " ms only; set retention.ms to " + keptMillis
                    + ".");
        }
        if (!found.getOrDefault("retention.bytes", "-1").equals("-1")) {
            faults.add("Topic " + name + " drops records beyond retention.bytes "
                    + found.getOrDefault("retention.bytes", "") + "; set it to -1.");
        }
        long bytes = Long.parseLong(found.getOrDefault("max.message.bytes", "0"));
        if (bytes < KafkaClients.REQUEST_BYTES_MAX) {
            faults.add("Topic " + name + " takes records of " + bytes + " bytes at most; set max.message.bytes to "
                    + KafkaClients.REQUEST_BYTES_MAX + ".");
        }
        return faults;
    }
}
