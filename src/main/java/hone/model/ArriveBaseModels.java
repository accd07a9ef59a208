package hone.model;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Base models behind a project from another Hone: the same weights are the same model, whatever it is called there. */
@ApplicationScoped
public class ArriveBaseModels {
    private final ModelVersion.Repo models;
    private final Sql sql;

    ArriveBaseModels(ModelVersion.Repo models, Sql sql) {
        this.models = models;
        this.sql = sql;
    }

    /**
     * A base model as the archive has it.
     *
     * @param facts what was read of it when it was brought in, as JSON
     */
    public record Base(UUID id, String name, String sha256, String chatTemplate, Optional<String> facts) {}

    /** @return the id that each of them has here */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, UUID> arrive(List<Base> bases, Instant now) {
        Map<UUID, UUID> here = new HashMap<>();
        for (Base base : bases) {
            here.put(base.id(), models.byHash(null, base.sha256()).orElseGet(() -> added(base, now)).id);
        }
        models.flush();
        return here;
    }

    private ModelVersion added(Base base, Instant now) {
        boolean taken = models.count("projectId is null and name = ?1", base.name()) > 0;
        String name = taken ? base.name() + "-" + base.sha256().substring(0, 8) : base.name();
        ModelVersion added = ModelVersion.base(name, base.sha256(), base.chatTemplate(), now);
        models.persistAndFlush(added);
        base.facts()
                .ifPresent(facts ->
                        sql.run("update model_version set facts = cast(? as jsonb) where id = ?", facts, added.id));
        return added;
    }
}
