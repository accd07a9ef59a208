package hone.imports;

import hone.project.Project;
import hone.web.Invalid;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Reads a file that a form brought, while its page tells how far it is. */
@ApplicationScoped
class ImportInBackground {
    private static final Logger LOG = Logger.getLogger(ImportInBackground.class);

    /** A small file is done within this, so that its page is the whole report at once. */
    private static final Duration SMALL = Duration.ofSeconds(3);

    private final ImportPrompts prompts;

    ImportInBackground(ImportPrompts prompts) {
        this.prompts = prompts;
    }

    /**
     * The file is closed when it is read.
     *
     * @return the import's id; a small file has been read already
     * @throws Invalid when it is no file of text, or too many wait
     */
    UUID begin(Project project, String fileName, SentFile file, Optional<UUID> by) throws IOException {
        OpenedImport opened = prompts.open(project, fileName, file, by);
        Thread reader = Thread.ofVirtual().name("import").start(() -> read(opened));
        try {
            reader.join(SMALL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return opened.id();
    }

    private void read(OpenedImport opened) {
        var context = Arc.container().requestContext();
        context.activate();
        try (opened) {
            prompts.run(opened, ImportPrompts.Caller.NOBODY);
        } catch (IOException e) {
            LOG.warnf(
                    e,
                    "The file of import %s could not be removed: %s",
                    opened.id(),
                    opened.file().path());
        } finally {
            context.terminate();
        }
    }
}
