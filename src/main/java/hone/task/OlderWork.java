package hone.task;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * Open tasks about answers of models that the current one has replaced. Tasks about a newer model that was never current are
 * not among them: they help people decide about that model. Neither are complaints.
 */
@ApplicationScoped
public class OlderWork {
    private static final int COUNTED_MAX = 10_000;

    /** Ids of such tasks, read only from the free slots about older models. Parameters: see {@link #parameters}. */
    public static final String TASKS = """
            select distinct s.task_id as id from slot s
            where s.project_id = ? and s.state = 'free' and s.about_model in (
              select v.id from model_version v join model_version now on now.id = ?
              where (v.project_id = ? or v.project_id is null) and v.id <> now.id and (
                v.created_at <= now.created_at
                or exists (select 1 from current_model c where c.project_id = ? and c.model_version_id = v.id)))""";

    private final Sql sql;

    OlderWork(Sql sql) {
        this.sql = sql;
    }

    /** @param isMore whether there are more than were counted */
    public record Count(long tasks, boolean isMore) {
        public static final Count NONE = new Count(0, false);

        public boolean isSome() {
            return tasks > 0;
        }
    }

    /** @param model the one that is, or will be, current */
    public static Object[] parameters(UUID project, UUID model) {
        return new Object[] {project, model, project, project};
    }

    /** How many tasks have been closed so far; empty where nobody has asked for it, or all are closed. */
    public Optional<Integer> closing(UUID project) {
        return sql.first(
                "select tasks from work_closing where project_id = ? and ended_at is null",
                c -> (int) c.number("tasks"),
                project);
    }

    /** @param model treated as if it were current */
    public Count count(UUID project, UUID model) {
        long found = sql.number(
                "select count(*) from (" + TASKS + " limit " + (COUNTED_MAX + 1) + ") found",
                parameters(project, model));
        return new Count(Math.min(found, COUNTED_MAX), found > COUNTED_MAX);
    }
}
