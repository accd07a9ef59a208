package hone.imports;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of one import on this instance. */
@ConfigMapping(prefix = "hone.imports")
public interface ImportConfig {
    /** A larger file is refused. */
    @WithDefault("4G")
    MemorySize fileMax();

    /** The most lines of a file; the rest is left out, and the report says so. */
    @WithDefault("5000000")
    int linesMax();

    /** After this long, not counting rests, reading stops, and the report says so. */
    @WithDefault("30m")
    Duration timeMax();

    /** Files that an instance reads at the same time; further ones wait. */
    @WithDefault("2")
    int filesAtOnce();

    /** Files that may wait; further ones are refused. */
    @WithDefault("10")
    int filesWaitingMax();

    /** How long a file whose first rows are shown waits for somebody to start it. */
    @WithDefault("1h")
    Duration startWithin();
}
