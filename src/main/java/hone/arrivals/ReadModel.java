package hone.arrivals;

import com.fasterxml.jackson.databind.JsonNode;
import hone.archive.TarRefused;
import hone.contract.ModelInspection;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.deployment.ModelServer;
import hone.deployment.NoAnswer;
import hone.model.ModelVersion;
import hone.web.Conflict;
import hone.web.HungUp;
import hone.web.LabelersFirst;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Takes a model's files in and has all of them read by what will train and serve them. Until somebody keeps it, it is a folder
 * that nothing refers to.
 */
@ApplicationScoped
class ReadModel {
    private static final Logger LOG = Logger.getLogger(ReadModel.class);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(1);

    private final Optional<Path> models;
    private final ArrivalConfig config;
    private final Arrival.Repo arrivals;
    private final ModelVersion.Repo versions;
    private final ModelServer server;
    private final LabelersFirst labelers;
    private final Semaphore places;

    ReadModel(
            @ConfigProperty(name = "hone.models") Optional<String> models,
            ArrivalConfig config,
            Arrival.Repo arrivals,
            ModelVersion.Repo versions,
            ModelServer server,
            LabelersFirst labelers) {
        this.models = models.map(Path::of);
        this.config = config;
        this.arrivals = arrivals;
        this.versions = versions;
        this.server = server;
        this.labelers = labelers;
        this.places = new Semaphore(config.atOnce());
    }

    /** What was read. The files wait in the folder of arrivals. */
    record Read(ModelInspection inspection, String sha256, List<String> leftOut) {}

    /** A place among those who may read a model at the same time. */
    record Place(Semaphore places) implements AutoCloseable {
        @Override
        public void close() {
            places.release();
        }
    }

    /**
     * The folder of checkpoints.
     *
     * @throws Conflict when models can't be brought to this Hone
     */
    Path folder() {
        if (models.isEmpty()) {
            throw new Conflict(
                    "This Hone does not know where checkpoints lie, so no model can be brought. Its operator has to set HONE_MODELS.");
        }
        if (!server.isSetUp()) {
            throw new Conflict(
                    "This Hone has no model server, which is what reads a model before it is taken. Its operator has to set HONE_SERVE_URL.");
        }
        return models.get();
    }

    /** @throws Conflict when as many models are being read as may be */
    Place place() {
        folder();
        if (!places.tryAcquire()) {
            throw new Conflict("As many models are being read as may be at a time (" + config.atOnce()
                    + "). Try again when one of them has been read.");
        }
        return new Place(places);
    }

    /**
     * Reads it to its end. If this throws, the row says why and nothing is left.
     *
     * @param gone whether whoever sent it has hung up
     * @throws ModelRefused when it can't be taken
     * @throws Stopped when nobody wants it any more
     */
    Read read(UUID id, String name, ModelSource source, BooleanSupplier gone) throws IOException {
        boolean whole = false;
        try {
            Read read = received(id, name, source, gone);
            arrivals.read(id, read, Instant.now().plus(config.decideWithin()));
            whole = true;
            return read;
        } catch (Stopped e) {
            arrivals.ended(id, Arrival.State.DISCARDED, "It was cancelled, and nothing of it was taken.");
            throw e;
        } catch (ModelRefused e) {
            arrivals.ended(id, Arrival.State.REFUSED, e.sentence());
            throw e;
        } catch (TarRefused e) {
            arrivals.ended(id, Arrival.State.REFUSED, e.sentence());
            throw new ModelRefused(e.sentence());
        } catch (EOFException | ZipException e) {
            String sentence = "It breaks off before its end, or is damaged: send it again.";
            arrivals.ended(id, Arrival.State.REFUSED, sentence);
            throw new ModelRefused(sentence);
        } catch (IOException | RuntimeException e) {
            if (gone.getAsBoolean() || HungUp.is(e)) {
                LOG.infof("the sender of arrival %s hung up: %s", id, e.getMessage());
                arrivals.ended(id, Arrival.State.DISCARDED, "Its sender hung up, and nothing of it was taken.");
                throw new Stopped();
            }
            LOG.errorf(e, "a model could not be read: arrival %s", id);
            arrivals.ended(
                    id,
                    Arrival.State.REFUSED,
                    "It could not be stored or read; the disk may be full. Nothing of it was taken, and the app’s log says more.");
            throw e;
        } finally {
            if (!whole) {
                IncomingModel.remove(folder(), id);
            }
        }
    }

    private Read received(UUID id, String name, ModelSource source, BooleanSupplier gone) throws IOException {
        Path folder = folder();
        Told told = new Told(id, gone, Instant.now().plus(config.timeMax()));
        IncomingModel incoming = new IncomingModel(Files.createDirectories(folder), id, name, config, told::received);
        source.each(incoming::take);
        incoming.refuseUnlessModel();
        told.checking();
        ModelInspection inspection = inspected(incoming.name(), told);
        String sha256 = incoming.sealed(known -> versions.byHash(null, known).isPresent());
        return new Read(inspection, sha256, incoming.leftOut());
    }

    private ModelInspection inspected(String folder, Told told) {
        try {
            JsonNode answer = server.inspect(folder, told::checking);
            if (answer.has("refused")) {
                throw new ModelRefused(answer.path("refused").asText());
            }
            return Wire.read(answer.path("inspection").toString(), ModelInspection.class);
        } catch (NoAnswer | UnreadableMessage e) {
            LOG.warnf(e, "the model server could not read %s", folder);
            throw new ModelRefused(
                    "The model server, which reads a model before it is taken, does not answer. Nothing was taken; try again when it is back.");
        }
    }

    /** Writes down how far it is, each second, and notices that nobody wants it any more. */
    private final class Told {
        private final UUID id;
        private final BooleanSupplier gone;
        private final Instant until;
        private Instant written = Instant.EPOCH;
        private long worked = System.nanoTime();
        private long bytes;

        Told(UUID id, BooleanSupplier gone, Instant until) {
            this.id = id;
            this.gone = gone;
            this.until = until;
        }

        void received(long all) {
            bytes = all;
            if (tell(Arrival.State.RECEIVING)) {
                rest();
            }
        }

        void checking() {
            tell(Arrival.State.CHECKING);
        }

        private boolean tell(Arrival.State state) {
            Instant now = Instant.now();
            if (gone.getAsBoolean()) {
                throw new Stopped();
            }
            if (now.isAfter(until)) {
                throw new ModelRefused(
                        "Reading it took longer than " + config.timeMax().toMinutes()
                                + " minutes (HONE_ARRIVALS_TIME_MAX), so nothing of it was taken.");
            }
            if (state == Arrival.State.RECEIVING && written.plus(TOLD_EVERY).isAfter(now)) {
                return false;
            }
            written = now;
            arrivals.goesOn(id, state, bytes);
            return true;
        }

        private void rest() {
            try {
                labelers.giveWay(Duration.ofNanos(System.nanoTime() - worked));
                worked = System.nanoTime();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Stopped();
            }
        }
    }
}
