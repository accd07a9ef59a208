package hone.devstack.launch;

import java.nio.file.Path;
import java.util.Set;

/** What Hone itself puts into its data folder; anything else there belongs to somebody else. */
final class OwnFiles {

    private static final Set<String> NAMES = Set.of(
            "postgres",
            "kafka",
            "keycloak",
            "models",
            "runs",
            "secrets",
            "distributions",
            "parts",
            "parts.down",
            "build");

    private OwnFiles() {}

    static boolean contain(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return NAMES.contains(name) || name.startsWith("launcher.") || name.endsWith(".log") || name.endsWith(".log.1");
    }
}
