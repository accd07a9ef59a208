package hone.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready without Kafka, with topics that would lose records, or with an outbox that nothing empties. */
@Readiness
@ApplicationScoped
class OutboxReadiness implements HealthCheck {
    private final OutboxRelay relay;
    private final KafkaTopics topics;
    private final KafkaClients clients;
    private final OutboxConfig config;

    OutboxReadiness(OutboxRelay relay, KafkaTopics topics, KafkaClients clients, OutboxConfig config) {
        this.relay = relay;
        this.topics = topics;
        this.clients = clients;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("Kafka and outbox");
        try (Admin admin = clients.admin()) {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(3000))
                    .clusterId()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answer.down().withData("kafka", "interrupted").build();
        } catch (Exception e) {
            return answer.down()
                    .withData("kafka", "does not answer: " + e.getMessage())
                    .build();
        }
        List<String> faults = topics.faults();
        if (!faults.isEmpty()) {
            return answer.down().withData("topics", String.join(" ", faults)).build();
        }
        Optional<Duration> age = relay.age(Instant.now());
        answer.withData("oldestSeconds", age.map(Duration::toSeconds).orElse(0L));
        return answer.status(age.isEmpty() || age.get().compareTo(config.ageMax()) <= 0)
                .build();
    }
}
