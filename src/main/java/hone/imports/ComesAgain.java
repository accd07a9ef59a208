package hone.imports;

import hone.judgment.Counting;
import hone.task.WorkOfImport;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a file brings that an earlier import brought, which was taken back since: it is there, and counts again because of this file. */
@ApplicationScoped
class ComesAgain {
    private final Sql sql;
    private final WorkOfImport work;

    ComesAgain(Sql sql, WorkOfImport work) {
        this.sql = sql;
        this.work = work;
    }

    /** A judgment of the file that was there before. */
    record Known(UUID prompt, UUID fingerprint, long row) {}

    /** @return how many count again, by who decided them */
    @Transactional(Transactional.TxType.MANDATORY)
    Map<Optional<UUID>, Long> judgments(ImportBatch batch, List<Known> known) {
        Map<Optional<UUID>, Long> byRater = new HashMap<>();
        if (known.isEmpty() || moments(batch).isEmpty()) {
            return byRater;
        }
        sql.list(
                        """
                        with back as (
                            update imported_judgment i set %1$s = null, import_id = ?, row_number = a.row_number
                            from unnest(cast(? as uuid[]), cast(? as uuid[]), cast(? as bigint[]))
                                as a(prompt_id, fingerprint, row_number), import_batch b
                            where i.prompt_id = a.prompt_id and i.fingerprint = a.fingerprint and b.id = i.import_id
                              and i.%1$s = b.taken_back_at
                            returning i.rater_id)
                        select rater_id, count(*) as judgments from back group by rater_id""".formatted(Counting.COUNTS_NO_MORE_AT),
                        c -> Map.entry(c.maybeId("rater_id"), c.number("judgments")),
                        batch.id,
                        known.stream().map(Known::prompt).toArray(UUID[]::new),
                        known.stream().map(Known::fingerprint).toArray(UUID[]::new),
                        known.stream().map(Known::row).toArray(Long[]::new))
                .forEach(rater -> byRater.put(rater.getKey(), rater.getValue()));
        return byRater;
    }

    /** Those of the prompts that nobody is asked about because that was taken back. */
    @Transactional(Transactional.TxType.MANDATORY)
    Set<UUID> unasked(ImportBatch batch, Set<UUID> prompts) {
        List<String> moments = prompts.isEmpty() ? List.of() : moments(batch);
        return moments.isEmpty() ? Set.of() : work.closedAt(moments, prompts.toArray(UUID[]::new));
    }

    private List<String> moments(ImportBatch batch) {
        return sql.list(
                "select taken_back_at::text as moment from import_batch where project_id = ? and standing <> 'stands'",
                c -> c.text("moment"),
                batch.projectId);
    }
}
