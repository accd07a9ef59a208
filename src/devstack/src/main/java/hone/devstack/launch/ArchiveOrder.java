package hone.devstack.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An import of an archive, as {@code export --all} writes it: known by its content, since it needs no project.
 *
 * @param sameNames user names mean the same people here as where the archive comes from
 */
record ArchiveOrder(Path archive, boolean sameNames) {
    private static final String SAME_NAMES = "--same-names";

    /** Empty: the arguments speak of something else. */
    static Optional<ArchiveOrder> read(List<String> arguments) throws IOException {
        List<String> files =
                arguments.stream().filter(word -> !word.equals(SAME_NAMES)).toList();
        if (files.size() != 1 || !isArchive(Path.of(files.getFirst()))) {
            return Optional.empty();
        }
        return Optional.of(new ArchiveOrder(Path.of(files.getFirst()), arguments.contains(SAME_NAMES)));
    }

    /** A zip file begins with the initials of whoever designed it. */
    private static boolean isArchive(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream content = Files.newInputStream(file)) {
            byte[] first = content.readNBytes(2);
            return first.length == 2 && first[0] == 'P' && first[1] == 'K';
        }
    }
}
