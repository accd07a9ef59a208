package hone.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** How much of the time imports and other background work may take at this moment: less than all while people label. */
@ApplicationScoped
class LabelersMetrics {
    void register(@Observes StartupEvent event, MeterRegistry registry, LabelersFirst labelers) {
        Gauge.builder("hone.background.share", labelers, LabelersFirst::share)
                .description("The share of the time that background work may take beside people who label")
                .register(registry);
    }
}
