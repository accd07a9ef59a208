package hone.imports;

import hone.judgment.Counting;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/** Deletes imported judgments on request: they no longer count, and contain nothing that a person wrote. */
@ApplicationScoped
public class DeletedImported {
    private static final String GONE = "\"Deleted on request.\"";

    /** They are brought back by that moment: deleted, they have another. */
    private static final String TAKEN_BACK =
            "i.%s = (select b.taken_back_at from import_batch b where b.id = i.import_id)"
                    .formatted(Counting.COUNTS_NO_MORE_AT);

    private final Sql sql;

    DeletedImported(Sql sql) {
        this.sql = sql;
    }

    /**
     * The judgments that a request is about, as far as they count; a person's are those of the raters who were matched with them.
     */
    public UUID[] about(UUID project, String about, UUID subject) {
        String condition = switch (about) {
            case "prompt" -> "i.prompt_id = ?";
            case "person" -> "i.rater_id in (select r.id from imported_rater r where r.labeler_id = ?)";
            default -> "i.id = ?";
        };
        return sql.list(
                        "select i.id from imported_judgment i where i.project_id = ? and %s and (%s or %s) for update"
                                .formatted(condition, Counting.IMPORTED_COUNTS, TAKEN_BACK),
                        c -> c.id("id"),
                        project,
                        subject)
                .toArray(UUID[]::new);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void delete(UUID[] imported, Instant now) {
        sql.run("""
                update imported_judgment set %s = ?, rationale = null, as_given = null,
                  verdict = case when jsonb_exists(verdict, 'text') then jsonb_set(verdict, '{text}', cast(? as jsonb)) else verdict end
                where id = any(?)""".formatted(Counting.COUNTS_NO_MORE_AT), now, GONE, imported);
    }
}
