package hone.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Pages that keep themselves up to date by server-sent events. */
@ConfigMapping(prefix = "hone.live")
public interface LiveConfig {
    /** How many open pages an instance follows at most; the others poll every few seconds by themselves. */
    @WithDefault("200")
    int streamsMax();

    /** How often the database is queried for each open page. */
    @WithDefault("1s")
    Duration look();

    /** After this long without news a heartbeat is sent, so that proxies keep the connection open. */
    @WithDefault("15s")
    Duration heartbeat();

    /** After this long the browser has to reconnect, and is authenticated anew. */
    @WithDefault("10m")
    Duration streamMax();
}
