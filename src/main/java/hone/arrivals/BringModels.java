package hone.arrivals;

import hone.contract.ModelInspection;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.TempFiles;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Models that people bring wait for a decision after they were read; those that programs send are kept at once. */
@ApplicationScoped
public class BringModels {
    private static final Logger LOG = Logger.getLogger(BringModels.class);

    /** A small model is read within this, so that its page shows all of it at once. */
    private static final long SMALL_MILLIS = 2_000;

    private final ReadModel reading;
    private final KeepModel keeping;
    private final Arrival.Repo arrivals;

    BringModels(ReadModel reading, KeepModel keeping, Arrival.Repo arrivals) {
        this.reading = reading;
        this.keeping = keeping;
        this.arrivals = arrivals;
    }

    /**
     * What a program sends.
     *
     * @param source the folder or file that it comes from
     * @param name empty: the source's
     * @param asBase the project whose base it becomes
     */
    public record Sent(String source, Optional<String> name, Optional<Project> asBase, UUID by) {}

    /** What came of it. */
    public record Brought(
            UUID id, String name, String sha256, boolean added, ModelInspection inspection, List<String> leftOut) {}

    /**
     * Reads it to its end and keeps it, while the program waits.
     *
     * @param gone whether the program has hung up
     * @throws ModelRefused when it can't be taken
     */
    public Brought now(Sent sent, InputStream tar, BooleanSupplier gone) throws IOException {
        String name = sent.name().orElseGet(() -> SourceName.of(sent.source()));
        KeepModel.refuseName(name);
        try (ReadModel.Place place = reading.place()) {
            UUID id = arrivals.begin(
                    sent.asBase().map(project -> project.id), sent.source(), sent.by(), Optional.empty());
            ReadModel.Read read = reading.read(id, SourceName.of(sent.source()), new ModelSource.Tar(tar), gone);
            try {
                KeepModel.Kept kept = keeping.keep(
                        new KeepModel.Decision(
                                id, name, sent.asBase().map(project -> project.id), sent.asBase(), sent.by()),
                        read);
                return new Brought(
                        kept.model().id,
                        kept.model().name,
                        kept.model().sha256,
                        kept.added(),
                        read.inspection(),
                        read.leftOut());
            } catch (RuntimeException | IOException e) {
                arrivals.ended(
                        id, Arrival.State.REFUSED, e instanceof Conflict c ? c.sentence() : "It could not be kept.");
                IncomingModel.remove(reading.folder(), id);
                throw e;
            }
        } catch (Stopped e) {
            throw new Conflict("It was cancelled, and nothing of it was taken.");
        }
    }

    /** A tar that a form has sent: it is read in the background. */
    UUID upload(Project project, String fileName, Path uploaded, UUID by) throws IOException {
        ReadModel.Place place = reading.place();
        Path file = null;
        try {
            file = TempFiles.create(".tar");
            Files.move(uploaded, file, StandardCopyOption.REPLACE_EXISTING);
            Path kept = file;
            long bytes = Files.size(kept);
            return inBackground(project, fileName, by, bytes, place, new ModelSource.Uploaded(kept));
        } catch (IOException | RuntimeException e) {
            place.close();
            if (file != null) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    /** A folder on this machine: it is copied and read in the background. */
    UUID folder(Project project, String path, ModelSource.Folder folder, UUID by) throws IOException {
        ReadModel.Place place = reading.place();
        try {
            return inBackground(project, path, by, folder.bytes(), place, folder);
        } catch (IOException | RuntimeException e) {
            place.close();
            throw e;
        }
    }

    private UUID inBackground(
            Project project, String name, UUID by, long bytes, ReadModel.Place place, ModelSource source)
            throws IOException {
        refuseWithoutRoom(bytes);
        UUID id = arrivals.begin(Optional.of(project.id), name, by, Optional.of(bytes));
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofVirtual().name("arrival").start(() -> {
            var context = Arc.container().requestContext();
            context.activate();
            try (place) {
                reading.read(id, SourceName.of(name), source, () -> false);
            } catch (Stopped | Invalid e) {
                LOG.infof("arrival %s ended: %s", id, e.getMessage());
            } catch (IOException | RuntimeException e) {
                LOG.debugf(e, "arrival %s failed", id); // its row says so, and the log already does
            } finally {
                context.terminate();
                done.countDown();
            }
        });
        try {
            done.await(SMALL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return id;
    }

    private void refuseWithoutRoom(long bytes) throws IOException {
        long free =
                Files.getFileStore(Files.createDirectories(reading.folder())).getUsableSpace();
        if (free < bytes) {
            throw Invalid.field(
                    "model",
                    "It takes " + InBytes.text(bytes) + ", and the disk of the folder of checkpoints has only "
                            + InBytes.text(free) + " left. Nothing was taken.");
        }
    }

    void cancel(UUID id) throws IOException {
        arrivals.cancel(id);
        if (!arrivals.isOpen(id)) {
            IncomingModel.remove(reading.folder(), id);
        }
    }
}
