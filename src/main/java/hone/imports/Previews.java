package hone.imports;

import hone.contract.Wire;
import hone.web.NotFound;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The first rows of files that wait to be started, and the choices made so far. */
@ApplicationScoped
class Previews {
    private final Sql sql;

    Previews(Sql sql) {
        this.sql = sql;
    }

    ImportPreview of(ImportBatch batch, ImportChoices choices) {
        String sample = sql.first(
                        "select sample from import_batch where id = ? and sample is not null",
                        c -> c.text("sample"),
                        batch.id)
                .orElseThrow(() -> new NotFound("first rows of import " + batch.id));
        return new LookAtRows(Sample.ofJson(sample), choices).preview(batch);
    }

    void choose(UUID id, ImportChoices choices) {
        sql.run(
                "update import_batch set choices = cast(? as jsonb) where id = ? and begun_at is null",
                Wire.write(choices),
                id);
    }
}
