package hone.supervisor;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready without Kafka. Unlike Quarkus's own check it answers within seconds if Kafka can't be reached. */
@Singleton
@Readiness
final class KafkaReachable implements HealthCheck {
    private static final int PATIENCE_MILLIS = 4_000;

    private final Admin admin;

    @Inject
    KafkaReachable(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        admin = new KafkaClients(kafka).admin();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Kafka").status(reachable()).build();
    }

    private boolean reachable() {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS))
                    .clusterId()
                    .get();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @PreDestroy
    void close() {
        admin.close();
    }
}
