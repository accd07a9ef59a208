package hone.task;

import hone.guideline.GuidelineVersion;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Hands out work. It reads slots only, through the index on the free ones, so its cost does not grow with the tasks. */
@ApplicationScoped
public class TaskQueue {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EntityManager database;
    private final Assignment.Repo assignments;
    private final GuidelineVersion.Repo guidelines;
    private final ExpireLeases expireLeases;

    TaskQueue(
            EntityManager database,
            Assignment.Repo assignments,
            GuidelineVersion.Repo guidelines,
            ExpireLeases expireLeases) {
        this.database = database;
        this.assignments = assignments;
        this.guidelines = guidelines;
        this.expireLeases = expireLeases;
    }

    /**
     * The next task of a kind for this person: the one already open, else one whose text they had begun before its lease ended,
     * else a new one. Empty when nothing is free for them.
     *
     * @throws Conflict when the person is no member, or the kind has no guideline yet
     */
    @Transactional
    public Optional<Assignment> lease(Project project, WorkKind kind, UUID labeler, Instant now) {
        takeTurn(project, labeler);
        expireLeases.free(now);
        Instant until = leaseEnd(project, now);
        Optional<Assignment> mine = open(project, kind, labeler).or(() -> begun(project, kind, labeler, until));
        return mine.isPresent() ? mine : takeFree(project, kind, labeler, now, until);
    }

    public static Instant leaseEnd(Project project, Instant now) {
        return now.plus(Duration.ofMinutes(project.leaseMinutes));
    }

    /** One hand-out a person at a time: two browser tabs get the same task, not two. */
    private void takeTurn(Project project, UUID labeler) {
        List<?> member = database.createNativeQuery("""
                        select 1 from member where project_id = ?1 and labeler_id = ?2 for no key update""")
                .setParameter(1, project.id)
                .setParameter(2, labeler)
                .getResultList();
        if (member.isEmpty()) {
            throw new Conflict(
                    "Work is handed to members of the project, and you are not one of them. Nothing was changed. "
                            + "An admin can add you under People.");
        }
    }

    private Optional<Assignment> open(Project project, WorkKind kind, UUID labeler) {
        return assignments
                .find(
                        "labelerId = ?1 and state = ?2 and taskId in (select t.id from Task t where t.projectId = ?3 and t.kind = ?4)"
                                + " order by handedAt",
                        labeler,
                        Assignment.State.OPEN,
                        project.id,
                        kind.wireName())
                .firstResultOptional();
    }

    /** The newest one that expired with a draft and can still be taken again: what was typed comes first. */
    private Optional<Assignment> begun(Project project, WorkKind kind, UUID labeler, Instant until) {
        List<?> found = database.createNativeQuery("""
                        select a.id from assignment a
                        join draft d on d.assignment_id = a.id
                        join task t on t.id = a.task_id
                        where a.labeler_id = ?1 and a.state = 'expired' and t.project_id = ?2 and t.kind = ?3
                          and exists (select 1 from slot s where s.task_id = a.task_id and s.state = 'free')
                        order by d.saved_at desc limit 1""", UUID.class)
                .setParameter(1, labeler)
                .setParameter(2, project.id)
                .setParameter(3, kind.wireName())
                .getResultList();
        return found.stream()
                .map(id -> assignments.hold((UUID) id, labeler))
                .filter(a -> a.is(Assignment.State.EXPIRED) && assignments.retake(a, until))
                .findFirst();
    }

    private Optional<Assignment> takeFree(Project project, WorkKind kind, UUID labeler, Instant now, Instant until) {
        List<?> taken = database.createNativeQuery("""
                        with free as (
                            select s.task_id, s.number from slot s
                            where s.project_id = ?1 and s.kind = ?2 and s.state = 'free'
                              and not exists (
                                  select 1 from assignment a where a.task_id = s.task_id and a.labeler_id = ?3)
                            order by s.priority desc, s.task_id, s.number
                            limit 1 for update of s skip locked)
                        update slot s set state = 'taken', lease_until = ?4 from free f
                        where s.task_id = f.task_id and s.number = f.number
                        returning s.task_id, s.number""", Object[].class)
                .setParameter(1, project.id)
                .setParameter(2, kind.wireName())
                .setParameter(3, labeler)
                .setParameter(4, until)
                .getResultList();
        return taken.stream().findFirst().map(row -> {
            Object[] slot = (Object[]) row;
            return hand((UUID) slot[0], (Integer) slot[1], project, kind, labeler, now);
        });
    }

    private Assignment hand(UUID task, int slot, Project project, WorkKind kind, UUID labeler, Instant now) {
        Assignment assignment = new Assignment();
        assignment.id = Uuid7.next();
        assignment.taskId = task;
        assignment.slotNumber = slot;
        assignment.labelerId = labeler;
        assignment.guidelineVersionId = guidelines
                .newest(project.id, kind.wireName())
                .orElseThrow(() -> new Conflict("This kind of work has no guideline yet, so nothing can be handed out. "
                        + "An admin publishes one under Guidelines."))
                .id;
        assignment.seed = RANDOM.nextLong();
        assignment.handedAt = now;
        assignment.state = Assignment.State.OPEN;
        assignments.persistAndFlush(assignment);
        List<UUID> order = PresentedOrder.shuffled(answersOf(task), assignment.seed);
        for (int position = 0; position < order.size(); position++) {
            database.createNativeQuery(
                            "insert into assignment_answer (assignment_id, position, answer_id) values (?1, ?2, ?3)")
                    .setParameter(1, assignment.id)
                    .setParameter(2, position)
                    .setParameter(3, order.get(position))
                    .executeUpdate();
        }
        return assignment;
    }

    private List<UUID> answersOf(UUID task) {
        List<?> answers = database.createNativeQuery(
                        "select answer_id from task_answer where task_id = ?1 order by position", UUID.class)
                .setParameter(1, task)
                .getResultList();
        return answers.stream().map(UUID.class::cast).toList();
    }
}
