package hone.devstack.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes Hone's data readable by its owner alone: people's work, names, passwords. Earlier versions left it readable by
 * everybody.
 */
final class OwnersOnly {

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private OwnersOnly() {}

    static void create(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            Files.createDirectories(data, PosixFilePermissions.asFileAttribute(OWNERS));
        }
    }

    /** Otherwise a stranger would be told that Hone does not run, because its files can't be seen. */
    static void refuseStrangers(Path data) throws IOException {
        if (Files.isDirectory(data) && !Files.isReadable(data)) {
            throw new Refusal("The data in %s is %s's: run this as that user, or name another folder with HONE_DATA=…."
                    .formatted(data, Files.getOwner(data).getName()));
        }
    }

    /** Closes Hone's own files, and the folder itself only if nothing else is in it. */
    static void restrict(Path data) throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(data)) {
            entries = all.toList();
        }
        for (Path entry : entries) {
            if (OwnFiles.contain(entry)) {
                close(entry);
            }
        }
        if (entries.stream().allMatch(OwnFiles::contain)) {
            close(data);
        }
    }

    private static void close(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.retainAll(OWNERS)) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }
}
