package hone.task;

import hone.conversation.Answer;
import hone.conversation.Prompt;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.project.WorkSettings;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Turns a prompt and its answers into tasks with their slots. Doing so again for the same origin adds nothing. */
@ApplicationScoped
public class TaskMaker {
    private final EntityManager database;
    private final Sql sql;
    private final TaskPriority priorities;
    private final WorkSettings.Repo askedWork;
    private final TaskRows rows;

    TaskMaker(EntityManager database, Sql sql, TaskPriority priorities, WorkSettings.Repo askedWork, TaskRows rows) {
        this.database = database;
        this.sql = sql;
        this.priorities = priorities;
        this.askedWork = askedWork;
        this.rows = rows;
    }

    /** A prompt, and the answers that people are asked about. */
    public record Request(UUID prompt, String promptSha256, List<Answer.Key> answers) {
        public Request {
            answers = List.copyOf(answers);
        }

        public static Request of(Prompt prompt, List<Answer> answers) {
            return new Request(
                    prompt.id, prompt.sha256, answers.stream().map(Answer::key).toList());
        }
    }

    /**
     * What was asked now.
     *
     * @param answers the ids of those that stand in the tasks
     */
    public record Made(int tasks, Set<UUID> answers) {
        private static Made of(List<PlannedTask> added) {
            return new Made(
                    added.size(),
                    added.stream().flatMap(task -> task.answers().stream()).collect(Collectors.toSet()));
        }
    }

    /** For a single prompt; see below. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int make(Project project, Prompt prompt, List<Answer> answers, Origin origin, String originId, Instant now) {
        return make(project, List.of(Request.of(prompt, answers)), origin, originId, now)
                .tasks();
    }

    /** An answer that somebody called bad, with what its correction needs. */
    public record BadAnswer(UUID prompt, UUID answer, Optional<UUID> model) {}

    /**
     * Asks for the correction of an answer that somebody called bad. Whoever complains is told that it will be corrected; after
     * a verdict, a correction is asked for only if the project asks for corrections.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public int correct(UUID project, BadAnswer bad, Origin origin, String originId, Instant now) {
        WorkSettings work = askedWork.of(project);
        if (origin != Origin.FEEDBACK && !work.of(WorkKind.CORRECTION).on()) {
            return 0;
        }
        database.flush();
        int priority = origin == Origin.FEEDBACK
                ? TaskPriority.COMPLAINT
                : priorities.of(project, bad.model().stream().toList());
        PlannedTask task = new PlannedTask(
                Uuid7.next(),
                bad.prompt(),
                WorkKind.CORRECTION,
                work.of(WorkKind.CORRECTION).judgments(),
                1,
                priority,
                Optional.empty(),
                List.of(bad.answer()));
        return rows.insert(List.of(task), project, origin, originId, now).size();
    }

    /**
     * Makes the tasks that the project asks for about these prompts, see {@link TaskPlan}.
     *
     * @param originId the import, run or judgment that they come from
     * @return what was newly made
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Made make(Project project, List<Request> asked, Origin origin, String originId, Instant now) {
        // What follows is plain SQL, which sees only what has been flushed.
        database.flush();
        return Made.of(rows.insert(planned(project, asked, origin), project.id, origin, originId, now));
    }

    /** The same for prompts that this transaction has added, so that nobody can have asked for it before: many at a time. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Made makeOfNew(Project project, List<Request> added, Origin origin, String originId, Instant now) {
        List<PlannedTask> planned = planned(project, added, origin);
        rows.copy(planned, project.id, origin, originId, now);
        return Made.of(planned);
    }

    private List<PlannedTask> planned(Project project, List<Request> asked, Origin origin) {
        WorkSettings work = askedWork.of(project.id);
        Set<WorkKind> kinds = work.on();
        if (origin == Origin.MODEL) {
            // A new model's answers are there to be judged; the prompt's own answer was asked for when the prompt came
            // in.
            kinds.remove(WorkKind.DEMONSTRATION);
        }
        Map<Set<UUID>, Integer> known = new HashMap<>();
        List<PlannedTask> planned = new ArrayList<>();
        for (Request one : asked) {
            List<TaskPlan> plans = TaskPlan.of(one.answers(), kinds, project.rankingSize, one.promptSha256());
            planned.addAll(planned(plans, one, work, priority(project, one, origin, known), origin));
        }
        return planned;
    }

    private int priority(Project project, Request asked, Origin origin, Map<Set<UUID>, Integer> known) {
        return origin == Origin.FEEDBACK
                ? TaskPriority.COMPLAINT
                : known.computeIfAbsent(models(asked.answers()), models -> priorities.of(project.id, models));
    }

    private static List<PlannedTask> planned(
            List<TaskPlan> plans, Request asked, WorkSettings work, int priority, Origin origin) {
        Map<WorkKind, Integer> parts = new EnumMap<>(WorkKind.class);
        return plans.stream()
                .map(plan -> new PlannedTask(
                        Uuid7.next(),
                        asked.prompt(),
                        plan.kind(),
                        work.of(plan.kind()).judgments(),
                        parts.merge(plan.kind(), 1, Integer::sum),
                        priority,
                        aboutModel(origin, plan.answers()),
                        plan.answers().stream().map(Answer.Key::id).toList()))
                .toList();
    }

    private static Set<UUID> models(List<Answer.Key> answers) {
        return answers.stream().flatMap(answer -> answer.model().stream()).collect(Collectors.toSet());
    }

    /** Withdraws the tasks of an origin that have not been handed to anybody yet. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void withdraw(Origin origin, String originId, Instant now) {
        database.flush();
        // With the origin in the text: a generic plan assumes an origin whose one import made all tasks, and reads them
        // all.
        sql.run("""
                with untouched as (
                    select t.id from task t
                    where t.origin = '%s' and t.origin_id = ? and t.closed_at is null
                      and not exists (select 1 from assignment a where a.task_id = t.id)
                    for update),
                gone as (
                    update slot s set state = 'closed' from untouched u
                    where s.task_id = u.id and s.state = 'free')
                update task t set closed_at = ? from untouched u where t.id = u.id""".formatted(origin.wireName()), originId, now);
    }

    /**
     * Asks one more person about a task, before any task that nobody has judged; nothing happens where somebody is still being asked, or
     * as many have been as may be.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void askOneMore(UUID task, int askedMax) {
        sql.run("""
                with more as (
                    update task t set asked = asked + 1, added = added + 1
                    where t.id = ? and t.asked < ? and t.closed_at is null
                      and not exists (select 1 from slot s where s.task_id = t.id and s.state in ('free', 'taken'))
                    returning t.id, t.asked)
                insert into slot (task_id, number, project_id, kind, priority, about_model, returned)
                select m.id, m.asked, s.project_id, s.kind, s.priority, s.about_model, true
                from more m join slot s on s.task_id = m.id and s.number = 1""", task, askedMax);
    }

    /**
     * Takes back the newest request of that kind, because a judgment that led to it is undone. It stays where somebody has it, or has had
     * it, already.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void askOneLess(UUID task) {
        sql.run("""
                with last as (
                    select s.task_id, s.number from task t join slot s on s.task_id = t.id and s.number = t.asked
                    where t.id = ? and t.added > 0 and s.state = 'free'
                      and not exists (select 1 from assignment a where a.task_id = s.task_id and a.slot_number = s.number)
                    for update of s skip locked),
                gone as (
                    delete from slot s using last l where s.task_id = l.task_id and s.number = l.number
                    returning s.task_id, s.number)
                update task t set asked = asked - 1, added = added - 1 from gone g where t.id = g.task_id and t.asked = g.number""", task);
    }

    /**
     * Withdraws a task: its free slots are closed, work that somebody has open may still be finished. Repeating it changes
     * nothing.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean close(UUID project, UUID id, Instant now) {
        // Slots before the task, as everywhere, so that there is no deadlock.
        sql.run(
                "update slot set state = 'closed' where task_id = ? and project_id = ? and state = 'free'",
                id,
                project);
        return sql.run(
                        "update task set closed_at = ? where id = ? and project_id = ? and closed_at is null",
                        now,
                        id,
                        project)
                == 1;
    }

    /** The model whose answers are judged, the newest of several; complaints and what follows from a verdict outlive the model. */
    private static Optional<UUID> aboutModel(Origin origin, List<Answer.Key> answers) {
        return switch (origin) {
            case IMPORT, MODEL -> models(answers).stream().max(Comparator.naturalOrder());
            case BOTH_BAD, FEEDBACK, GOLD, REPEAT -> Optional.empty();
        };
    }

    /** Why a task exists; the database holds the wire name. */
    public enum Origin {
        IMPORT("import", "from an import"),
        MODEL("model", "a model’s answers"),
        BOTH_BAD("both-bad", "both answers were bad"),
        /** Somebody got a bad answer and said so: this comes before all other work. */
        FEEDBACK("feedback", "feedback"),
        /** A copy of a task whose answer is known, see {@link GoldTasks}. */
        GOLD("gold", "gold"),
        /** A copy of a task for somebody who has judged it, see V043, {@code take_repeat}. */
        REPEAT("repeat", "a repeat");

        private final String wireName;
        private final String label;

        Origin(String wireName, String label) {
            this.wireName = wireName;
            this.label = label;
        }

        /** The label of a row's origin; one that the reader may not know yet reads as earlier work. */
        public static String label(String wireName) {
            return Arrays.stream(values())
                    .filter(origin -> origin.wireName.equals(wireName))
                    .findFirst()
                    .map(origin -> origin.label)
                    .orElse("earlier work");
        }

        public String wireName() {
            return wireName;
        }
    }
}
