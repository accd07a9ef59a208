package hone.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Message;
import hone.contract.Wire;
import hone.kind.WorkKind;
import hone.project.Eligibility;
import hone.project.KindRules;
import hone.project.ReviewPolicy;
import hone.project.ReviewRule;
import hone.web.NotFound;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads, locks and changes assignments. Plain SQL: every judgment takes this path, and each statement finds its rows by key.
 * Whoever changes an assignment locks, in this order, the person's membership, the slot and the assignment.
 */
@ApplicationScoped
public class Assignments {
    /** How many of a person's latest actions can be undone. */
    public static final int UNDO_STEPS_MAX = 10;

    private static final ObjectMapper JSON = Wire.mapper();
    private static final TypeReference<List<Message>> MESSAGES = new TypeReference<>() {};
    private static final TypeReference<List<Assignment.Shown>> ANSWERS = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<String>>> FIELDS = new TypeReference<>() {};

    private static final String COLUMNS = """
            select a.id, a.task_id, a.slot_number, t.asked,
              coalesce((select w.judgments_if_disputed from asked_work w where w.project_id = t.project_id and w.kind = t.kind), 0)
                as asked_if_disputed, a.labeler_id, l.simulated, %s as member, t.kind, t.origin, a.state, a.guideline_version_id,
              a.seed, a.handed_at, s.lease_until, p.id as project_id, p.slug, p.name, p.rationale_required, p.scored, p.lease_minutes, p.daily_max, p.guideline_required, p.quiz_required, p.gold_required, p.grouped,
              p.review_policy, p.review_percent,
              q.id as prompt_id, q.messages,
              (select coalesce(json_agg(json_build_object(
                   'id', w.id, 'text', w.text, 'model_version_id', w.model_version_id) order by x.position), '[]')
                 from assignment_answer x join answer w on w.id = x.answer_id where x.assignment_id = a.id) as answers,
              d.fields, d.saved_at, d.writer
            from assignment a join task t on t.id = a.task_id
            join slot s on s.task_id = a.task_id and s.number = a.slot_number
            join project p on p.id = t.project_id join prompt q on q.id = t.prompt_id
            join labeler l on l.id = a.labeler_id left join draft d on d.assignment_id = a.id
            """;
    private static final String MINE = "where a.id = ? and a.labeler_id = ? ";
    private static final String READ = COLUMNS.formatted(
                    "exists (select 1 from member x where x.project_id = p.id and x.labeler_id = a.labeler_id)")
            + MINE;
    private static final String HOLD_AS_MEMBER = COLUMNS.formatted("true")
            + "join member m on m.project_id = t.project_id and m.labeler_id = a.labeler_id " + MINE
            + "for no key update of m for update of s, a";
    private static final String HOLD_AS_STRANGER = READ + "for update of s, a";

    private final Sql sql;

    Assignments(Sql sql) {
        this.sql = sql;
    }

    /** For reading. Another person's assignment is not found. */
    public Assignment of(UUID id, UUID labeler) {
        return sql.first(READ, Assignments::read, id, labeler).orElseThrow(() -> new NotFound("assignment " + id));
    }

    /**
     * For changing: until the transaction ends nobody else changes it, and the person is neither handed work in another tab nor
     * removed from the project. The slot is locked before the assignment, as everywhere, so that a submission and the end of a
     * lease wait for each other instead of deadlocking.
     */
    public Assignment hold(UUID id, UUID labeler) {
        return sql.first(HOLD_AS_MEMBER, Assignments::read, id, labeler)
                // Not a member any more; or the assignment had moved to another slot by the time the lock was granted,
                // and the second query finds that one.
                .or(() -> sql.first(HOLD_AS_MEMBER, Assignments::read, id, labeler))
                .or(() -> sql.first(HOLD_AS_STRANGER, Assignments::read, id, labeler))
                .orElseThrow(() -> new NotFound("assignment " + id));
    }

    /**
     * From here until the transaction ends judgments of one task are stored one after the other, so that each sees those before it. To
     * be called after the slot is held, and only where several people judge the task.
     */
    public void holdTask(Assignment assignment) {
        sql.first(
                "select 1 as one from task where id = ? for no key update",
                c -> true,
                assignment.slot().task());
    }

    /** Whether this is among the person's latest actions. */
    public boolean isRecent(Assignment assignment) {
        return sql.first("""
                        select 1 from (
                            select a.id from assignment a where a.labeler_id = ? and a.state in ('judged', 'skipped')
                            order by a.closed_at desc limit ?) last
                        where last.id = ?""", c -> 1, assignment.person().id(), UNDO_STEPS_MAX, assignment.id())
                .isPresent();
    }

    /**
     * Parts of the statement that stores a judgment, because that is the one which every judgment waits for: they close the
     * assignment and its slot, and keep the form for undoing. Parameters: see {@link #closing}.
     */
    public static final String CLOSING = """
            closed as (
                update assignment set state = 'judged', closed_at = ? where id = ?),
            filled as (
                update slot set state = 'judged', lease_until = null where task_id = ? and number = ?),
            kept as (
                insert into draft (assignment_id, fields, saved_at) values (?, cast(? as jsonb), ?)
                on conflict (assignment_id)
                    do update set fields = excluded.fields, saved_at = excluded.saved_at, writer = '')""";

    /** @param slot the one that is held now */
    public static List<Object> closing(Assignment assignment, int slot, Map<String, List<String>> fields, Instant now) {
        return List.of(now, assignment.id(), assignment.slot().task(), slot, assignment.id(), Wire.write(fields), now);
    }

    /** Records the service account through which a person works on the task. */
    public void through(UUID id, UUID account) {
        sql.run(
                "update assignment set through_id = ? where id = ? and through_id is distinct from ?",
                account,
                id,
                account);
    }

    public void extend(Assignment assignment, Instant until) {
        slot(assignment, "taken", Optional.of(until));
    }

    public void judged(Assignment assignment, Instant now) {
        slot(assignment, "judged", Optional.empty());
        sql.run("update assignment set state = 'judged', closed_at = ? where id = ?", now, assignment.id());
    }

    public void skipped(Assignment assignment, SkipReason reason, String note, Instant now) {
        if (assignment.is(Assignment.State.OPEN)) {
            slot(assignment, "free", Optional.empty());
        }
        sql.run(
                "update assignment set state = 'skipped', closed_at = ?, skip_reason = ?, skip_note = ? where id = ?",
                now,
                reason.wireName(),
                note.isBlank() ? null : note,
                assignment.id());
    }

    /** A reviewer rejected what was judged: somebody else is asked, and this person is not asked again. */
    public void rejected(Assignment assignment, Instant now) {
        slot(assignment, "free", Optional.empty());
        sql.run("update assignment set state = 'released', closed_at = ? where id = ?", now, assignment.id());
    }

    /**
     * A reviewer has seen what was judged, and decided about it: if they label too, they are not handed the task any more. Nothing changes
     * for who has judged it.
     */
    public void neverTo(UUID reviewer, Assignment decided, Instant now) {
        sql.run(
                """
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
                values (?, ?, ?, ?, ?, 0, ?, 'released', ?)
                on conflict (task_id, labeler_id) do update set state = 'released', closed_at = excluded.closed_at,
                  skip_reason = null, skip_note = null
                where assignment.state in ('expired', 'skipped')""",
                Uuid7.next(),
                decided.slot().task(),
                decided.slot().number(),
                reviewer,
                decided.guidelineVersionId(),
                now,
                now);
    }

    /** A judgment was undone, or a reviewer returned it: the same slot is being worked on again. */
    public void reopened(Assignment assignment, Instant until) {
        slot(assignment, "taken", Optional.of(until));
        sql.run("update assignment set state = 'open', closed_at = null where id = ?", assignment.id());
    }

    /**
     * Takes a slot of the task again, after the assignment expired or was skipped: its former slot, or another free one. Empty
     * when none is free, or the person is no longer a member.
     */
    public Optional<Integer> retake(Assignment assignment, Instant until) {
        if (!assignment.person().member()) {
            return Optional.empty();
        }
        return sql.first(
                        "select retake(?, ?, ?, ?)",
                        c -> c.maybeNumber("retake"),
                        assignment.id(),
                        assignment.slot().task(),
                        assignment.slot().number(),
                        until)
                .flatMap(number -> number)
                .map(Long::intValue);
    }

    /**
     * To be called while the assignment is held, so that two saves don't interleave.
     *
     * @param page the open page that saves it; empty for a submission
     */
    public void keepDraft(Assignment assignment, Map<String, List<String>> fields, String page, Instant now) {
        sql.run("""
                insert into draft (assignment_id, fields, saved_at, writer) values (?, cast(? as jsonb), ?, ?)
                on conflict (assignment_id)
                    do update set fields = excluded.fields, saved_at = excluded.saved_at, writer = excluded.writer""", assignment.id(), Wire.write(fields), now, page);
    }

    private void slot(Assignment assignment, String state, Optional<Instant> leaseUntil) {
        int changed = sql.run(
                """
                update slot s
                set state = case when ? = 'free' and t.closed_at is not null then 'closed' else ? end, lease_until = ?
                from task t where t.id = s.task_id and s.task_id = ? and s.number = ?""",
                state,
                state,
                leaseUntil.orElse(null),
                assignment.slot().task(),
                assignment.slot().number());
        if (changed != 1) {
            throw new IllegalStateException("assignment " + assignment.id() + " has no slot");
        }
    }

    private static Assignment read(Sql.Cells c) throws SQLException {
        return new Assignment(
                c.id("id"),
                new Assignment.Slot(
                        c.id("task_id"),
                        WorkKind.of(c.text("kind")),
                        (int) c.number("slot_number"),
                        (int) c.number("asked"),
                        (int) c.number("asked_if_disputed"),
                        Assignment.Purpose.of(c.text("origin"))),
                new Assignment.Person(c.id("labeler_id"), c.flag("simulated"), c.flag("member")),
                Assignment.State.valueOf(c.text("state").toUpperCase(Locale.ROOT)),
                c.id("guideline_version_id"),
                new Assignment.Lease(
                        c.time("handed_at"), c.maybeTime("lease_until").orElse(Instant.EPOCH)),
                new Assignment.Place(
                        c.id("project_id"),
                        c.text("slug"),
                        c.text("name"),
                        c.flag("rationale_required"),
                        c.flag("scored"),
                        (int) c.number("lease_minutes"),
                        new Eligibility((int) c.number("daily_max"), c.flag("guideline_required")),
                        new KindRules(c.flag("quiz_required"), c.flag("gold_required"), c.flag("grouped")),
                        new ReviewRule(
                                ReviewPolicy.named(c.text("review_policy")).orElseThrow(),
                                (int) c.number("review_percent"))),
                new Assignment.Conversation(c.id("prompt_id"), json(c.text("messages"), MESSAGES)),
                List.copyOf(json(c.text("answers"), ANSWERS)),
                draft(c));
    }

    private static Optional<Assignment.Draft> draft(Sql.Cells c) throws SQLException {
        Optional<Instant> savedAt = c.maybeTime("saved_at");
        return savedAt.isEmpty()
                ? Optional.empty()
                : Optional.of(new Assignment.Draft(json(c.text("fields"), FIELDS), savedAt.get(), c.text("writer")));
    }

    private static <T> T json(String text, TypeReference<T> shape) {
        try {
            return JSON.readValue(text, shape);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column of an assignment can't be read: " + e.getOriginalMessage(), e);
        }
    }
}
