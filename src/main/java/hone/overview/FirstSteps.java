package hone.overview;

import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * What a new project still lacks before its first judgment; each thing is looked for, not counted, so that it costs the same
 * however much there is.
 */
record FirstSteps(boolean judged, List<Step> steps) {
    /** What is looked for, in the order in which a project needs it. */
    enum What {
        PEOPLE("People", "people", "Add the people who will judge; only members are handed work."),
        GUIDELINES(
                "Guidelines",
                "guidelines",
                "General ones are in place. Add what matters in this project, then publish."),
        PROMPTS(
                "Prompts",
                "imports",
                "Import a file. Prompts with two answers are compared; for prompts without any, people write one."),
        MODEL(
                "Current model",
                "models",
                "Choose the model that answers prompts. Without one, tasks come from imports alone."),
        TASKS(
                "Open tasks",
                "tasks",
                "Tasks are created when prompts are imported or a model answers. Members then find them under Today.");

        private final String label;
        private final String page;
        private final String text;

        What(String label, String page, String text) {
            this.label = label;
            this.page = page;
            this.text = text;
        }
    }

    record Step(What what, boolean done) {
        public String label() {
            return what.label;
        }

        /** The page of the project where it is done. */
        public String page() {
            return what.page;
        }

        public String text() {
            return what.text;
        }
    }

    @ApplicationScoped
    static class Query {
        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        /** In the order of an index, not with "exists", which may be planned as a scan of everybody's rows. */
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
                                            new Step(What.PEOPLE, c.flag("people")),
                                            new Step(What.GUIDELINES, c.flag("guidelines")),
                                            new Step(What.PROMPTS, c.flag("prompts")),
                                            new Step(What.MODEL, c.flag("model")),
                                            new Step(What.TASKS, c.flag("tasks")))),
                            project)
                    .orElseThrow();
        }
    }
}
