package hone.supervisor;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads settings as the application reads its own. */
final class Settings {
    private Settings() {}

    static SupervisorConfig of(Map<String, String> settings) {
        return of(new PropertiesConfigSource(settings, "test", 100));
    }

    static SupervisorConfig of(ConfigSource settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SupervisorConfig.class)
                .withSources(settings)
                .build()
                .getConfigMapping(SupervisorConfig.class);
    }
}
