package hone.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of webhooks. */
@ConfigMapping(prefix = "hone.webhooks")
interface WebhookConfig {
    /** How often each instance polls for deliveries that are due. */
    @WithDefault("1s")
    Duration tick();

    /** The time limit of one attempt, from connecting to the answer. */
    @WithDefault("15s")
    Duration timeout();

    /** Whether private addresses and plain http are allowed. */
    @WithDefault("false")
    boolean privateTargets();
}
