package hone.conversation;

import hone.web.NotFound;
import hone.web.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
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
        private final EntityManager database;

        Query(ImportBatch.Repo batches, EntityManager database) {
            this.batches = batches;
            this.database = database;
        }

        ImportReport of(UUID project, UUID id) {
            ImportBatch batch = batches.find("id = ?1 and projectId = ?2", id, project)
                    .firstResultOptional()
                    .orElseThrow(() -> new NotFound("import " + id));
            List<Reason> reasons = Rows.of(
                    database.createNativeQuery("""
                            select split_part(reason, E'\\n', 1) fault, count(*) from import_refusal where import_id = ?1
                            group by fault order by count(*) desc, fault""").setParameter(1, id),
                    row -> new Reason((String) row[0], Rows.number(row[1])));
            List<Refusal> refusals = Rows.of(
                    database.createNativeQuery("""
                            select line, split_part(reason, E'\\n', 1), split_part(reason, E'\\n', 2), left(row, 160)
                            from import_refusal where import_id = ?1 order by line limit ?2""").setParameter(1, id).setParameter(2, SHOWN_MAX),
                    row -> new Refusal(
                            ((Number) row[0]).intValue(), (String) row[1], (String) row[2], (String) row[3]));
            // Tasks live above this package: counted by SQL.
            long tasks = Rows.number(database.createNativeQuery(
                            "select count(*) from task t join prompt p on p.id = t.prompt_id where p.project_id = ?2 and t.origin = 'import' and t.origin_id = ?1")
                    .setParameter(1, id.toString())
                    .setParameter(2, project)
                    .getSingleResult());
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
            List<?> rows = database.createNativeQuery(
                            "select row from import_refusal where import_id = ?1 order by line offset ?2 limit ?3",
                            String.class)
                    .setParameter(1, id)
                    .setParameter(2, afterLine)
                    .setParameter(3, limit)
                    .getResultList();
            return rows.stream().map(String.class::cast).toList();
        }
    }
}
