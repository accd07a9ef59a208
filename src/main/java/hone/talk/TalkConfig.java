package hone.talk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many messages one person may send to the models. */
@ConfigMapping(prefix = "hone.talk")
interface TalkConfig {
    @WithDefault("20")
    int messagesPerMinuteMax();
}
