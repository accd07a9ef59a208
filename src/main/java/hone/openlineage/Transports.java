package hone.openlineage;

import hone.outbox.KafkaClients;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/** The transports that are configured; none by default. */
@ApplicationScoped
class Transports {
    private final List<Transport> all;

    Transports(LineageConfig config, KafkaClients clients) {
        this.all = Stream.<Transport>concat(
                        config.url().map(url -> new HttpTransport(url, config.token())).stream(),
                        config.topic().map(topic -> new KafkaTransport(clients, topic)).stream())
                .toList();
    }

    List<Transport> all() {
        return all;
    }

    @PreDestroy
    void close() {
        all.forEach(transport -> {
            if (transport instanceof KafkaTransport kafka) {
                kafka.close();
            }
        });
    }
}
