package hone.devstack.launch;

import hone.devstack.ChildJvm;
import hone.devstack.JvmServer;
import hone.devstack.OneJvm;
import hone.devstack.QuarkusChildMain;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;

/** One of our own applications, packaged by Quarkus, in a JVM that ends with the launcher. */
public final class QuarkusApp implements JvmServer {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String name;
    private final Path jar;
    private final Path data;
    private final Map<String, String> environment;
    private final List<String> flags;
    private final List<URI> ready;
    private final OneJvm jvm = new OneJvm();

    /** @param ports its own port and that of its management interface, which serves health if the application has one */
    public QuarkusApp(
            String name,
            Path jar,
            Path data,
            Map<String, String> environment,
            List<String> flags,
            List<Integer> ports) {
        this.name = name;
        this.jar = jar;
        this.data = data;
        this.environment = new HashMap<>(environment);
        this.flags = List.copyOf(flags);
        this.ready = ports.stream()
                .map(port -> URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port)))
                .toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        ChildJvm.Command command = new ChildJvm.Command(
                name, log(), data, environment, allFlags(), jar.toString(), QuarkusChildMain.class, List.of());
        jvm.start(command, child -> child.awaitOk(ready, PATIENCE));
    }

    /**
     * Our flags, and what the jar's manifest grants when it is run as {@code java -jar}, since our main class replaces the
     * jar's.
     */
    private List<String> allFlags() throws IOException {
        List<String> all = new ArrayList<>(flags);
        all.add("--enable-native-access=ALL-UNNAMED");
        all.add("--sun-misc-unsafe-memory-access=allow");
        try (JarFile file = new JarFile(jar.toFile())) {
            String opened = Optional.ofNullable(file.getManifest())
                    .map(manifest -> manifest.getMainAttributes().getValue("Add-Opens"))
                    .orElse("");
            for (String module : opened.strip().split("\\s+")) {
                if (!module.isEmpty()) {
                    all.add("--add-opens=" + module + "=ALL-UNNAMED");
                }
            }
        }
        return all;
    }

    @Override
    public OneJvm jvm() {
        return jvm;
    }

    @Override
    public Path log() {
        return data.resolve(name + ".log");
    }
}
