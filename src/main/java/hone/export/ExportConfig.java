package hone.export;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much exports may take of this instance. */
@ConfigMapping(prefix = "hone.exports")
public interface ExportConfig {
    /** Exports that an instance writes at the same time, each with a connection of its own; further ones are refused. */
    @WithDefault("2")
    int atOnce();

    /** Whoever takes nothing for so long is hung up on. */
    @WithDefault("60s")
    Duration stalledAfter();

    /** After so long an export is broken off: a snapshot that old keeps the database from tidying up. */
    @WithDefault("1h")
    Duration timeMax();

    /** How much the checkpoints of an archive that is taken in may come to, unpacked: more is refused before the disk is full. */
    @WithDefault("64G")
    MemorySize arrivingCheckpointsMax();
}
