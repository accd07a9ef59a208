package hone.conversation;

import hone.web.NotFound;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What became of a file; as JSON it is the answer to programs.
 *
 * @param reasons how many lines were refused for what
 * @param refusals the first refused lines
 */
public record ImportReport(
        UUID id,
        String file,
        String format,
        Instant at,
        int promptsNew,
        int promptsOld,
        int answersNew,
        int answersOld,
        int refused,
        long tasks,
        List<Reason> reasons,
        List<Refusal> refusals) {
    static final int SHOWN_MAX = 50;

    /** A fault and how many lines have it. */
    public record Reason(String reason, long lines) {}

    /** A line and what is wrong with it. */
    public record Refusal(int line, String reason, String detail, String beginning) {}

    @ApplicationScoped
    static class Query {
        private final ImportBatch.Repo batches;
        private final Sql sql;

        Query(ImportBatch.Repo batches, Sql sql) {
            this.batches = batches;
            this.sql = sql;
        }

        ImportReport of(UUID project, UUID id) {
            ImportBatch batch = batches.find("id = ?1 and projectId = ?2", id, project)
                    .firstResultOptional()
                    .orElseThrow(() -> new NotFound("import " + id));
            List<Reason> reasons = sql.list("""
                    select split_part(reason, E'\\n', 1) fault, count(*) from import_refusal where import_id = ?
                    group by fault order by count(*) desc, fault""", c -> new Reason(c.text(1), c.number(2)), id);
            List<Refusal> refusals =
                    sql.list("""
                    select line, split_part(reason, E'\\n', 1), split_part(reason, E'\\n', 2), left(row, 160)
                    from import_refusal where import_id = ? order by line limit ?""", c -> new Refusal((int) c.number(1), c.text(2), c.text(3), c.text(4)), id, SHOWN_MAX);
            // Tasks live above this package: counted by SQL.
            long tasks = sql.number("""
                    select count(*) from task t join prompt p on p.id = t.prompt_id
                    where p.project_id = ? and t.origin = 'import' and t.origin_id = ?""", project, id.toString());
            return new ImportReport(
                    batch.id,
                    batch.fileName,
                    batch.format,
                    batch.importedAt,
                    batch.promptsNew,
                    batch.promptsOld,
                    batch.answersNew,
                    batch.answersOld,
                    batch.refused,
                    tasks,
                    reasons,
                    refusals);
        }

        /** One refused line after the other, as they stood in the file. */
        List<String> rows(UUID id, int afterLine, int limit) {
            return sql.list(
                    "select row from import_refusal where import_id = ? order by line offset ? limit ?",
                    c -> c.text(1),
                    id,
                    afterLine,
                    limit);
        }
    }
}
