package hone.task;

import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.project.Project;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Turns a prompt and its answers into work: tasks with their slots. Doing it again for the same origin adds nothing. */
@ApplicationScoped
public class TaskMaker {
    private final EntityManager database;
    private final TaskPriority priorities;

    TaskMaker(EntityManager database, TaskPriority priorities) {
        this.database = database;
        this.priorities = priorities;
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
        int priority = origin == Origin.FEEDBACK ? TaskPriority.COMPLAINT : priorities.of(project.id, models(answers));
        Map<WorkKind, Integer> parts = new EnumMap<>(WorkKind.class);
        for (TaskPlan plan : TaskPlan.of(answers, project.rankingSize, prompt.sha256)) {
            int part = parts.merge(plan.kind(), 1, Integer::sum);
            UUID task = Uuid7.next();
            if (insert(task, project, prompt, plan.kind(), origin, originId, part, priority, now)) {
                insertAnswers(task, plan.answers());
                insertSlots(task, aboutModel(origin, plan.answers()));
                made++;
            }
        }
        return made;
    }

    private static Set<UUID> models(List<Answer> answers) {
        return answers.stream()
                .flatMap(answer -> Optional.ofNullable(answer.modelVersionId).stream())
                .collect(Collectors.toSet());
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
            int priority,
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
                        .setParameter(10, priority)
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

    private void insertSlots(UUID task, Optional<UUID> aboutModel) {
        database.createNativeQuery("""
                        insert into slot (task_id, number, project_id, kind, priority, about_model)
                        select t.id, n, t.project_id, t.kind, t.priority, cast(?2 as uuid)
                        from task t cross join generate_series(1, t.asked) n where t.id = ?1""")
                .setParameter(1, task)
                .setParameter(2, aboutModel.map(UUID::toString).orElse(null))
                .executeUpdate();
    }

    /** Whose answers are judged, the newest of several; a complaint and what follows from a verdict outlive the model. */
    private static Optional<UUID> aboutModel(Origin origin, List<Answer> answers) {
        return switch (origin) {
            case IMPORT, MODEL -> models(answers).stream().max(Comparator.naturalOrder());
            case BOTH_BAD, FEEDBACK -> Optional.empty();
        };
    }

    /** Why a task exists; the wire name stands in the database. */
    public enum Origin {
        IMPORT("import"),
        MODEL("model"),
        BOTH_BAD("both-bad"),
        /** Somebody was answered badly and said so: that goes before all other work. */
        FEEDBACK("feedback");

        private final String wireName;

        Origin(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
