package hone.overview;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * What a new project still lacks until its first judgment; each is looked for, not counted, so that it costs the same whatever is
 * there.
 */
record FirstSteps(boolean judged, List<Step> steps) {
    /** @param page of the project where it is done; empty for Today */
    record Step(String what, boolean done, String page) {}

    @ApplicationScoped
    static class Query {
        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        /** In the order of an index, not by "exists": that may be planned as a look through everybody's rows. */
        FirstSteps of(UUID project) {
            return sql.first(
                            """
                            select (select true from judgment where project_id = p.id order by judged_at desc limit 1) is true as judged,
                              (select count(*) from (select 1 from member where project_id = p.id order by labeler_id limit 2) m) > 1 as people,
                              exists (select 1 from guideline g join guideline_version v on v.guideline_id = g.id
                                      where g.project_id = p.id and v.published_by is not null) as guidelines,
                              (select true from prompt where project_id = p.id order by sha256 limit 1) is true as prompts,
                              exists (select 1 from current_model where project_id = p.id) as model,
                              (select true from slot where project_id = p.id and state = 'free'
                                 order by kind, lane desc, entered limit 1) is true as tasks
                            from project p where p.id = ?""",
                            c -> new FirstSteps(
                                    c.flag("judged"),
                                    List.of(
                                            new Step("people", c.flag("people"), "people"),
                                            new Step("guidelines", c.flag("guidelines"), "guidelines"),
                                            new Step("prompts", c.flag("prompts"), "imports"),
                                            new Step("model", c.flag("model"), "models"),
                                            new Step("tasks", c.flag("tasks"), "tasks"))),
                            project)
                    .orElseThrow();
        }
    }
}
