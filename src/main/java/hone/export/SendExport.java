package hone.export;

import hone.audit.Audit;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.LabelersFirst;
import hone.web.SqlSnapshot;
import hone.web.SqlSnapshots;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;

/**
 * The one way on which something leaves: for pages and for programs. The file is written while it is sent, from one moment of the
 * database, and a record says who took it and how it ended. A file that is not whole ends with a broken connection, never like a
 * whole one.
 */
@ApplicationScoped
class SendExport {
    private static final Logger LOG = Logger.getLogger(SendExport.class);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Duration TOLD_EVERY = Duration.ofSeconds(5);

    private final ExportConfig config;
    private final ExportRecord.Repo records;
    private final SqlSnapshots snapshots;
    private final LabelersFirst labelers;
    private final Audit audit;
    private final Semaphore places;

    SendExport(
            ExportConfig config,
            ExportRecord.Repo records,
            SqlSnapshots snapshots,
            LabelersFirst labelers,
            Audit audit) {
        this.config = config;
        this.records = records;
        this.snapshots = snapshots;
        this.labelers = labelers;
        this.audit = audit;
        this.places = new Semaphore(config.atOnce());
    }

    /**
     * An export as it begins.
     *
     * @param dataset which one, when one is asked for
     * @param name of the file
     */
    record Begin(Project project, ExportAsked asked, Optional<UUID> dataset, String name, UUID by) {}

    /** @throws Conflict when as many exports are being written as may be */
    Response send(Begin begin, ExportBody body, RoutingContext request) {
        if (!places.tryAcquire()) {
            throw new Conflict((config.atOnce() == 1 ? "Another export is" : config.atOnce() + " other exports are")
                    + " being written already, as many as may be at a time. Try again when one has ended.");
        }
        // Called once, when the answer was written or the connection is gone.
        request.addEndHandler(ended -> places.release());
        UUID id = QuarkusTransaction.requiringNew().call(() -> begun(begin));
        StreamingOutput streamed = out -> write(id, body, begin.asked(), new ToClient(out, request, config));
        return Response.ok(streamed)
                .type(begin.asked().mediaType())
                .header("Content-Disposition", "attachment; filename=\"" + begin.name() + "\"")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no") // a proxy would hold the beginning back
                .header("Hone-Export", id)
                .build();
    }

    private UUID begun(Begin begin) {
        UUID id = records.begin(begin.project().id, begin.asked(), begin.dataset(), begin.by());
        ExportAsked asked = begin.asked();
        audit.note(
                Optional.of(begin.by()),
                Optional.of(begin.project().id),
                "project.exported",
                id.toString(),
                Map.of(
                        "what", asked.what().wireName(),
                        "format", asked.format(),
                        "container", asked.container(),
                        "names", asked.people() == ExportAsked.People.BY_NAME),
                Instant.now());
        return id;
    }

    private void write(UUID id, ExportBody body, ExportAsked asked, ToClient client) throws IOException {
        Told told = new Told(id, client);
        try (client) {
            try (SqlSnapshot snapshot = snapshots.open();
                    OutputStream out = packed(new BufferedOutputStream(client, BUFFER_BYTES), asked)) {
                body.write(snapshot, out, told);
            }
            client.sent();
            records.end(id, told.last, client, ExportRecord.Outcome.SENT);
        } catch (BrokenOff e) {
            LOG.infof("export %s ended: %s", id, e.outcome().wireName());
            failed(id, told, client, e.outcome());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(id, told, client, ExportRecord.Outcome.FAILED);
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "export %s failed", id);
            failed(id, told, client, ExportRecord.Outcome.FAILED);
        }
    }

    private void failed(UUID id, Told told, ToClient client, ExportRecord.Outcome outcome) {
        client.hangUp(outcome);
        records.end(id, told.last, client, outcome);
    }

    private static OutputStream packed(OutputStream out, ExportAsked asked) throws IOException {
        return asked.packed() ? new GZIPOutputStream(out, BUFFER_BYTES) : out;
    }

    /** Gives way to labelers after each piece, and writes down now and then how far the export is. */
    private final class Told implements ExportBody.Progress {
        private final UUID id;
        private final ToClient client;
        private Instant written = Instant.now();
        private long pieceBegan = System.nanoTime();
        private long waitedBefore;
        private ExportReport last = ExportReport.NOTHING;

        Told(UUID id, ToClient client) {
            this.id = id;
            this.client = client;
        }

        @Override
        public void told(ExportReport soFar) throws IOException, InterruptedException {
            last = soFar;
            client.goOn();
            // A client that is slow to take it costs nobody anything.
            long waited = client.waitedNanos() - waitedBefore;
            labelers.giveWay(Duration.ofNanos(Math.max(0, System.nanoTime() - pieceBegan - waited)));
            pieceBegan = System.nanoTime();
            waitedBefore = client.waitedNanos();
            if (Instant.now().isAfter(written.plus(TOLD_EVERY))) {
                records.goesOn(id, soFar, client.bytes());
                written = Instant.now();
            }
        }
    }
}
