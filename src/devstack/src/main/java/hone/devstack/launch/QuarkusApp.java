package hone.devstack.launch;

import hone.devstack.ChildJvm;
import hone.devstack.QuarkusChildMain;
import hone.devstack.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One of our own applications, packaged by Quarkus, in a JVM that ends with the launcher. */
final class QuarkusApp implements Server {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String name;
    private final Path jar;
    private final Path data;
    private final Map<String, String> environment;
    private final List<String> flags;
    private final URI ready;
    private @Nullable ChildJvm running;

    /** @param ready answered with 200 once the application can work */
    QuarkusApp(String name, Path jar, Path data, Map<String, String> environment, List<String> flags, URI ready) {
        this.name = name;
        this.jar = jar;
        this.data = data;
        this.environment = new HashMap<>(environment);
        this.flags = flags;
        this.ready = ready;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        ChildJvm child = new ChildJvm.Command(
                        name, log(), data, environment, flags, jar.toString(), QuarkusChildMain.class, List.of())
                .start();
        running = child;
        child.awaitOk(ready, PATIENCE);
    }

    @Override
    public boolean isAlive() {
        ChildJvm child = running;
        return child != null && child.isAlive();
    }

    @Override
    public OptionalLong pid() {
        ChildJvm child = running;
        return child == null ? OptionalLong.empty() : OptionalLong.of(child.pid());
    }

    @Override
    public Path log() {
        return data.resolve(name + ".log");
    }

    @Override
    public void close() {
        ChildJvm child = running;
        running = null;
        if (child != null) {
            child.close();
        }
    }
}
