package hone.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The relay of rows that wait for Kafka. Where Kafka is stands in {@code kafka.bootstrap.servers}. */
@ConfigMapping(prefix = "hone.outbox")
public interface OutboxConfig {
    /** How often the relay looks by itself; a commit wakes it at once. */
    @WithDefault("1s")
    Duration tick();

    /** Rows a batch at most; a batch is one database transaction. */
    @WithDefault("200")
    int batchRows();

    /** An unsent row older than this makes the app not ready: judgments pile up and nobody hears of them. */
    @WithDefault("5m")
    Duration ageMax();
}
