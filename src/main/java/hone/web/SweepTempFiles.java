package hone.web;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Removes temporary files that earlier processes left behind, and at the end those of this one. */
@ApplicationScoped
class SweepTempFiles {
    /** No upload lasts longer, so an older file belongs to a process that was killed while it received it. */
    private static final Duration UPLOAD_MAX = Duration.ofDays(1);

    private final Path uploads;

    SweepTempFiles(@ConfigProperty(name = "quarkus.http.body.uploads-directory") Path uploads) {
        this.uploads = uploads;
    }

    void start(@Observes StartupEvent event) {
        TempFiles.here().removeAbandoned();
        if (Files.isDirectory(uploads)) {
            removeUploadsBefore(Instant.now().minus(UPLOAD_MAX));
        }
    }

    private void removeUploadsBefore(Instant time) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(uploads)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            Log.warnf("Old uploads could not be removed from %s: %s", uploads, e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        TempFiles.here().removeOwn();
    }
}
