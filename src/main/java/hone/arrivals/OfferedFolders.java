package hone.arrivals;

import hone.web.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The folders below the operator's that look like models. What lies outside is never looked at. */
@ApplicationScoped
class OfferedFolders {
    private static final Logger LOG = Logger.getLogger(OfferedFolders.class);
    /** The cache of Hugging Face's hub has models three folders down. */
    private static final int DEPTH_MAX = 6;

    private static final int LOOKED_AT_MAX = 20_000;
    private static final int SHOWN_MAX = 200;
    private static final String CONFIG = "config.json";

    private final Optional<Path> root;

    OfferedFolders(ArrivalConfig config) {
        this.root = config.folder().map(Path::of);
    }

    /** Whether the operator has named one. */
    boolean any() {
        return root.isPresent();
    }

    /** By their paths from the operator's folder on, sorted. */
    List<String> list() {
        if (root.isEmpty() || !Files.isDirectory(root.get())) {
            return List.of();
        }
        Found found = new Found(root.get());
        try {
            Files.walkFileTree(root.get(), EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEPTH_MAX, found);
        } catch (IOException e) {
            LOG.warnf("The folder of models to bring can't be read: %s", e.getMessage());
        }
        return found.paths.stream().sorted().toList();
    }

    private static final class Found extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<String> paths = new ArrayList<>();
        private int lookedAt;

        Found(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (++lookedAt > LOOKED_AT_MAX || paths.size() >= SHOWN_MAX) {
                return FileVisitResult.TERMINATE;
            }
            if (Files.isRegularFile(folder.resolve(CONFIG))) {
                paths.add(folder.equals(root) ? "." : root.relativize(folder).toString());
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return ++lookedAt > LOOKED_AT_MAX ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // nothing to offer there
        }
    }

    /** @throws Invalid when it is no folder below the operator's */
    ModelSource.Folder find(String path) {
        try {
            Path allowed = root.orElseThrow(OfferedFolders::none).toRealPath();
            Path folder = allowed.resolve(path.replace("\0", "")).toRealPath();
            if (path.isEmpty() || !folder.startsWith(allowed) || !Files.isDirectory(folder)) {
                throw none();
            }
            return new ModelSource.Folder(folder, allowed);
        } catch (IOException | InvalidPathException e) {
            throw none();
        }
    }

    private static Invalid none() {
        return Invalid.field(
                "folder",
                "Choose one of the folders; this one is not there, or not below the folder that the operator named.");
    }
}
