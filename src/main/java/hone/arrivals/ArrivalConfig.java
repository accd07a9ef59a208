package hone.arrivals;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where models may come from, and how much one may take of this instance. */
@ConfigMapping(prefix = "hone.arrivals")
interface ArrivalConfig {
    /** The operator's folder, whose folders admins may choose from; nothing outside of it is read. */
    Optional<String> folder();

    /** The most that a model's files may come to, unpacked. */
    @WithDefault("64G")
    MemorySize bytesMax();

    /** The most files that a tar or a folder may hold, those included that are left out. */
    @WithDefault("2000")
    int filesMax();

    /** Models that an instance reads at the same time; further ones are refused. */
    @WithDefault("2")
    int atOnce();

    /** How long reading one may take. */
    @WithDefault("2h")
    Duration timeMax();

    /** How long a model that was read waits for somebody to decide about it. */
    @WithDefault("1h")
    Duration decideWithin();

    /** How often what is left of models that never came in is removed. */
    @WithDefault("60s")
    Duration sweep();
}
