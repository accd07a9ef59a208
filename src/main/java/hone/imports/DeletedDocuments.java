package hone.imports;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/** Deletes texts to pre-train on, on request. The row and its hash stay, so that the same file again does not bring it back. */
@ApplicationScoped
public class DeletedDocuments {
    private final Sql sql;

    DeletedDocuments(Sql sql) {
        this.sql = sql;
    }

    /** The document itself, if it still has its text and belongs to this project; also one that was taken back. */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID[] about(UUID project, UUID document) {
        return sql.list(
                        "select d.id from document d where d.id = ? and d.project_id = ? and d.deleted_at is null for update",
                        c -> c.id("id"),
                        document,
                        project)
                .toArray(UUID[]::new);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void delete(UUID[] documents, Instant now) {
        sql.run(
                "update document set text = '', source_id = null, metadata = null, deleted_at = ? where id = any(?)",
                now,
                documents);
        sql.run("delete from document_likeness where document_id = any(?)", (Object) documents);
    }
}
