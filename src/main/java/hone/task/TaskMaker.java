package hone.task;

import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.project.Project;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Turns a prompt and its answers into work: tasks with their slots. Doing it again for the same origin adds nothing. */
@ApplicationScoped
public class TaskMaker {
    private final EntityManager database;

    TaskMaker(EntityManager database) {
        this.database = database;
    }

    /**
     * No answer: a demonstration. One: a correction. Two: a comparison. More: a ranking, or comparisons of pairs.
     *
     * @param originId the import, run or judgment that asks for it
     * @return how many tasks were made now
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int make(Project project, Prompt prompt, List<Answer> answers, Origin origin, String originId, Instant now) {
        int made = 0;
        Map<WorkKind, Integer> parts = new EnumMap<>(WorkKind.class);
        for (TaskPlan plan : TaskPlan.of(answers, project.rankingSize, prompt.sha256)) {
            int part = parts.merge(plan.kind(), 1, Integer::sum);
            UUID task = Uuid7.next();
            if (insert(task, project, prompt, plan.kind(), origin, originId, part, now)) {
                insertAnswers(task, plan.answers());
                insertSlots(task);
                made++;
            }
        }
        return made;
    }

    /** Takes back what an origin asked for, as far as nobody has been handed it yet. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void withdraw(Origin origin, String originId, Instant now) {
        database.createNativeQuery("""
                        with untouched as (
                            select t.id from task t
                            where t.origin = ?1 and t.origin_id = ?2 and t.closed_at is null
                              and not exists (select 1 from assignment a where a.task_id = t.id)
                            for update),
                        gone as (
                            update slot s set state = 'closed' from untouched u
                            where s.task_id = u.id and s.state = 'free')
                        update task t set closed_at = ?3 from untouched u where t.id = u.id""")
                .setParameter(1, origin.wireName())
                .setParameter(2, originId)
                .setParameter(3, now)
                .executeUpdate();
    }

    private boolean insert(
            UUID task,
            Project project,
            Prompt prompt,
            WorkKind kind,
            Origin origin,
            String originId,
            int part,
            Instant now) {
        return database.createNativeQuery("""
                        insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, part, created_at,
                          priority)
                        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                        on conflict (prompt_id, kind, origin, origin_id, part) do nothing""")
                        .setParameter(1, task)
                        .setParameter(2, project.id)
                        .setParameter(3, prompt.id)
                        .setParameter(4, kind.wireName())
                        .setParameter(5, project.judgmentsPerTask)
                        .setParameter(6, origin.wireName())
                        .setParameter(7, originId)
                        .setParameter(8, part)
                        .setParameter(9, now)
                        .setParameter(10, origin.priority())
                        .executeUpdate()
                == 1;
    }

    private void insertAnswers(UUID task, List<Answer> answers) {
        for (int position = 0; position < answers.size(); position++) {
            database.createNativeQuery("insert into task_answer (task_id, position, answer_id) values (?1, ?2, ?3)")
                    .setParameter(1, task)
                    .setParameter(2, position)
                    .setParameter(3, answers.get(position).id)
                    .executeUpdate();
        }
    }

    private void insertSlots(UUID task) {
        database.createNativeQuery("""
                        insert into slot (task_id, number, project_id, kind, priority)
                        select t.id, n, t.project_id, t.kind, t.priority
                        from task t cross join generate_series(1, t.asked) n where t.id = ?1""").setParameter(1, task).executeUpdate();
    }

    /** Why a task exists; the wire name stands in the database. */
    public enum Origin {
        IMPORT("import", 0),
        MODEL("model", 0),
        BOTH_BAD("both-bad", 0),
        /** Somebody was answered badly and said so: that goes before older work. */
        FEEDBACK("feedback", 10);

        private final String wireName;
        private final int priority;

        Origin(String wireName, int priority) {
            this.wireName = wireName;
            this.priority = priority;
        }

        int priority() {
            return priority;
        }

        public String wireName() {
            return wireName;
        }
    }
}
