package hone.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The relay of rows that wait for Kafka. Kafka's address is in {@code kafka.bootstrap.servers}. */
@ConfigMapping(prefix = "hone.outbox")
public interface OutboxConfig {
    /** How often the relay polls; a commit wakes it at once. */
    @WithDefault("1s")
    Duration tick();

    /** The most rows in a batch; a batch is one database transaction. */
    @WithDefault("200")
    int batchRows();

    /** How long a row stays after Kafka has it. */
    @WithDefault("1h")
    Duration kept();

    /** An unsent row older than this makes the app not ready: judgments pile up and nothing downstream receives them. */
    @WithDefault("5m")
    Duration ageMax();
}
