package hone.supervisor;

import hone.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.jboss.logging.Logger;

/** The app creates the topics; the service waits until they exist. */
final class AwaitTopics {
    private static final Logger LOG = Logger.getLogger(AwaitTopics.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int PATIENCE_MILLIS = 3_000;

    private final KafkaClients kafka;
    private final Topics topics;
    private final StopSignal stop;

    AwaitTopics(KafkaClients kafka, Topics topics, StopSignal stop) {
        this.kafka = kafka;
        this.topics = topics;
        this.stop = stop;
    }

    /** @return false when the service is stopping */
    boolean done() throws InterruptedException {
        String told = "";
        do {
            String state = missing();
            if (state.isEmpty()) {
                return true;
            }
            if (!state.equals(told)) {
                LOG.info(state);
                told = state;
            }
        } while (!stop.awaitWithin(PAUSE));
        return false;
    }

    private String missing() throws InterruptedException {
        try (Admin admin = kafka.admin()) {
            List<String> missing = new ArrayList<>(topics.all());
            missing.removeAll(admin.listTopics(new ListTopicsOptions().timeoutMs(PATIENCE_MILLIS))
                    .names()
                    .get());
            return missing.isEmpty()
                    ? ""
                    : "waiting for the topics " + missing + "; the app creates them when it starts";
        } catch (ExecutionException | RuntimeException e) {
            return "waiting for Kafka at " + kafka.settings().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        }
    }
}
