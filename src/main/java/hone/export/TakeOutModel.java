package hone.export;

import hone.archive.TarWriter;
import hone.audit.Audit;
import hone.contract.CheckpointManifest;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.LabelersFirst;
import hone.web.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * A model's directory as a tar, sent as it is read: what transformers loads, or, for an adapter, what PEFT loads next to its base.
 * Its length is known before, so that a download that breaks off is no whole one.
 */
@ApplicationScoped
public class TakeOutModel {
    private static final Logger LOG = Logger.getLogger(TakeOutModel.class);
    private static final int PIECE_BYTES = 1 << 18;

    private final Checkpoints checkpoints;
    private final ExportConfig config;
    private final LabelersFirst labelers;
    private final Audit audit;
    private final Semaphore places;

    TakeOutModel(Checkpoints checkpoints, ExportConfig config, LabelersFirst labelers, Audit audit) {
        this.checkpoints = checkpoints;
        this.config = config;
        this.labelers = labelers;
        this.audit = audit;
        this.places = new Semaphore(config.atOnce());
    }

    /**
     * @throws NotFound when its files are not here
     * @throws Conflict when as many are being sent as may be
     */
    public Response send(Project project, ModelVersion model, UUID by, RoutingContext request) {
        List<Path> files = files(model);
        if (!places.tryAcquire()) {
            throw new Conflict((config.atOnce() == 1 ? "Another model is" : config.atOnce() + " other models are")
                    + " being sent already, as many as may be at a time. Try again when one has been sent.");
        }
        // Called once, when the answer was written or the connection is gone.
        request.addEndHandler(ended -> places.release());
        QuarkusTransaction.requiringNew()
                .run(() -> audit.note(
                        Optional.of(by),
                        Optional.of(project.id),
                        "model.exported",
                        model.id.toString(),
                        Map.of("name", model.name, "sha256", model.sha256),
                        Instant.now()));
        StreamingOutput streamed = out -> write(model.name, files, new ToClient(out, request, config));
        return Response.ok(streamed)
                .type("application/x-tar")
                .header("Content-Length", TarWriter.bytes(sizes(files)))
                .header("Content-Disposition", "attachment; filename=\"" + model.name + ".tar\"")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private List<Path> files(ModelVersion model) {
        Path folder = checkpoints
                .folder()
                .map(all -> all.resolve(model.sha256))
                .filter(one -> Files.exists(one.resolve(CheckpointManifest.FILE)))
                .orElseThrow(() -> new NotFound("files of model " + model.name));
        try {
            return Checkpoints.files(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Long> sizes(List<Path> files) {
        List<Long> sizes = new ArrayList<>();
        for (Path file : files) {
            try {
                sizes.add(Files.size(file));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return sizes;
    }

    private void write(String name, List<Path> files, ToClient client) throws IOException {
        try (client;
                OutputStream out = new BufferedOutputStream(client, PIECE_BYTES)) {
            TarWriter tar = new TarWriter(out);
            for (Path file : files) {
                long bytes = Files.size(file);
                tar.file(name + "/" + file.getFileName(), bytes, entry -> copy(file, bytes, entry));
            }
            tar.end();
            client.sent();
        } catch (BrokenOff e) {
            LOG.infof("the export of model %s ended: %s", name, e.outcome().wireName());
            client.hangUp(e.outcome());
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "the export of model %s failed", name);
            client.hangUp(ExportRecord.Outcome.FAILED);
        }
    }

    /** Exactly so many bytes: a file that has grown or shrunk is no whole one. */
    private void copy(Path file, long bytes, OutputStream out) throws IOException {
        long left = bytes;
        try (InputStream content = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE_BYTES];
            long began = System.nanoTime();
            for (int read = content.read(piece); read >= 0 && left >= 0; read = content.read(piece)) {
                left -= read;
                out.write(piece, 0, read);
                giveWay(System.nanoTime() - began);
                began = System.nanoTime();
            }
        }
        if (left != 0) {
            throw new IOException(file.getFileName() + " has changed while it was sent");
        }
    }

    private void giveWay(long nanos) throws IOException {
        try {
            labelers.giveWay(Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
