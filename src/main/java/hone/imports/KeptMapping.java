package hone.imports;

import hone.format.Mapping.Use;
import hone.format.Row;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The uses that a person assigned to the fields of a project's last file; a file with the same fields is read the same way. */
@ApplicationScoped
public class KeptMapping {
    private final Sql sql;

    KeptMapping(Sql sql) {
        this.sql = sql;
    }

    /** The choices, completed by the kept mapping if they have none and the format is not recognised. */
    ImportChoices applied(UUID project, ImportChoices choices, List<Row> sample) {
        if (!choices.uses().isEmpty() || choices.format().isPresent() || FileFormat.isClear(sample)) {
            return choices;
        }
        ImportChoices kept = choices.with(of(project));
        return kept.mapping().isPresent() && fits(kept.uses(), sample) ? kept : choices;
    }

    private Map<String, Use> of(UUID project) {
        Map<String, Use> uses = new TreeMap<>();
        sql.list(
                "select field, role from import_mapping where project_id = ?",
                c -> uses.put(c.text("field"), Use.named(c.text("role")).orElse(Use.LEAVE_OUT)),
                project);
        return uses;
    }

    /** Every mapped field occurs in some row. */
    private static boolean fits(Map<String, Use> uses, List<Row> sample) {
        return uses.keySet().stream()
                .allMatch(field -> sample.stream()
                        .anyMatch(row ->
                                row instanceof Row.Named named && named.fields().has(field.split("\\.")[0])));
    }

    @Transactional
    public void keep(UUID project, Map<String, Use> uses, Optional<UUID> by) {
        sql.run("delete from import_mapping where project_id = ?", project);
        uses.forEach((field, use) -> sql.run(
                "insert into import_mapping (project_id, field, role, said_by, said_at) values (?, ?, ?, ?, now())",
                project,
                field,
                use.wireName(),
                by.orElse(null)));
    }
}
