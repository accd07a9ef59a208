package hone.talk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much one person may ask of the models. */
@ConfigMapping(prefix = "hone.talk")
interface TalkConfig {
    @WithDefault("20")
    int messagesPerMinuteMax();
}
