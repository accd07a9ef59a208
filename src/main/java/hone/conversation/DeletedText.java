package hone.conversation;

import hone.contract.Message;
import hone.contract.Wire;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Deletes the texts of prompts and answers on request. The rows stay, because tasks, datasets and models refer to them; the hash
 * of a prompt stays too, so that importing the same file again does not bring it back.
 */
@ApplicationScoped
public class DeletedText {
    private static final String GONE = "Deleted on request.";

    private final Sql sql;

    DeletedText(Sql sql) {
        this.sql = sql;
    }

    /** The prompt itself, if it still has its text and belongs to this project. */
    public List<UUID> prompts(UUID project, UUID prompt) {
        return sql.list(
                "select id from prompt where id = ? and project_id = ? and deleted_at is null for update",
                c -> c.id("id"),
                prompt,
                project);
    }

    /** @param judgments whose authors wrote answers, which are deleted too */
    @Transactional(Transactional.TxType.MANDATORY)
    public void delete(List<UUID> prompts, UUID[] judgments, Instant now) {
        UUID[] about = prompts.toArray(UUID[]::new);
        sql.run(
                "update prompt set messages = cast(? as jsonb), metadata = null, deleted_at = ? where id = any(?)",
                Wire.write(List.of(Message.user(GONE))),
                now,
                about);
        sql.run("""
                update answer set text = ?, text_sha256 = 'deleted ' || id
                where prompt_id = any(?) or judgment_id = any(?)""", GONE, about, judgments);
    }
}
