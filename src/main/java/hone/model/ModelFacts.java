package hone.model;

import hone.contract.ModelInspection;
import hone.contract.Wire;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** What was read of a model when it was brought in; a model that was trained here is like its base. */
@ApplicationScoped
public class ModelFacts {
    private final Sql sql;

    ModelFacts(Sql sql) {
        this.sql = sql;
    }

    /** Within the transaction that makes the model. */
    public void store(UUID model, ModelInspection facts) {
        sql.run("update model_version set facts = cast(? as jsonb) where id = ?", Wire.write(facts), model);
    }

    /** Empty for a model that came otherwise: the one that ships, or with a project's archive. */
    public Optional<ModelInspection> of(UUID model) {
        return sql.first(
                        "select facts::text as facts from model_version where id = ? and facts is not null",
                        c -> c.text("facts"),
                        model)
                .map(json -> Wire.read(json, ModelInspection.class));
    }
}
