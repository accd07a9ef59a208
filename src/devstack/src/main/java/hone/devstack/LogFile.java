package hone.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** What a part prints, readable only by its owner: it contains people's names. */
final class LogFile {

    private static final long BYTES_MAX = 10L << 20;

    private LogFile() {}

    /** Where the process appends; a large log is rotated first. */
    static ProcessBuilder.Redirect of(Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        if (Files.exists(log) && Files.size(log) > BYTES_MAX) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log)) {
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return ProcessBuilder.Redirect.appendTo(log.toFile());
    }
}
