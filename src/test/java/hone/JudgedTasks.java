package hone;

import hone.contract.Wire;
import hone.judgment.Verdict;
import hone.project.Project;
import hone.web.Sql;
import hone.web.Uuid7;
import java.util.List;
import java.util.UUID;

/** Tasks, and what somebody decided about them, as rows that the labeling path would have left. */
final class JudgedTasks {
    private final Sql sql;

    JudgedTasks(Sql sql) {
        this.sql = sql;
    }

    UUID open(Project project, UUID prompt, String kind, List<UUID> answers) {
        UUID task = Uuid7.next();
        sql.run(
                "insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at) values (?, ?, ?, ?, 1, 'import', ?, now())",
                task,
                project.id,
                prompt,
                kind,
                task.toString());
        for (int i = 0; i < answers.size(); i++) {
            sql.run("insert into task_answer (task_id, position, answer_id) values (?, ?, ?)", task, i, answers.get(i));
        }
        sql.run(
                "insert into slot (task_id, number, project_id, kind, priority) values (?, 1, ?, ?, 0)",
                task,
                project.id,
                kind);
        return task;
    }

    UUID judged(Project project, UUID labeler, UUID prompt, String kind, Verdict verdict, List<UUID> answers) {
        UUID task = open(project, prompt, kind, answers);
        sql.run("update slot set state = 'judged' where task_id = ?", task);
        UUID assignment = Uuid7.next();
        sql.run("""
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
                values (?, ?, 1, ?, ?, 1, now(), 'judged', now())""", assignment, task, labeler, guideline(project, kind));
        UUID judgment = Uuid7.next();
        sql.run("""
                insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict,
                  verdict_version, seconds, simulated, judged_at, accepted_at)
                values (?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), 1, 10, false, now(), now())""", judgment, assignment, project.id, task, prompt, labeler, kind, Wire.write(verdict));
        return judgment;
    }

    /** The newest version of the instructions for a kind; the first one if there is none. */
    UUID guideline(Project project, String kind) {
        return sql.first("""
                        select v.id from guideline_version v join guideline g on g.id = v.guideline_id
                        where g.project_id = ? and g.kind = ? order by v.number desc limit 1""", c -> c.id("id"), project.id, kind).orElseGet(() -> {
            UUID guideline = Uuid7.next();
            UUID version = Uuid7.next();
            sql.run("insert into guideline (id, project_id, kind) values (?, ?, ?)", guideline, project.id, kind);
            sql.run("""
                            insert into guideline_version (id, guideline_id, number, markdown, note, published_at)
                            values (?, ?, 1, '# Be kind', 'First.', now())""", version, guideline);
            return version;
        });
    }
}
