package hone.arrivals;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Removes what an app left that was killed while it read a model, and what nobody decided about in time. */
@ApplicationScoped
class SweepArrivals {
    private static final Logger LOG = Logger.getLogger(SweepArrivals.class);
    /** What else begins so is somebody else's. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Optional<Path> models;
    private final Arrival.Repo arrivals;

    SweepArrivals(@ConfigProperty(name = "hone.models") Optional<String> models, Arrival.Repo arrivals) {
        this.models = models.map(Path::of);
        this.arrivals = arrivals;
    }

    @Scheduled(
            identity = "sweep-arrivals",
            every = "{hone.arrivals.sweep}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        arrivals.endLost();
        if (models.isEmpty() || !Files.isDirectory(models.get())) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(models.get(), IncomingModel.PREFIX + "*")) {
            for (Path folder : folders) {
                String id = String.valueOf(folder.getFileName()).substring(IncomingModel.PREFIX.length());
                if (ID.matcher(id).matches() && !arrivals.isOpen(UUID.fromString(id))) {
                    IncomingModel.remove(models.get(), UUID.fromString(id));
                }
            }
        } catch (IOException e) {
            LOG.warnf("what is left of models on their way in could not be removed: %s", e.getMessage());
        }
    }
}
