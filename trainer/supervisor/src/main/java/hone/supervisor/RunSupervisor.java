package hone.supervisor;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Starts and stops the supervisor with the application, and reports whether it is ready. */
@Singleton
@Readiness
final class RunSupervisor implements HealthCheck {
    private final Supervisor supervisor;

    @Inject
    RunSupervisor(
            SupervisorConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry meters) {
        supervisor = new Supervisor(config, new KafkaClients(kafka), meters);
    }

    void start(@Observes StartupEvent event) {
        supervisor.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        supervisor.close();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("runs are taken")
                .status(supervisor.ready())
                .withData("open", supervisor.openRuns())
                .build();
    }
}
