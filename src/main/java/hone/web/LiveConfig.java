package hone.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Pages that keep themselves up to date by server-sent events. */
@ConfigMapping(prefix = "hone.live")
public interface LiveConfig {
    /** Open pages an instance follows at most; the others look again every few seconds by themselves. */
    @WithDefault("200")
    int streamsMax();

    /** How often the database is asked for each open page. */
    @WithDefault("1s")
    Duration look();

    /** After so long without news a sign of life is sent, so that proxies keep the connection. */
    @WithDefault("15s")
    Duration heartbeat();

    /** After so long the browser connects anew, and is asked anew who it is. */
    @WithDefault("10m")
    Duration streamMax();
}
