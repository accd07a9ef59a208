package hone.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;

/** How many rows wait for Kafka and for how long, measured when somebody reads the metrics. */
@ApplicationScoped
class OutboxMetrics {
    void register(@Observes StartupEvent event, MeterRegistry registry, OutboxRelay relay) {
        Gauge.builder("hone.outbox.rows", relay, OutboxRelay::size)
                .description("Rows that wait for Kafka, counted up to 100000")
                .register(registry);
        Gauge.builder("hone.outbox.age", relay, OutboxMetrics::ageSeconds)
                .baseUnit("seconds")
                .description("How long the oldest of them has waited")
                .register(registry);
    }

    private static double ageSeconds(OutboxRelay relay) {
        return relay.age(Instant.now()).orElse(Duration.ZERO).toMillis() / 1000.0;
    }
}
