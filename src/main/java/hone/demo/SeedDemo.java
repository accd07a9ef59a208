package hone.demo;

import hone.project.Project;
import hone.web.Invalid;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Creates the demo project on the first start: from the archive that ships, with a round behind it; without one, from the base
 * model, whose committed samples are the first tasks then. Only if a folder is configured and there is no project yet; if several
 * instances start at once, one of them does it. Runs in parallel to the start, so that nobody waits for the import.
 */
@ApplicationScoped
class SeedDemo {
    private static final Logger LOG = Logger.getLogger(SeedDemo.class);

    private final Optional<String> folder;
    private final Optional<String> archive;
    private final ShippedProject shipped;
    private final SampledProject sampled;
    private final Project.Repo projects;

    SeedDemo(
            @ConfigProperty(name = "hone.demo-folder") Optional<String> folder,
            @ConfigProperty(name = "hone.demo-archive") Optional<String> archive,
            ShippedProject shipped,
            SampledProject sampled,
            Project.Repo projects) {
        this.folder = folder;
        this.archive = archive;
        this.shipped = shipped;
        this.sampled = sampled;
        this.projects = projects;
    }

    void onStart(@Observes StartupEvent started) {
        folder.map(Path::of)
                .ifPresent(place -> Thread.ofVirtual().name("demo-seed").start(() -> tryToSeed(place)));
    }

    private void tryToSeed(Path place) {
        var context = Arc.container().requestContext();
        context.activate();
        try {
            if (projects.count() > 0 || archive.isEmpty() || !takenIn(Path.of(archive.get()))) {
                sampled.make(place);
            }
        } catch (IOException | RuntimeException e) {
            // The app is useful without it; the sentence says what to do.
            LOG.errorf(e, "The demo project could not be made from %s. Fix the folder and start again.", place);
        } finally {
            context.terminate();
        }
    }

    /** An archive that is missing or of another version must keep nobody from a demo project: it begins from the samples then. */
    private boolean takenIn(Path place) throws IOException {
        try {
            String slug = shipped.takeIn(place);
            LOG.infof("The demo project %s is ready, with a round of simulated people's work behind it.", slug);
            return true;
        } catch (NoSuchFileException | Invalid e) {
            LOG.warnf(e, "The demo project could not be taken in from %s, so it begins with no work done.", place);
            return false;
        }
    }
}
