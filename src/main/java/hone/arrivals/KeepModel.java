package hone.arrivals;

import hone.audit.Audit;
import hone.contract.ModelInspection;
import hone.model.ModelFacts;
import hone.model.ModelVersion;
import hone.model.ProjectBase;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Invalid;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes what was read a base model: its files go to their address, then the row says that there is such a model. Files without a
 * model are in nobody's way; a model without files would be asked for.
 */
@ApplicationScoped
class KeepModel {
    private static final Logger LOG = Logger.getLogger(KeepModel.class);

    private final ReadModel reading;
    private final Arrival.Repo arrivals;
    private final ModelVersion.Repo models;
    private final ModelFacts facts;
    private final ProjectBase bases;
    private final Audit audit;

    KeepModel(
            ReadModel reading,
            Arrival.Repo arrivals,
            ModelVersion.Repo models,
            ModelFacts facts,
            ProjectBase bases,
            Audit audit) {
        this.reading = reading;
        this.arrivals = arrivals;
        this.models = models;
        this.facts = facts;
        this.bases = bases;
        this.audit = audit;
    }

    /**
     * What somebody decided.
     *
     * @param asBase the project whose base it becomes
     */
    record Decision(UUID id, String name, Optional<UUID> project, Optional<Project> asBase, UUID by) {}

    /** @param added whether it was not here before */
    record Kept(ModelVersion model, boolean added) {}

    /** @throws Conflict when somebody else has decided, or another model has the name */
    Kept keep(Decision decision, ReadModel.Read read) throws IOException {
        refuseName(decision.name());
        try {
            return QuarkusTransaction.requiringNew().call(() -> kept(decision, read));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            if (!arrivals.isOpen(decision.id())) {
                removeRest(decision.id());
            }
        }
    }

    private Kept kept(Decision decision, ReadModel.Read read) {
        Optional<ModelVersion> same = models.byHash(null, read.sha256());
        if (same.isEmpty() && models.count("projectId is null and name = ?1", decision.name()) > 0) {
            throw new Conflict("There is a base model called " + decision.name()
                    + " already, with other weights. Nothing was changed: choose another name.");
        }
        try {
            IncomingModel.publish(reading.folder(), decision.id(), read.sha256());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ModelVersion model = same.isPresent() ? same.get() : added(decision, read);
        if (!arrivals.kept(decision.id(), model.id)) {
            throw new Conflict("Somebody else has decided about this model already. Nothing was changed.");
        }
        if (decision.asBase().isPresent()
                && bases.chosen(decision.asBase().get().id)
                        .filter(one -> one.id.equals(model.id))
                        .isEmpty()) {
            bases.choose(decision.asBase().get(), model, decision.by(), Instant.now());
        }
        return new Kept(model, same.isEmpty());
    }

    private ModelVersion added(Decision decision, ReadModel.Read read) {
        Instant now = Instant.now();
        ModelInspection inspection = read.inspection();
        ModelVersion model = ModelVersion.base(
                decision.name(), read.sha256(), inspection.template().name(), now);
        models.persistAndFlush(model);
        facts.store(model.id, inspection);
        audit.note(
                Optional.of(decision.by()),
                decision.project(),
                "model.brought",
                model.id.toString(),
                Map.of(
                        "name", model.name,
                        "sha256", model.sha256,
                        "family", inspection.family(),
                        "parameters", inspection.size().parameters(),
                        "arrival", decision.id().toString()),
                now);
        return model;
    }

    static void refuseName(String name) {
        if (!SourceName.NAME.matcher(name).matches()) {
            throw Invalid.field(
                    "name",
                    "A model’s name has letters, digits, '.', '_' and '-', begins with a letter or digit, and has at most 100 of them.");
        }
    }

    private void removeRest(UUID id) {
        try {
            IncomingModel.remove(reading.folder(), id);
        } catch (IOException e) {
            LOG.warnf("files of arrival %s could not be removed: %s", id, e.getMessage()); // the sweeper tries again
        }
    }
}
