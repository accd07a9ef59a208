package hone.export;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The folder of checkpoints, where the app sees it: each lies in a folder that is named by the sha256 of its manifest. */
@ApplicationScoped
class Checkpoints {
    private final Optional<Path> folder;

    Checkpoints(@ConfigProperty(name = "hone.models") Optional<String> folder) {
        this.folder = folder.map(Path::of).filter(Files::isDirectory);
    }

    Optional<Path> folder() {
        return folder;
    }

    Optional<Path> of(String sha256) {
        return folder.map(all -> all.resolve(sha256)).filter(Files::isDirectory);
    }

    /** The files of one, in order of their names. */
    static List<Path> files(Path checkpoint) throws IOException {
        try (Stream<Path> all = Files.list(checkpoint)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
