package hone.task;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Closes the tasks that an import made, and opens them again. No index leads from an import to its tasks, because each would cost
 * every import: they are looked for from the import's own id on, since ids sort by time, a bounded number a transaction.
 */
@ApplicationScoped
public class WorkOfImport {
    private static final int LOOKED_AT = 1_000;

    private static final UUID NONE = new UUID(0, 0);

    private final Sql sql;

    WorkOfImport(Sql sql) {
        this.sql = sql;
    }

    /**
     * Tasks that were looked at.
     *
     * @param last where the next look begins
     * @param own how many of them the import made
     * @param changed how many of those are closed now, or open
     */
    public record Looked(UUID last, int own, int changed) {}

    /** Work in somebody's hands stays there and counts; what is done stays done. Empty: there are no more tasks. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Looked> close(UUID project, UUID imported, UUID after, Instant at) {
        return looked("""
                with looked as materialized (
                    select id, project_id, origin, origin_id, closed_at from task where id > ? order by id limit %d),
                own as materialized (
                    select id, closed_at from looked where origin = 'import' and origin_id = ? and project_id = ?),
                locked as (
                    select s.task_id, s.number, s.state from slot s
                    where s.task_id in (select id from own where closed_at is null) and s.state in ('free', 'taken')
                    order by s.task_id, s.number for update),
                gone as (
                    update slot s set state = 'closed' from locked l
                    where s.task_id = l.task_id and s.number = l.number and l.state = 'free'),
                done as (
                    update task t set closed_at = ? where t.id in (select task_id from locked) and t.closed_at is null
                    returning t.id)
                select (select id from looked order by id desc limit 1) as last, (select count(*) from own) as own,
                  (select count(*) from done) as changed""".formatted(LOOKED_AT), after, imported.toString(), project, at);
    }

    /** Opens those that were closed at that moment, but none about a prompt that was deleted since. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Looked> reopen(UUID project, UUID imported, UUID after, Instant closedAt) {
        return looked("""
                with looked as materialized (
                    select id, project_id, prompt_id, origin, origin_id, closed_at from task
                    where id > ? order by id limit %d),
                own as materialized (
                    select id, prompt_id, closed_at from looked
                    where origin = 'import' and origin_id = ? and project_id = ?),
                closed as materialized (
                    select o.id from own o join prompt p on p.id = o.prompt_id
                    where o.closed_at = ? and p.deleted_at is null),
                locked as (
                    select s.task_id, s.number from slot s
                    where s.task_id in (select id from closed) and s.state = 'closed'
                    order by s.task_id, s.number for update),
                freed as (
                    update slot s set state = 'free' from locked l where s.task_id = l.task_id and s.number = l.number),
                done as (
                    update task t set closed_at = null where t.id in (select id from closed) returning t.id)
                select (select id from looked order by id desc limit 1) as last, (select count(*) from own) as own,
                  (select count(*) from done) as changed""".formatted(LOOKED_AT), after, imported.toString(), project, closedAt);
    }

    private Optional<Looked> looked(String statement, Object... parameters) {
        return sql
                .list(
                        statement,
                        c -> new Looked(
                                c.maybeId("last").orElse(NONE), (int) c.number("own"), (int) c.number("changed")),
                        parameters)
                .stream()
                .filter(looked -> !looked.last().equals(NONE))
                .findFirst();
    }

    /** Those of the prompts about which an import asked with tasks that were closed at one of these moments. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Set<UUID> closedAt(List<String> moments, UUID[] prompts) {
        return sql.list("""
                        select distinct prompt_id from task
                        where prompt_id = any(?) and origin = 'import' and closed_at = any(cast(? as timestamptz[]))""", c -> c.id("prompt_id"), prompts, moments.toArray(String[]::new)).stream()
                .collect(Collectors.toSet());
    }
}
